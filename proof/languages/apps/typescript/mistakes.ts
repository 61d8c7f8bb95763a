import { App, Chart } from 'cdk8s';
import {
  AgentDefaults, ConfigFiles, Container, ContainerPort, EnvVar, ExpectPlacement, ImageName, LogAgentDaemonSet, LogAgentDaemonSetProps, NodeAgentDaemonSet,
  NodeExporterDaemonSet, NodePool, NodeTargeting, Patch, PortRef, Probe, Rollout, Tolerations,
} from 'cdk8s-node-agents';

/*
 * Mistakes that the compiler would find, but not in a program of JavaScript or past a cast, and which the library must answer with a message, each with a part of it.
 * Prints one line of JSON for each: its name, what the message must say, and the message, or the manifest that came of it.
 */

const image = ImageName.of('agent:1');
const agent = (chart: Chart, props: object) => new LogAgentDaemonSet(chart, 'agent', { image, ...props } as LogAgentDaemonSetProps);
const one = (chart: Chart, container: unknown) => new NodeAgentDaemonSet(chart, 'agent', { name: 'agent', containers: [container as Container] });

const MISTAKES: { readonly [name: string]: readonly [string, (chart: Chart) => unknown] } = {
  'no props': ['[MissingProps]', (chart) => new LogAgentDaemonSet(chart, 'agent', undefined as never)],
  'a missing prop': ['[MissingImage]', (chart) => new LogAgentDaemonSet(chart, 'agent', {} as never)],
  'null for a required prop': ['[MissingImage]', (chart) => agent(chart, { image: null })],
  'a text for a value': ['ImageName.of', (chart) => agent(chart, { image: 'fluent/fluentd:v1.14' })],
  'a value of another class': ['[MissingImage]', (chart) => agent(chart, { image: Tolerations.everything() })],
  'an object for a value': ['targeting', (chart) => agent(chart, { targeting: { disktype: 'ssd' } })],
  'an empty object for a value': ['tolerations', (chart) => agent(chart, { tolerations: {} })],
  'an object for a toleration': ['Toleration', (chart) => agent(chart, { tolerations: Tolerations.of({ key: 'dedicated' } as never) })],
  'an empty object for a toleration': ['Toleration', (chart) => agent(chart, { tolerations: Tolerations.of({} as never) })],
  'no labels to match': ['[NoConditions]', (chart) => agent(chart, { targeting: NodeTargeting.matching() })],
  'a null among labels': ['NodeLabel', (chart) => agent(chart, { targeting: NodeTargeting.matching(null as never) })],
  'an object in a list of containers': ['Container', (chart) => one(chart, { name: 'agent', image })],
  'a null in a list of containers': ['Container', (chart) => one(chart, null)],
  'an object in a list of variables': ['EnvVar', (chart) => agent(chart, { env: [{ name: 'LEVEL', value: 'info' }] })],
  'an empty object in a list of paths': ['HostPath', (chart) => agent(chart, { hostPaths: [{}] })],
  'a null in a list of texts': ['args', (chart) => agent(chart, { args: [null] })],
  'a number in a list of texts': ['args', (chart) => agent(chart, { args: ['--port', 24224] })],
  'a text for a list': ['args', (chart) => agent(chart, { args: '--verbose' })],
  'a value for a list': ['env', (chart) => agent(chart, { env: EnvVar.of('LEVEL', 'info') })],
  'a number in a map of texts': ['team', (chart) => agent(chart, { podLabels: { team: 7 } })],
  'a null in a map of texts': ['team', (chart) => agent(chart, { podLabels: { team: null } })],
  'a null among files': ['agent.conf', (chart) => agent(chart, { configFiles: [ConfigFiles.of('/etc/agent', { 'agent.conf': null as never })] })],
  'a text for an amount': ['memory', (chart) => agent(chart, { resources: { memory: { limit: '200Mi' } } })],
  'a number for a duration': ['period', (chart) => one(chart, Container.of({ name: 'agent', image, readinessProbe: Probe.httpGet('/', PortRef.number(80), { period: 20 as never }) }))],
  'a number for a port reference': ['PortRef', (chart) => one(chart, Container.of({ name: 'agent', image, readinessProbe: Probe.httpGet('/', 80 as never) }))],
  'a text for a number': ['80', (chart) => agent(chart, { ports: [ContainerPort.named('http', '80' as never)] })],
  'a text for a member of an enumeration': ['Sometimes', (chart) => agent(chart, { imagePullPolicy: 'Sometimes' })],
  'a text for a collector': ['sytemd', (chart) => new NodeExporterDaemonSet(chart, 'agent', { collectorsOn: ['sytemd' as never] })],
  'a number for a number or share': ['IntOrPercent', (chart) => agent(chart, { rollout: Rollout.rolling(0 as never) })],
  'a patch that changes nothing': ['[PatchWithoutEffect]', (chart) => agent(chart, { patches: [Patch.merge({})] })],
  'a default that is none': ['[UnknownDefault]', (chart) => agent(chart, { defaults: AgentDefaults.all().without('nodeNameEnvv') })],
  'an expectation that does not hold': ['[ExpectedToRun]', (chart) => ExpectPlacement.of(agent(chart, { targeting: NodeTargeting.workers() }))
    .runsOnEveryNodeOf(NodePool.of('control', { labels: { 'node-role.kubernetes.io/control-plane': '' } }))],
};

for (const [mistake, [says, make]] of Object.entries(MISTAKES)) {
  try {
    const app = new App();
    make(new Chart(app, 'chart', { namespace: 'default' }));
    console.log(JSON.stringify({ mistake, says, manifest: app.synthYaml() }));
  } catch (error) {
    console.log(JSON.stringify({ mistake, says, message: String(error) }));
  }
}
