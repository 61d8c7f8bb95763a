import { Size } from 'cdk8s';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/weave-net';
import {
  AgentDefaults, ImageName, Monitor, SecretKey, Taint, TaintEffect, TargetVersion, Tolerations, WeaveNetDaemonSet, WeaveNetDaemonSetProps, WeaveNetIptablesBackend,
} from '../../../../src';
import { OWN_RIGHTS, RIGHTS } from '../../../../src/agents/network/weave-net/rights';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

const all = AgentDefaults.all();
const make = (props: WeaveNetDaemonSetProps = {}) => synth((chart) => new WeaveNetDaemonSet(chart, 'weave', props), { namespace: 'kube-system' });
const containersOf = (objects: Manifest[]): Manifest[] => [...podOf(objects).initContainers, ...podOf(objects).containers];

function envOf(container: Manifest): { [name: string]: unknown } {
  return Object.fromEntries((container.env ?? []).map(({ name, value, valueFrom }: Manifest) => [name, value ?? valueFrom]));
}

test('needs no option at all, and is a whole set', () => {
  expect(names(make())).toEqual([
    'ServiceAccount weave-net', 'ClusterRole weave-net', 'ClusterRoleBinding weave-net', 'Role weave-net', 'RoleBinding weave-net', 'DaemonSet weave-net',
  ]);
  expect(containersOf(make()).map(({ name, image }) => [name, image])).toEqual([
    ['install-cni', 'rajchaudhuri/weave-kube:2.9.0'], ['weave', 'rajchaudhuri/weave-kube:2.9.0'], ['weave-npc', 'rajchaudhuri/weave-npc:2.9.0'],
  ]);
  const agent = new WeaveNetDaemonSet(chartOf(), 'weave');
  expect(agent.node.children.map((child) => child.node.id)).toEqual(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'Default']);
});

test('differs from the manifest of its community exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

test.each([[null], ['weave'], [7]])('props %p are refused', (props) => {
  expect(thrown(() => new WeaveNetDaemonSet(chartOf(), 'weave', props as never))).toMatch(/^\[MissingProps\] chart\/weave: props are/);
});

describe('rights', () => {
  test('are those of its manifest, whatever the name of the role, each with a reason', () => {
    expect([...RIGHTS, ...OWN_RIGHTS].filter(({ reason }) => reason.trim().length < 20)).toEqual([]);
    expect(only('ClusterRole', make()).rules).toEqual(RIGHTS.map(({ reason: _, ...rule }) => rule));
    expect(only('Role', make()).rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['weave-net'], verbs: ['get', 'update'] }, { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    ]);
    expect(only('ClusterRole', make()).rules).toContainEqual({ apiGroups: [''], resources: ['nodes/status'], verbs: ['patch', 'update'] });
  });

  test('are none without an account', () => {
    expect(names(make({ defaults: all.without('serviceAccount') }))).toEqual(['DaemonSet weave-net']);
  });
});

describe('from before the node is ready', () => {
  test('every taint is tolerated, and DNS is the node\'s', () => {
    expect(podOf(make())).toMatchObject({ dnsPolicy: 'Default', hostNetwork: true, priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] });
  });

  test('a startup taint is tolerated besides other tolerations', () => {
    const agent = new WeaveNetDaemonSet(chartOf(), 'weave', { startupTaint: 'weave.example.com', tolerations: Tolerations.notReady() });
    expect(agent.daemonSet.tolerationPolicy.tolerates(Taint.of('weave.example.com/agent-not-ready', TaintEffect.NO_EXECUTE))).toBe(true);
    expect(agent.daemonSet.tolerationPolicy.tolerates(Taint.of('other', TaintEffect.NO_SCHEDULE))).toBe(false);
  });
});

