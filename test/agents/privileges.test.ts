import { readdirSync } from 'fs';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import { privilegesOf, unexplained } from './privileges';
import { chartOf } from './synth';
import { TYPED_AGENTS } from '../../catalogue/agents';
import type { Vendor } from '../../catalogue/differences';
import { modulesOf } from '../../catalogue/discover';
import {
  AppArmorProfile, Container, HostAccessReason, HostPath, ImageName, NodeAgentDaemonSet, NodeAgentDaemonSetProps, ProcMount, SeccompProfile, TargetVersion,
} from '../../src';
import { companionAccess } from '../../src/agents/companion';
import { ClusterObject } from '../../src/daemon-set/kube-object';
import { grantInCluster, grantInNamespace } from '../../src/objects/rbac';

/*
 * No manifest of the catalogue has a privilege that nobody gave a reason and a source for. Agents that join are held to it. A reason is said by HostAccessReason, HostPath.because
 * and HostPath.writable, or by `reason` of a rule; a source by `.from(…)`, the second argument, or `source`, and for agents that have a vendor by the vendor's own deployment,
 * which is compared with the agent field by field.
 */

const VENDORS = new Map(modulesOf<Vendor>(join(__dirname, '../../catalogue/vendors')).map((one) => [one.KEY, one.SOURCE]));

const MADE = TYPED_AGENTS.flatMap((entry) => [
  { title: `${entry.className} as it comes`, name: entry.name, make: (chart: Chart) => entry.make(chart, 'agent', {}) },
  { title: `${entry.className} for Kubernetes 1.36`, name: entry.name, make: (chart: Chart) => entry.make(chart, 'agent', { targetVersion: TargetVersion.of('1.36') }) },
  ...(entry.more ?? []).map(({ when, make }) => ({ title: `${entry.className} with ${when}`, name: entry.name, make: (chart: Chart) => make(chart, 'agent') })),
].map((one) => [one.title, one] as const));

test.each(MADE)('%s has no privilege without a reason and a source', (_, { name, make }) => {
  const chart = chartOf();
  make(chart);
  expect(unexplained(chart, VENDORS.get(name))).toEqual([]);
});

test('sources of vendors are addresses', () => {
  expect(VENDORS.size).toBe(readdirSync(join(__dirname, '../../catalogue/vendors')).length);
  expect([...VENDORS.values()].filter((source) => !/^https:\/\/\S+$/.test(source))).toEqual([]);
});

