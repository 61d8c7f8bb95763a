import { thrown } from './thrown';
import { Taint, TaintEffect, Toleration, Tolerations } from '../../src';

const { NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE } = TaintEffect;
const exists = (key: string, effect?: string) => ({ ...(effect === undefined ? {} : { effect }), key, operator: 'Exists' });

describe('named policies', () => {
  test.each([
    ['everything', Tolerations.everything(), [{ operator: 'Exists' }]],
    ['allNoSchedule', Tolerations.allNoSchedule(), [{ effect: 'NoSchedule', operator: 'Exists' }]],
    ['controlPlane', Tolerations.controlPlane(), [exists('node-role.kubernetes.io/control-plane', 'NoSchedule')]],
    ['startupTaint', Tolerations.startupTaint('cilium.io'), [exists('cilium.io/agent-not-ready')]],
    ['notReady', Tolerations.notReady(), [
      exists('node.cloudprovider.kubernetes.io/uninitialized', 'NoSchedule'),
      exists('node.kubernetes.io/network-unavailable', 'NoSchedule'),
      exists('node.kubernetes.io/not-ready', 'NoSchedule'),
      exists('node.kubernetes.io/unreachable', 'NoSchedule'),
    ]],
    ['gpu', Tolerations.gpu(), [
      exists('amd.com/gpu', 'NoSchedule'),
      exists('google.com/tpu', 'NoSchedule'),
      exists('nvidia.com/gpu', 'NoSchedule'),
      { effect: 'NoSchedule', key: 'sku', operator: 'Equal', value: 'gpu' },
    ]],
    ['spot', Tolerations.spot(), [
      { effect: 'NoSchedule', key: 'cloud.google.com/gke-preemptible', operator: 'Equal', value: 'true' },
      { effect: 'NoSchedule', key: 'cloud.google.com/gke-spot', operator: 'Equal', value: 'true' },
      { effect: 'NoSchedule', key: 'kubernetes.azure.com/scalesetpriority', operator: 'Equal', value: 'spot' },
    ]],
    ['none', Tolerations.none(), undefined],
  ])('%s', (_, policy, kube) => {
    expect(policy._toKube()).toEqual(kube);
    expect(policy.tradeOff).toMatch(/^[a-z].{10,}[^.]$/);
  });

  test('item 15: not-ready:NoSchedule, which the controller does not add, is tolerated by notReady, but not what drives pods off', () => {
    expect(Tolerations.notReady().tolerates(Taint.of('node.kubernetes.io/not-ready', NO_SCHEDULE))).toBe(true);
    expect(Tolerations.notReady().tolerates(Taint.of('node.kubernetes.io/out-of-service', NO_EXECUTE))).toBe(false);
    expect(Tolerations.controlPlane().tolerates(Taint.of('node.kubernetes.io/not-ready', NO_SCHEDULE))).toBe(false);
  });

  test.each([
    ['everything', Tolerations.everything(), [true, true, true]],
    ['allNoSchedule', Tolerations.allNoSchedule(), [true, false, false]],
    ['none', Tolerations.none(), [false, false, false]],
  ])('%s stands effects as it says', (_, policy, stands) => {
    expect([NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE].map((effect) => policy.tolerates(Taint.of('any', effect, 'thing')))).toEqual(stands);
  });

  test('a startup taint is tolerated whatever its effect and value', () => {
    const policy = Tolerations.startupTaint('logs.example.com');
    for (const effect of [NO_SCHEDULE, NO_EXECUTE]) {
      expect(policy.tolerates(Taint.of('logs.example.com/agent-not-ready', effect, 'true'))).toBe(true);
      expect(policy.tolerates(Taint.of('agent-not-ready', effect))).toBe(false);
    }
  });

  test('a startup taint needs a domain', () => {
    expect(thrown(() => Tolerations.startupTaint('Logs'))).toContain('[InvalidName] Tolerations.startupTaint: prefix "Logs" is no DNS subdomain');
  });
});

