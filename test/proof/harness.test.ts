import { capabilitiesOf } from '../../proof/harness/container';
import { environment, expand } from '../../proof/harness/pod-environment';
import { parseMetrics } from '../../proof/real-programs/metrics';

/* The parts of the proof that decide, without a machine to run them on. */

test('$(NAME) is a variable that is there, $$ one dollar, all else stays', () => {
  expect(expand('$(A)/$(B)/$$(A)/$A/$', { A: '1' })).toBe('1/$(B)/$(A)/$A/$');
});

test('variables mean those before them, and the image\'s are there first', () => {
  const pod = { metadata: { name: 'agent-x', labels: { team: 'search' } }, spec: { nodeName: 'node-1', containers: [] } };
  const container = {
    name: 'agent',
    envFrom: [{ prefix: 'C_', configMapRef: { name: 'config' } }],
    env: [
      { name: 'EARLY', value: '$(LATE)-$(C_a)' }, { name: 'LATE', value: 'x' }, { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'TEAM', valueFrom: { fieldRef: { fieldPath: 'metadata.labels[\'team\']' } } }, { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'NONE', valueFrom: { configMapKeyRef: { name: 'config', key: 'b', optional: true } } },
    ],
  };
  const image = { files: '/', env: { PATH: '/bin' }, user: { uid: 0, gid: 0 } };
  expect(environment(pod, container, image, { configMaps: { config: { a: '1' } } }, { node: '10.0.0.1', pod: '10.0.0.2' })).toEqual({
    PATH: '/bin', C_a: '1', EARLY: '$(LATE)-1', LATE: 'x', NODE: 'node-1', TEAM: 'search', IP: '10.0.0.2',
  });
});

test('what the proof cannot play is an error', () => {
  const container = { name: 'agent', env: [{ name: 'A', valueFrom: { resourceFieldRef: {} } }] };
  const pod = { metadata: { name: 'agent-x' }, spec: { containers: [] } };
  expect(() => environment(pod, container, { files: '/', env: {}, user: { uid: 0, gid: 0 } }, { configMaps: {} }, { node: '', pod: '' })).toThrow('does not play resourceFieldRef');
});

test('capabilities are the runtime\'s, less what is dropped, and what is added', () => {
  expect(capabilitiesOf({})).toEqual(expect.arrayContaining(['CHOWN', 'NET_BIND_SERVICE']));
  expect(capabilitiesOf({})).not.toContain('SYS_ADMIN');
  expect(capabilitiesOf({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })).toEqual(['NET_ADMIN']);
  expect(capabilitiesOf({ capabilities: { drop: ['CHOWN'] } })).not.toContain('CHOWN');
  expect(capabilitiesOf({ privileged: true })).toEqual(expect.arrayContaining(['SYS_ADMIN', 'CHECKPOINT_RESTORE']));
});

test('metrics are read with their labels', () => {
  expect(parseMetrics('# HELP a b\na 1\nb_total{x="y",path="C:\\\\\\"q"} 2.5e+10\n')).toEqual([
    { name: 'a', labels: {}, value: 1 }, { name: 'b_total', labels: { x: 'y', path: 'C:\\"q' }, value: 2.5e10 },
  ]);
});
