import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { EnvVar } from '../../src';
import { AgentDefaults } from '../../src/daemon-set/agent-defaults';
import { AgentConfigMap } from '../../src/objects/config-map';
import { bare, chart, container, daemonSet } from '../daemon-set/agent';

const owner = (name: string) => ({ name, namespace: 'own', labels: { app: 'x' } });

test('its keys are what was given, in the namespace and with the labels of its owner', () => {
  const root = chart('chart', 'charts');
  new AgentConfigMap(root, 'config', owner('settings'), { mode: 'thin' });
  expect(Testing.synth(root)).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'own', labels: { app: 'x' } }, data: { mode: 'thin' } }]);
});

test('a change of a key that is read rolls the pods, of another key it does not', () => {
  const sum = (data: { mode: string; other: string }) => {
    const root = chart('chart', 'own');
    const configMap = new AgentConfigMap(root, 'config', owner('settings'), data);
    const env = [EnvVar.fromConfigMap('MODE', configMap, 'mode')];
    const made = daemonSet(bare({ containers: [container({ env })], defaults: AgentDefaults.none().with('configChecksum') }, root));
    expect(made.spec.template.spec.containers[0].env).toEqual([{ name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } }]);
    return made.spec.template.metadata.annotations['checksum/config'];
  };
  expect(sum({ mode: 'thin', other: 'a' })).toBe(sum({ mode: 'thin', other: 'b' }));
  expect(sum({ mode: 'thin', other: 'a' })).not.toBe(sum({ mode: 'thick', other: 'a' }));
});

test('is one to the roles of cdk8s-plus', () => {
  const root = chart('chart', 'own');
  const role = new kplus.Role(root, 'role', { metadata: { name: 'reader' } });
  role.allowRead(new AgentConfigMap(root, 'config', owner('settings'), {}));
  expect(Testing.synth(root).find(({ kind }) => kind === 'Role').rules[0]).toMatchObject({ apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'] });
});
