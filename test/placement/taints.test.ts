import { codes, daemonSet, decide, node } from './given';
import { KubeToleration } from '../../src/placement';
import { evictedAfter, showTaint } from '../../src/placement/taints';

const TAINT = { key: 'maintenance', effect: 'NoExecute' };
const exists = (more: Partial<KubeToleration> = {}): KubeToleration => ({ key: 'maintenance', operator: 'Exists', effect: 'NoExecute', ...more });

describe('item 16: a NoExecute taint that is tolerated for a time', () => {
  test('the controller runs the pod, and it is evicted again and again', () => {
    const decision = decide(daemonSet('a', { tolerations: [exists({ tolerationSeconds: 0 })] }), node('n', { taints: [TAINT] }));
    expect(decision).toMatchObject({ shouldRun: true, shouldContinueRunning: true, fits: true });
    expect(codes(decision)).toEqual(['EvictionLoop']);
    expect(decision.reasons[0].message).toBe(
      'node n has taint maintenance:NoExecute, which is tolerated for 0 s only: the pod is evicted after that time and made again, over and over');
  });

  test('also on a node that takes no new pods: the old one goes', () => {
    const taints = [TAINT, { key: 'full', effect: 'NoSchedule' }];
    expect(codes(decide(daemonSet('a', { tolerations: [exists({ tolerationSeconds: 5 })] }), node('n', { taints })))).toEqual(['UntoleratedTaint', 'EvictionLoop']);
  });

  test('tolerated for ever is no loop', () => {
    expect(evictedAfter([TAINT], [exists()])).toBeUndefined();
    expect(codes(decide(daemonSet('a', { tolerations: [exists()] }), node('n', { taints: [TAINT] })))).toEqual([]);
  });

  test('seconds with another effect are not counted', () => {
    expect(evictedAfter([{ ...TAINT, effect: 'NoSchedule' }], [{ key: 'maintenance', operator: 'Exists', tolerationSeconds: 30 }])).toBeUndefined();
  });

  test('the least of all taints counts, and less than nothing is at once', () => {
    const other = { key: 'drain', effect: 'NoExecute' };
    expect(evictedAfter([TAINT, other], [exists({ tolerationSeconds: 60 }), { key: 'drain', operator: 'Exists', tolerationSeconds: 30 }])).toBe(30);
    expect(evictedAfter([TAINT, other], [exists({ tolerationSeconds: 60 }), { key: 'drain', operator: 'Exists' }])).toBe(60);
    expect(evictedAfter([TAINT], [exists({ tolerationSeconds: -1 })])).toBe(0);
  });

  test('a taint beside it that is tolerated for ever is not blamed', () => {
    const taints = [TAINT, { key: 'drain', effect: 'NoExecute' }];
    const decision = decide(daemonSet('a', { tolerations: [exists({ tolerationSeconds: 5 }), { key: 'drain', operator: 'Exists' }] }), node('n', { taints }));
    expect(decision.reasons[0].message).toContain('node n has taint maintenance:NoExecute, which is tolerated for 5 s only');
  });

  test('of several tolerations for a taint the first counts', () => {
    expect(evictedAfter([TAINT], [exists(), exists({ tolerationSeconds: 30 })])).toBeUndefined();
    expect(evictedAfter([TAINT], [exists({ tolerationSeconds: 30 }), exists()])).toBe(30);
  });
});

test('a taint is shown as kubectl writes it', () => {
  expect([{ key: 'a', value: 'b', effect: 'NoSchedule' }, { key: 'a', value: '', effect: 'NoExecute' }, { key: 'a', effect: 'NoExecute' }].map(showTaint))
    .toEqual(['a=b:NoSchedule', 'a:NoExecute', 'a:NoExecute']);
});