describe('what it has of the node', () => {
  test('each piece has a reason', () => {
    for (const props of [{}, { networkPolicies: false }, { monitor: Monitor.podMonitor() }]) {
      const agent = new WeaveNetDaemonSet(chartOf(), 'weave', props);
      expect(agent.daemonSet.hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
    }
  });

  test('neither /opt, /etc nor /home, of which its manifest has the whole: two directories, and those by the install container alone', () => {
    const paths = podOf(make()).volumes.map((volume: Manifest) => volume.hostPath.path).sort();
    expect(paths).toEqual(['/etc/cni/net.d', '/etc/machine-id', '/lib/modules', '/opt/cni/bin', '/run/xtables.lock', '/var/lib/dbus', '/var/lib/weave']);
    expect(containersOf(make()).filter(({ volumeMounts }) => volumeMounts.some(({ name }: Manifest) => name.startsWith('cni-bin-dir') || name === 'cni-net-dir')).map(({ name }) => name))
      .toEqual(['install-cni']);
    // Where the install script looks for them.
    expect(containerOf(make(), 'install-cni').volumeMounts.map(({ mountPath }: Manifest) => mountPath)).toEqual(expect.arrayContaining(['/host/opt/cni/bin', '/host/etc/cni/net.d']));
  });
});

describe('options in its own words', () => {
  test('are variables of the router', () => {
    const objects = make({ ipRange: '10.200.0.0/16', mtu: 8916, connLimit: 300, noMasqLocal: false, peers: ['10.0.0.11', 'node-b.example.com'] });
    expect(envOf(containerOf(objects))).toMatchObject({
      IPALLOC_RANGE: '10.200.0.0/16', WEAVE_MTU: '8916', CONN_LIMIT: '300', NO_MASQ_LOCAL: '0', KUBE_PEERS: '10.0.0.11 node-b.example.com',
    });
    expect(envOf(containerOf(make({ noMasqLocal: true, connLimit: 0 })))).toMatchObject({ NO_MASQ_LOCAL: '1', CONN_LIMIT: '0' });
  });

  test('are not written when nobody asked', () => {
    expect(Object.keys(envOf(containerOf(make())))).toEqual(['NODE_NAME', 'INIT_CONTAINER', 'HOSTNAME', 'CHECKPOINT_DISABLE']);
  });

  test('the password comes from a Secret, and to the router alone', () => {
    const objects = make({ password: SecretKey.of('weave', 'password') });
    expect(containersOf(objects).filter((one) => 'WEAVE_PASSWORD' in envOf(one)).map(({ name }) => name)).toEqual(['weave']);
    expect(envOf(containerOf(objects)).WEAVE_PASSWORD).toEqual({ secretKeyRef: { key: 'password', name: 'weave' } });
  });

  test('the packet filter is the same for all three containers', () => {
    const objects = make({ iptablesBackend: WeaveNetIptablesBackend.LEGACY });
    expect(containersOf(objects).map((one) => envOf(one).IPTABLES_BACKEND)).toEqual(['legacy', 'legacy', 'legacy']);
    expect(containersOf(make()).filter((one) => 'IPTABLES_BACKEND' in envOf(one))).toEqual([]);
  });

  test('without policies there is no controller, and nobody waits for one', () => {
    const objects = make({ networkPolicies: false });
    expect(containersOf(objects).map(({ name }) => name)).toEqual(['install-cni', 'weave']);
    expect(containersOf(objects).map((one) => envOf(one).EXPECT_NPC)).toEqual(['0', '0']);
    expect(containersOf(make()).filter((one) => 'EXPECT_NPC' in envOf(one))).toEqual([]);
  });

  test('the controller is an ordinary container, however new the cluster: it must not be waited for', () => {
    expect(podOf(make({ targetVersion: TargetVersion.V1_36 })).containers.map(({ name }: Manifest) => name)).toEqual(['weave', 'weave-npc']);
  });

  test('metrics are scraped when a monitor is asked for', () => {
    expect(containerOf(make()).ports).toBeUndefined();
    expect(containerOf(make({ monitor: Monitor.podMonitor() })).ports).toEqual([{ containerPort: 6782, name: 'metrics' }]);
    expect(only('Service', make({ monitor: Monitor.serviceMonitor() })).spec).toMatchObject({ clusterIP: 'None', ports: [{ name: 'metrics', port: 6782 }] });
  });
});

describe('mistakes', () => {
  test.each<[object, RegExp]>([
    [{ ipRange: '10.32.0.0' }, /^\[InvalidCidr\] chart\/weave: ipRange is "10\.32\.0\.0"/],
    [{ ipRange: '10.33.0.0/12' }, /^\[InvalidCidr\] .*write "10\.32\.0\.0\/12"/],
    [{ ipRange: 'fd00::/64' }, /^\[InvalidCidr\] chart\/weave: ipRange is "fd00::\/64"; write a range of IPv4/],
    [{ ipRange: '10.32.0.0/30' }, /^\[InvalidCidr\] .*at least 8 addresses/],
    [{ mtu: 100 }, /^\[InvalidNumber\] chart\/weave: mtu is 100; write a whole number from 576/],
    [{ connLimit: -1 }, /^\[InvalidNumber\] chart\/weave: connLimit is -1/],
    [{ password: 'secret' }, /^\[WrongType\] chart\/weave: password is "secret"; write a value of SecretKey/],
    [{ iptablesBackend: 'ipvs' }, /^\[UnknownValue\] chart\/weave: iptablesBackend is "ipvs"; write one of legacy, nft/],
    [{ peers: ['not a host'] }, /^\[InvalidAddress\] chart\/weave: peers have "not a host"/],
    [{ peers: '10.0.0.1' }, /^\[WrongType\] chart\/weave: peers/],
    [{ noMasqLocal: 1 }, /^\[WrongType\] chart\/weave: noMasqLocal/],
    [{ networkPolicies: false, npcImage: ImageName.of('a:1') }, /^\[NoPolicyController\] chart\/weave: npcImage is given/],
    [{ networkPolicies: false, npcResources: {} }, /^\[NoPolicyController\] chart\/weave: npcResources are given/],
  ])('%j', (props, says) => {
    expect(thrown(() => make(props as never))).toMatch(says);
  });
});

describe('as its users set it', () => {
  test('an encrypted network across two data centers', () => {
    const objects = make({ password: SecretKey.of('weave-passwd', 'weave-passwd'), ipRange: '172.24.0.0/14', mtu: 1337, noMasqLocal: true, tolerations: Tolerations.everything() });
    expect(envOf(containerOf(objects))).toMatchObject({ WEAVE_MTU: '1337', IPALLOC_RANGE: '172.24.0.0/14' });
    expect(JSON.stringify(objects)).not.toContain('password":"');
  });

  test('250 nodes with the old tables, and what it takes then', () => {
    const objects = make({
      connLimit: 250,
      iptablesBackend: WeaveNetIptablesBackend.LEGACY,
      resources: { memory: { request: Size.mebibytes(200) } },
      npcResources: { memory: { request: Size.mebibytes(100) } },
    });
    expect(containersOf(objects).slice(1).map(({ resources }) => resources)).toEqual([{ requests: { memory: '200Mi' } }, { requests: { memory: '100Mi' } }]);
  });

  test('an installation by the manifest is taken over, to be left node by node', () => {
    const labels = { name: 'weave-net' };
    const { selector, template, minReadySeconds, updateStrategy } = only('DaemonSet', make({ adopt: { matchLabels: labels } })).spec;
    expect([selector.matchLabels, template.metadata.labels]).toEqual([labels, labels]);
    expect([minReadySeconds, updateStrategy.rollingUpdate.maxUnavailable]).toEqual([5, 1]);
  });
});