describe('of what is looked for, nothing is overlooked', () => {
  const image = ImageName.of('example.com/agent:v1');
  const confined = { runAsNonRoot: true, seccompProfile: SeccompProfile.runtimeDefault() };
  const source = 'https://example.com';

  function agent(props: Partial<NodeAgentDaemonSetProps>, container: Partial<Parameters<typeof Container.of>[0]> = {}): Chart {
    const chart = chartOf();
    new NodeAgentDaemonSet(chart, 'agent', { name: 'agent', targetVersion: TargetVersion.of('1.36'), containers: [Container.of({ name: 'main', image, securityContext: confined, ...container })], ...props });
    return chart;
  }

  const CASES: readonly [string, Partial<NodeAgentDaemonSetProps>, Partial<Parameters<typeof Container.of>[0]>, HostAccessReason | undefined][] = [
    ['hostNetwork', { hostNetwork: true }, {}, HostAccessReason.hostNetwork('why')],
    ['hostPid', { hostPid: true }, {}, HostAccessReason.hostPid('why')],
    ['hostIpc', { hostIpc: true }, {}, HostAccessReason.hostIpc('why')],
    ['privileged of container main', {}, { securityContext: { ...confined, privileged: true } }, HostAccessReason.privileged('why')],
    ['capability NET_ADMIN of container main', {}, { securityContext: { ...confined, capabilities: { add: ['NET_ADMIN'] } } }, HostAccessReason.capability('NET_ADMIN', 'why')],
    ['user 0 of container main', {}, { securityContext: { ...confined, runAsNonRoot: undefined, runAsUser: 0 } }, HostAccessReason.root('why')],
    ['user of the image of container main', {}, { securityContext: { ...confined, runAsNonRoot: undefined } }, HostAccessReason.root('why')],
    ['seccomp Unconfined of container main', {}, { securityContext: { ...confined, seccompProfile: SeccompProfile.unconfined() } }, HostAccessReason.unconfined('why')],
    ['AppArmor Unconfined of container main', {}, { securityContext: { ...confined, appArmorProfile: AppArmorProfile.unconfined() } }, HostAccessReason.unconfined('why')],
    ['AppArmor Unconfined of container main', { targetVersion: TargetVersion.V1_28 }, { securityContext: { ...confined, appArmorProfile: AppArmorProfile.unconfined() } }, HostAccessReason.unconfined('why')],
    ['SELinux spc_t of container main', {}, { securityContext: { ...confined, seLinuxOptions: { type: 'spc_t' } } }, HostAccessReason.unconfined('why')],
    ['procMount Unmasked of container main', { hostUsers: false }, { securityContext: { ...confined, procMount: ProcMount.UNMASKED } }, HostAccessReason.unconfined('why')],
    ['writes /var/lib/agent of container main', {}, { mounts: [HostPath.of('/var/lib/agent').writable('x').toMount()] }, undefined],
  ];

  test.each(CASES)('%s', (what, props, container, reason) => {
    expect(unexplained(agent(props, container), source)).toEqual([`DaemonSet agent: ${what} has no reason`]);
    if (reason !== undefined) {
      expect(unexplained(agent({ ...props, hostAccessReasons: [reason] }, container), undefined)).toEqual([`DaemonSet agent: ${what} has no source`]);
      expect(unexplained(agent({ ...props, hostAccessReasons: [reason] }, container), source)).toEqual([]);
      expect(unexplained(agent({ ...props, hostAccessReasons: [reason.from(source)] }, container), undefined)).toEqual([]);
    }
  });

  test('a path that is written has its reason from its HostPath', () => {
    const paths = (path: HostPath) => unexplained(agent({}, { hostPaths: [path] }), undefined);
    expect(paths(HostPath.of('/var/lib/agent').writable('positions'))).toEqual(['DaemonSet agent: writes /var/lib/agent of container main has no source']);
    expect(paths(HostPath.of('/var/lib/agent').writable('positions', source))).toEqual([]);
    expect(paths(HostPath.of('/var/log'))).toEqual([]);
  });

  test('init containers and sidecars as well, and what is not confined to begin with', () => {
    const found = privilegesOf({ spec: { containers: [{ name: 'a' }], initContainers: [{ name: 'b', securityContext: { privileged: true } }] } });
    expect(found.map(({ what, container }) => `${what} ${container}`)).toEqual(['user of the image a', 'seccomp unset a', 'privileged b', 'user of the image b']);
    expect(privilegesOf({ spec: { containers: [{ name: 'a' }], securityContext: { windowsOptions: { hostProcess: true } } } })).toEqual([{ what: 'HostProcess', container: 'a' }]);
  });

  test('of a Deployment that says nothing of itself, everything', () => {
    const chart = chartOf();
    const object = new ClusterObject(chart, 'operator', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'operator' }, spec: { template: { spec: { hostNetwork: true, containers: [{ name: 'main' }] } } } });
    expect(companionAccess(object)).toEqual([]);
    expect(unexplained(chart, source)).toEqual(['hostNetwork', 'user of the image of container main', 'seccomp unset of container main'].map((what) => `Deployment operator: ${what} has no reason`));
  });

  test.each<[string, object]>([
    ['rule * of pods', { apiGroups: [''], resources: ['pods'], verbs: ['*'] }],
    ['rule get of *', { apiGroups: [''], resources: ['*'], verbs: ['get'] }],
    ['rule get of things', { apiGroups: ['*'], resources: ['things'], verbs: ['get'] }],
    ['rule get of secrets', { apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
    ['rule create of serviceaccounts/token', { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }],
    ['rule escalate of roles', { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['escalate'] }],
    ['rule get of *', { nonResourceURLs: ['*'], verbs: ['get'] }],
  ])('%s', (what, rule) => {
    const granted = (more: object, from: string | undefined) => {
      const chart = new Chart(new App(), 'chart', { namespace: 'agents' });
      const owner = { name: 'agent', namespace: undefined, labels: {} };
      grantInCluster(chart, owner, 'agent', [{ ...rule, ...more } as never]);
      grantInNamespace(chart, owner, 'agent', { id: 'Role' }, [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }, { ...rule, ...more } as never]);
      return unexplained(chart, from);
    };
    expect(granted({}, source)).toEqual([`ClusterRole agents:agent: ${what} has no reason`, `Role agent: ${what} has no reason`]);
    expect(granted({ reason: 'why' }, undefined)).toEqual([`ClusterRole agents:agent: ${what} has no source`, `Role agent: ${what} has no source`]);
    expect(granted({ reason: 'why' }, source)).toEqual([]);
    expect(granted({ reason: 'why', source }, undefined)).toEqual([]);
  });
});
