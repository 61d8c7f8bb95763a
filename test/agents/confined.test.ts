import { Chart, Testing } from 'cdk8s';

import { confined } from '../../src/agents/confined';
import { ContainerSecurity, ImageName, LogAgentDaemonSet, NodeExporterDaemonSet, SecurityAgentDaemonSet } from '../../src/index';

/* How what a user writes for an agent's container joins the agent's own confinement. */

const OWN: ContainerSecurity = { runAsUser: 0, readOnlyRootFilesystem: true, capabilities: { add: ['BPF'], drop: ['ALL'] } };

test('fields replace fields, and what is not written stays', () => {
  expect(confined(OWN, { readOnlyRootFilesystem: false })).toEqual({ ...OWN, readOnlyRootFilesystem: false });
  expect(confined(OWN)).toEqual(OWN);
});

test('who says who it runs as says all of it', () => {
  expect(confined({ runAsUser: 0, runAsNonRoot: false }, { runAsUser: 7 })).toEqual({ runAsUser: 7 });
  expect(confined({ runAsUser: 0, runAsNonRoot: false }, {}, { runAsGroup: 7 })).toEqual({});
});

test('Windows has none of it', () => {
  expect(confined(OWN, { windowsOptions: { runAsUserName: 'ContainerUser' } })).toEqual({ windowsOptions: { runAsUserName: 'ContainerUser' } });
});

test('options of Windows of which none is set say nothing', () => {
  expect(confined(OWN, { windowsOptions: {} })).toEqual({ ...OWN, windowsOptions: {} });
  expect(confined(OWN, {}, { windowsOptions: { runAsUserName: undefined } })).toEqual(OWN);
});

describe('capabilities', () => {
  const joined = (own: ContainerSecurity['capabilities'], written: ContainerSecurity['capabilities']) => confined({ capabilities: own }, { capabilities: written }).capabilities;

  test('one more is added, and all the others stay away', () => {
    expect(joined({ drop: ['ALL'] }, { add: ['SYSLOG'] })).toEqual({ add: ['SYSLOG'], drop: ['ALL'] });
    expect(joined({ add: ['BPF'], drop: ['ALL'] }, { add: ['SYSLOG', 'BPF'] })).toEqual({ add: ['BPF', 'SYSLOG'], drop: ['ALL'] });
  });

  test('what is added is not dropped by the agent: runtimes drop last', () => {
    expect(joined({ add: ['NET_ADMIN'], drop: ['CHOWN', 'KILL'] }, { add: ['CHOWN'] })).toEqual({ add: ['NET_ADMIN', 'CHOWN'], drop: ['KILL'] });
    expect(joined({ drop: ['CHOWN', 'KILL'] }, { add: ['ALL'] })).toEqual({ add: ['ALL'], drop: [] });
    expect(joined({ drop: ['ALL'] }, { add: ['ALL'] })).toEqual({ add: ['ALL'], drop: [] });
  });

  test('what is dropped is not added by the agent', () => {
    expect(joined({ add: ['NET_ADMIN', 'NET_RAW'], drop: ['KILL'] }, { drop: ['NET_RAW'] })).toEqual({ add: ['NET_ADMIN'], drop: ['KILL', 'NET_RAW'] });
    expect(joined({ add: ['BPF'], drop: ['KILL'] }, { drop: ['ALL'] })).toEqual({ add: ['BPF'], drop: ['ALL'] });
  });

  test('a privileged container has all of them', () => {
    expect(confined(OWN, { privileged: true })).toEqual({ privileged: true, runAsUser: 0, readOnlyRootFilesystem: true });
  });
});

describe('in a manifest', () => {
  const image = ImageName.of('example.com/agent:1');
  const container = (make: (chart: Chart) => unknown) => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'agents' });
    make(chart);
    const manifests = chart.toJson() as { kind: string; spec: { template: { spec: { containers: { securityContext: object }[] } } } }[];
    return manifests.find(({ kind }) => kind === 'DaemonSet')!.spec.template.spec.containers[0].securityContext;
  };
  const securityContext = { capabilities: { add: ['SYSLOG'] } };

  test('a log agent has that capability and no other', () => {
    expect(container((chart) => new LogAgentDaemonSet(chart, 'agent', { image, securityContext }))).toMatchObject({ capabilities: { add: ['SYSLOG'], drop: ['ALL'] } });
  });

  test('so has a node exporter', () => {
    expect(container((chart) => new NodeExporterDaemonSet(chart, 'agent', { securityContext }))).toMatchObject({ capabilities: { add: ['SYSLOG'], drop: ['ALL'] } });
  });

  test('a security agent keeps those that what it watches needs', () => {
    expect(container((chart) => new SecurityAgentDaemonSet(chart, 'agent', { image, securityContext }))).toMatchObject({
      capabilities: { add: expect.arrayContaining(['BPF', 'SYSLOG']) as string[], drop: ['ALL'] },
    });
  });

  test.each([null, 'SYSLOG', ['SYSLOG'], { add: 'SYSLOG' }, { drop: null }])('%j is refused', (capabilities) => {
    const written = { capabilities } as unknown as ContainerSecurity;
    expect(() => container((chart) => new LogAgentDaemonSet(chart, 'agent', { image, securityContext: written }))).toThrow(/\[WrongType\].*securityContext\.capabilities/);
  });
});