describe('joined policies', () => {
  test('what everything covers is left out', () => {
    expect(Tolerations.controlPlane().and(Tolerations.gpu()).and(Tolerations.everything())._toKube()).toEqual([{ operator: 'Exists' }]);
  });

  test('are sorted by key, effect and value', () => {
    const listed = Tolerations.of(
      Toleration.equal('b', '2', NO_SCHEDULE), Toleration.equal('b', '1', NO_SCHEDULE), Toleration.exists('b', NO_EXECUTE), Toleration.exists('a', NO_SCHEDULE),
      Toleration.everyTaint(PREFER_NO_SCHEDULE),
    );
    expect(listed.items.map((toleration) => toleration.toString())).toEqual(['*:PreferNoSchedule', 'a:NoSchedule', 'b:NoExecute', 'b=1:NoSchedule', 'b=2:NoSchedule']);
  });

  test('what is tolerated for ever stands before what is tolerated for a while, the longest first', () => {
    const after = (seconds: number, key: string) => Toleration.exists(key, NO_EXECUTE).evictedAndCreatedAgainAfter(seconds);
    const listed = Tolerations.of(after(5, 'a'), after(100, 'b'), after(30, 'c'), Toleration.exists('d', NO_EXECUTE), after(6, 'a'));
    expect(listed.items.map(({ key, seconds }) => [key, seconds])).toEqual([['d', undefined], ['b', 100], ['c', 30], ['a', 6]]);
  });

  test('tell the trade-offs of all, each once', () => {
    const [plane, spot] = [Tolerations.controlPlane(), Tolerations.spot()];
    expect(plane.and(spot).and(plane).tradeOff).toBe(`${plane.tradeOff}; ${spot.tradeOff}`);
    expect(plane.and(Tolerations.none()).tradeOff).toBe(plane.tradeOff);
    expect(Tolerations.none().and(plane).tradeOff).toBe(plane.tradeOff);
    expect(Tolerations.none().and(Tolerations.none()).tradeOff).toBe(Tolerations.none().tradeOff);
  });

  test('leave those they are made of as they were', () => {
    const plane = Tolerations.controlPlane();
    const before = JSON.stringify(plane._toKube());
    plane.and(Tolerations.everything());
    plane.items.push(Toleration.everything());
    expect(JSON.stringify(plane._toKube())).toBe(before);
  });

  test('verbatim keeps repeats and order, from whichever side it comes: an adopted DaemonSet must not restart', () => {
    const [a, all] = [Toleration.exists('a'), Toleration.everything()];
    const words = (policy: Tolerations) => policy.items.map((toleration) => toleration.toString());
    expect(words(Tolerations.verbatim(all, a, all))).toEqual(['*:*', 'a:*', '*:*']);
    expect(words(Tolerations.none().and(Tolerations.verbatim(all, a, all)))).toEqual(['*:*', 'a:*', '*:*']);
    expect(words(Tolerations.of(a).and(Tolerations.verbatim(all, a)))).toEqual(['a:*', '*:*', 'a:*']);
    expect(words(Tolerations.verbatim(all, a).and(Tolerations.of(a)).and(Tolerations.of(all)))).toEqual(['*:*', 'a:*', 'a:*', '*:*']);
  });

  test('what was given to verbatim can change without effect', () => {
    const list = [Toleration.exists('a')];
    const policy = Tolerations.verbatim(...list);
    list.push(Toleration.everything());
    expect(policy.items).toHaveLength(1);
  });
});

describe('in words', () => {
  test('taints and trade-off', () => {
    expect(Tolerations.controlPlane().describe())
      .toBe('Tolerates node-role.kubernetes.io/control-plane:NoSchedule: also on control-plane nodes, where it takes its share of the API server\'s machines.');
    expect(Tolerations.of(Toleration.exists('b'), Toleration.equal('a', 'x')).describe()).toBe('Tolerates a=x:*, b:*: as listed.');
  });

  test('every policy by name says what it costs', () => {
    const tradeOffs = {
      everything: 'on every node until the node is gone, also while it is drained',
      allNoSchedule: 'put on every node, driven off by any NoExecute taint',
      notReady: 'starts before the node has a network or cluster DNS, and must do without',
      gpu: 'also on nodes with accelerators, the dearest machines',
      spot: 'also on nodes that may be taken away at any time, with what is buffered there',
    };
    for (const [name, tradeOff] of Object.entries(tradeOffs)) {
      expect(Tolerations[name as keyof typeof tradeOffs]().tradeOff).toBe(tradeOff);
    }
    expect(Tolerations.startupTaint('cilium.io').tradeOff).toBe('on new nodes before they are open to others');
    expect(Tolerations.verbatim(Toleration.exists('a')).tradeOff).toBe('as listed');
  });

  test('of pools, the taints of that kind alone', () => {
    const keys = (policy: Tolerations) => policy.items.map(({ key }) => key);
    expect(keys(Tolerations.gpu())).toContain('nvidia.com/gpu');
    expect(keys(Tolerations.spot())).toContain('kubernetes.azure.com/scalesetpriority');
    expect(keys(Tolerations.gpu()).filter((key) => keys(Tolerations.spot()).includes(key))).toEqual([]);
  });

  test('mistakes name the method', () => {
    expect(thrown(() => Tolerations.verbatim(1 as never))).toMatch(/^\[WrongType\] Tolerations\.verbatim: toleration is 1; /);
    expect(thrown(() => Tolerations.none().and(1 as never))).toMatch(/^\[WrongType\] Tolerations\.and: other is 1; /);
    expect(thrown(() => Tolerations.none().tolerates(1 as never))).toMatch(/^\[WrongType\] Tolerations\.tolerates: taint is 1; /);
  });

  test('none', () => {
    expect(Tolerations.none().describe()).toBe('Tolerates no taint but those the DaemonSet controller adds.');
    expect(Tolerations.of().describe()).toBe('Tolerates no taint but those the DaemonSet controller adds.');
  });
});
