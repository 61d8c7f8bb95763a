import { App, Chart, Testing } from 'cdk8s';
import { ConfigFiles, Container, ImageName, NodeAgentDaemonSet } from '../../src';
import { thrown } from '../values/thrown';

const container = (name: string) => Container.of({ name, image: ImageName.of('example.com/agent:v1') });

test('files reach every container that is named, by one volume', () => {
  const chart = new Chart(new App(), 'chart');
  new NodeAgentDaemonSet(chart, 'agent', {
    name: 'agent',
    containers: [container('main'), container('other')],
    initContainers: [container('first')],
    configFiles: [ConfigFiles.of('/etc/agent', { 'a.conf': 'a' }, { containers: ['first', 'other'] })],
  });
  const { spec } = Testing.synth(chart).find((object) => object.kind === 'DaemonSet').spec.template;
  const mounts = [...spec.containers, ...spec.initContainers].map(({ name, volumeMounts }) => [name, volumeMounts]);
  const mount = { mountPath: '/etc/agent', name: 'config', readOnly: true };
  expect(mounts).toEqual([['main', undefined], ['other', [mount]], ['first', [mount]]]);
  expect(spec.volumes).toEqual([{ name: 'config', configMap: { name: 'agent-config' } }]);
});

test('no container is no list', () => {
  expect(thrown(() => ConfigFiles.of('/etc/agent', { a: 'a' }, { containers: [] }))).toContain('[NoContainers] ConfigFiles.of: containers for "/etc/agent" are []');
});
