import { ApiObject, Duration, Lazy, Testing } from 'cdk8s';
import {
  ConfigFiles, ContainerPort, EnvVar, HostPath, LifecycleHandler, Priority, Probe, PortRef, RegistryMirror, SeccompProfile, TargetVersion,
  Toleration, Tolerations, NodeTargeting,
} from '../../src';
import { checkPod } from '../../src/pod/check-pod';
import { PodModel } from '../../src/pod/pod-model';
import { renderPodTemplate } from '../../src/pod/render-pod';
import { agent, bare, chart, container, daemonSet } from '../daemon-set/agent';

/*
 * The pod template is a module of its own: companions of agents (operators, controllers) are Deployments of the same pods.
 */

const NO_DEFAULTS = {
  dnsPolicy: false,
  imagePullPolicy: false,
  nodeNameEnv: false,
  noPrivilegeEscalation: false,
  runtimeDefaultSeccomp: false,
  serviceAccountToken: false,
};

function model(more: Partial<PodModel> = {}): PodModel {
  return {
    options: {},
    containers: [container()],
    initContainers: [],
    sidecars: [],
    labels: { app: 'operator' },
    annotations: {},
    targeting: {},
    tolerations: undefined,
    priorityClassName: undefined,
    imagePullSecrets: [],
    mirrors: [],
    defaults: NO_DEFAULTS,
    target: TargetVersion.V1_28,
    windows: false,
    where: 'here',
    ...more,
  };
}

test('a template has what it is given, and nothing of a DaemonSet', () => {
  expect(renderPodTemplate(model())).toEqual({
    metadata: { labels: { app: 'operator' } }, spec: { containers: [{ name: 'main', image: 'example.com/agent:v1' }] },
  });
  expect(renderPodTemplate(model({ labels: {} })).metadata).toEqual({});
});

test('a Deployment of it synthesizes', () => {
  const root = chart('chart', 'agents');
  const template = model({
    options: { terminationGracePeriod: Duration.seconds(10), podLabels: { tier: 'control' }, podAnnotations: { a: 'b' } },
    sidecars: [container({ name: 'side' })],
    initContainers: [container({ name: 'init' })],
    targeting: NodeTargeting.controlPlane()._toKube(),
    tolerations: Tolerations.controlPlane()._toKube(),
    priorityClassName: Priority.clusterCritical().className,
    mirrors: [RegistryMirror.ofAll('mirror.example.com')],
    imagePullSecrets: ['pull'],
    defaults: { ...NO_DEFAULTS, serviceAccountToken: true, imagePullPolicy: true },
    target: TargetVersion.V1_36,
  });
  new ApiObject(root, 'operator', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'operator' },
    spec: { replicas: 1, selector: { matchLabels: { app: 'operator' } }, template: Lazy.any({ produce: () => renderPodTemplate(template) }) },
  });
  const image = { image: 'mirror.example.com/agent:v1', imagePullPolicy: 'IfNotPresent' };
  const [{ spec }] = Testing.synth(root);
  expect(spec.template.metadata).toEqual({ annotations: { a: 'b' }, labels: { app: 'operator', tier: 'control' } });
  expect(spec.template.spec).toMatchObject({
    automountServiceAccountToken: false,
    containers: [{ name: 'main', ...image }],
    initContainers: [{ name: 'side', ...image, restartPolicy: 'Always' }, { name: 'init', ...image }],
    imagePullSecrets: [{ name: 'pull' }],
    priorityClassName: 'system-cluster-critical',
    terminationGracePeriodSeconds: 10,
    tolerations: [{ effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
  });
});

test('its labels go before those of the options, so that a selector stays met', () => {
  expect(renderPodTemplate(model({ options: { podLabels: { app: 'other' } } })).metadata.labels).toEqual({ app: 'operator' });
});

test('defaults are switched one by one', () => {
  const on = (id: keyof typeof NO_DEFAULTS, options = {}) => renderPodTemplate(model({ options, defaults: { ...NO_DEFAULTS, [id]: true } })).spec;
  const [main] = renderPodTemplate(model()).spec.containers;
  expect(on('dnsPolicy', { hostNetwork: true })).toEqual({ containers: [main], hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
  expect(on('imagePullPolicy')).toEqual({ containers: [{ ...main, imagePullPolicy: 'IfNotPresent' }] });
  expect(on('nodeNameEnv')).toEqual({ containers: [{ ...main, env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] }] });
  expect(on('noPrivilegeEscalation')).toEqual({ containers: [{ ...main, securityContext: { allowPrivilegeEscalation: false } }] });
  expect(on('runtimeDefaultSeccomp')).toEqual({ containers: [main], securityContext: { seccompProfile: { type: 'RuntimeDefault' } } });
  expect(on('serviceAccountToken')).toEqual({ containers: [main], automountServiceAccountToken: false });
});

test('its pods are checked as the agents\' are', () => {
  const bad = model({
    containers: [container({ livenessProbe: Probe.httpGet('/', PortRef.named('http')), securityContext: { privileged: true, allowPrivilegeEscalation: false } })],
    options: { hostUsers: false },
  });
  const found = checkPod(renderPodTemplate(bad), bad).map(({ code }) => code);
  expect(found).toEqual(['ProbePortNotDeclared', 'PrivilegedWithoutEscalation', 'TargetTooOld']);
  expect(checkPod(renderPodTemplate(model()), model())).toEqual([]);
});

test('the base writes the same template from the same parts', () => {
  const parts = {
    containers: [container({ env: [EnvVar.of('A', '1')], ports: [ContainerPort.of(80)], hostPaths: [HostPath.varLog()], preStop: LifecycleHandler.exec(['x']) })],
    initContainers: [container({ name: 'init' })],
    sidecars: [container({ name: 'side' })],
  };
  const options = { hostNetwork: true, podSecurityContext: { seccompProfile: SeccompProfile.unconfined() } };
  const { template } = daemonSet(bare({ ...parts, ...options, tolerations: Tolerations.of(Toleration.exists('a')) })).spec;
  expect(renderPodTemplate(model({ ...parts, options, labels: template.metadata.labels, tolerations: Tolerations.of(Toleration.exists('a'))._toKube() }))).toEqual(template);
});

test('a template is made of its model alone: the same model gives the same, time after time', () => {
  const one = model({ sidecars: [container({ name: 'side', hostPaths: [HostPath.varLog()] })] });
  expect(renderPodTemplate(one)).toEqual(renderPodTemplate(one));
  expect(daemonSet(agent({ configFiles: [ConfigFiles.of('/a', { a: '1' })] }))).toEqual(daemonSet(agent({ configFiles: [ConfigFiles.of('/a', { a: '1' })] })));
});
