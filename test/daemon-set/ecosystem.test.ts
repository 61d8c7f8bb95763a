import { ApiObject, App, Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { agent, bare, chart, container, daemonSet, podSpec } from './agent';
import { ContainerPort, EnvFrom, EnvVar, PortRef, Probe, Volume, VolumeMount } from '../../src';

const LABELS = { 'app.kubernetes.io/instance': 'agent', 'app.kubernetes.io/name': 'agent' };
const OF_AGENT = { matchLabels: LABELS };

function all(root: Chart, kind: string): any[] {
  return Testing.synth(root).filter((object) => object.kind === kind);
}

describe('as a selector of pods', () => {
  test('kplus.Service takes an agent, and selects by its identity', () => {
    const root = chart('chart', 'agents');
    new kplus.Service(root, 'service', { selector: agent({ podLabels: { version: 'v1' } }, root), ports: [{ port: 9100 }] });
    expect(all(root, 'Service')[0].spec.selector).toEqual(LABELS);
  });

  test('the selector of an adopted agent is what was given', () => {
    const root = chart();
    new kplus.Service(root, 'service', { selector: agent({ adopt: { matchLabels: { name: 'log-agent' } } }, root), ports: [{ port: 9100 }] });
    expect(all(root, 'Service')[0].spec.selector).toEqual({ name: 'log-agent' });
  });

  test('kplus.NetworkPolicy selects an agent, and stands in the agent\'s namespace', () => {
    const root = chart('chart', 'apps');
    new kplus.NetworkPolicy(root, 'policy', {
      selector: agent({ namespace: 'agents' }, root), ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
    });
    const [{ metadata, spec }] = all(root, 'NetworkPolicy');
    expect(metadata.namespace).toBe('agents');
    expect(spec).toEqual({ podSelector: OF_AGENT, policyTypes: ['Ingress'] });
  });

  test('of an agent whose namespace is not known, nothing is said about namespaces', () => {
    const root = chart();
    new kplus.NetworkPolicy(root, 'policy', { selector: agent({}, root), ingress: { default: kplus.NetworkPolicyTrafficDefault.DENY } });
    expect(all(root, 'NetworkPolicy')[0].metadata).not.toHaveProperty('namespace');
    expect(agent().toPodSelectorConfig().namespaces).toBeUndefined();
  });

  test('pods can be kept near an agent', () => {
    const root = chart('chart', 'agents');
    const deployment = new kplus.Deployment(root, 'app', { containers: [{ image: 'app' }] });
    deployment.scheduling.colocate(agent({}, root) as unknown as kplus.Pod);
    const [{ spec }] = all(root, 'Deployment');
    const [term] = spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(term).toMatchObject({ labelSelector: OF_AGENT, namespaces: ['agents'] });
  });
});

describe('as a peer of a network policy', () => {
  test('a rule names the agent\'s pods, and their namespace', () => {
    const root = chart('chart', 'apps');
    const policy = new kplus.NetworkPolicy(root, 'policy', { selector: kplus.Pods.all(root, 'all') });
    policy.addIngressRule(agent({ namespace: 'agents' }, root), [kplus.NetworkPolicyPort.tcp(8080)]);
    expect(all(root, 'NetworkPolicy')[0].spec.ingress).toEqual([{
      from: [{ podSelector: OF_AGENT, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'agents' } } }],
      ports: [{ port: 8080, protocol: 'TCP' }],
    }]);
  });

  test('connections.allowTo(agent) allows every port: cdk8s-plus finds none and writes an empty list, which to Kubernetes means all', () => {
    const root = chart('chart', 'apps');
    const app = new kplus.Deployment(root, 'app', { containers: [{ image: 'app', portNumber: 80 }] });
    app.connections.allowTo(agent({ namespace: 'agents', containers: [container({ ports: [ContainerPort.of(9100)] })] }, root));
    const [egress, ingress] = all(root, 'NetworkPolicy');
    expect(egress.metadata.namespace).toBe('apps');
    expect(egress.spec.egress).toEqual([{
      ports: [],
      to: [{ podSelector: OF_AGENT, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'agents' } } }],
    }]);
    expect(ingress.metadata.namespace).toBe('agents');
    expect(ingress.spec).toMatchObject({ podSelector: OF_AGENT, policyTypes: ['Ingress'], ingress: [{ ports: [] }] });
  });

  test('ports can be named, in the way cdk8s-plus has for it', () => {
    const root = chart('chart', 'agents');
    const app = new kplus.Deployment(root, 'app', { containers: [{ image: 'app' }] });
    app.connections.allowTo(agent({}, root), { ports: [kplus.NetworkPolicyPort.tcp(9100)], isolation: kplus.PodConnectionsIsolation.POD });
    const policies = all(root, 'NetworkPolicy');
    expect(policies).toHaveLength(1);
    expect(policies[0].spec.egress[0].ports).toEqual([{ port: 9100, protocol: 'TCP' }]);
  });

  test('connections.allowFrom(agent) opens the pod\'s own ports to the agent', () => {
    const root = chart('chart', 'agents');
    const app = new kplus.Deployment(root, 'app', { containers: [{ image: 'app', portNumber: 80 }] });
    app.connections.allowFrom(agent({}, root));
    const [ingress, egress] = all(root, 'NetworkPolicy');
    expect(ingress.spec.ingress[0]).toMatchObject({ ports: [{ port: 80 }], from: [{ podSelector: OF_AGENT }] });
    expect(egress.spec).toMatchObject({ podSelector: OF_AGENT, egress: [{ ports: [{ port: 80 }] }] });
  });
});

describe('a ServiceAccount', () => {
  test('that is given has its token mounted, for cdk8s-plus switches it off on the account', () => {
    const root = chart();
    const account = new kplus.ServiceAccount(root, 'account', { metadata: { name: 'reader' } });
    expect(podSpec(agent({ serviceAccount: account }, root))).toMatchObject({ serviceAccountName: 'reader', automountServiceAccountToken: true });
    expect(all(root, 'ServiceAccount')[0].automountServiceAccountToken).toBe(false);
  });

  test('can be one that exists', () => {
    const root = chart();
    const account = kplus.ServiceAccount.fromServiceAccountName(root, 'account', 'theirs');
    expect(podSpec(agent({ serviceAccount: account }, root))).toMatchObject({ serviceAccountName: 'theirs', automountServiceAccountToken: true });
  });

  test('without one no token is mounted', () => {
    const spec = podSpec(agent());
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec).not.toHaveProperty('serviceAccountName');
  });

  test('whether the token is mounted can be said, either way', () => {
    const root = chart();
    const account = kplus.ServiceAccount.fromServiceAccountName(root, 'account', 'theirs');
    expect(podSpec(agent({ serviceAccount: account, automountServiceAccountToken: false }, root)).automountServiceAccountToken).toBe(false);
    expect(podSpec(agent({ automountServiceAccountToken: true })).automountServiceAccountToken).toBe(true);
  });

  test('without the default, nothing is said about the token, account or not', () => {
    const root = chart();
    const account = kplus.ServiceAccount.fromServiceAccountName(root, 'account', 'theirs');
    expect(podSpec(bare({ serviceAccount: account }, root))).toEqual({ containers: [expect.anything()], serviceAccountName: 'theirs' });
    expect(podSpec(bare())).toEqual({ containers: [expect.anything()] });
  });

  test('rights that cdk8s-plus binds reach the agent', () => {
    const root = chart('chart', 'agents');
    const account = new kplus.ServiceAccount(root, 'account', { metadata: { name: 'reader' } });
    const role = new kplus.ClusterRole(root, 'role', { metadata: { name: 'reader' } });
    role.allowRead(kplus.ApiResource.PODS);
    role.bind(account);
    agent({ serviceAccount: account }, root);
    expect(all(root, 'ClusterRoleBinding')[0].subjects).toEqual([expect.objectContaining({ kind: 'ServiceAccount', name: 'reader' })]);
  });
});

describe('values of cdk8s and cdk8s-plus', () => {
  test('ConfigMaps and Secrets are mounted, and read into the environment, by their names', () => {
    const root = chart();
    const configMap = new kplus.ConfigMap(root, 'config', { metadata: { name: 'config' } });
    const secret = kplus.Secret.fromSecretName(root, 'secret', 'secret');
    const spec = podSpec(bare({
      containers: [container({
        mounts: [VolumeMount.of('/config', Volume.configMap('config', configMap)), VolumeMount.of('/secret', Volume.secret('secret', secret))],
        env: [EnvVar.fromConfigMap('A', configMap, 'a'), EnvVar.fromSecret('B', secret, 'b')],
        envFrom: [EnvFrom.configMap(configMap), EnvFrom.secret(secret, 'S_')],
      })],
    }, root));
    expect(spec.volumes).toEqual([{ name: 'config', configMap: { name: 'config' } }, { name: 'secret', secret: { secretName: 'secret' } }]);
    expect(spec.containers[0].env).toEqual([
      { name: 'A', valueFrom: { configMapKeyRef: { key: 'a', name: 'config' } } }, { name: 'B', valueFrom: { secretKeyRef: { key: 'b', name: 'secret' } } },
    ]);
    expect(spec.containers[0].envFrom).toEqual([{ configMapRef: { name: 'config' } }, { secretRef: { name: 'secret' }, prefix: 'S_' }]);
  });

  test('a ConfigMap without a name of its own is found under the one that cdk8s gives it', () => {
    const root = chart();
    const configMap = new kplus.ConfigMap(root, 'config');
    const spec = podSpec(bare({ volumes: [Volume.configMap('config', configMap)] }, root));
    expect(spec.volumes[0].configMap.name).toBe(ApiObject.of(configMap).name);
  });

  test('EnvValue in all its kinds', () => {
    const root = chart();
    const configMap = kplus.ConfigMap.fromConfigMapName(root, 'config', 'config');
    const values = {
      VALUE: kplus.EnvValue.fromValue('x'),
      FIELD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.NODE_NAME),
      RESOURCE: kplus.EnvValue.fromResource(kplus.ResourceFieldPaths.MEMORY_LIMIT),
      CONFIG: kplus.EnvValue.fromConfigMap(configMap, 'key'),
      SECRET: kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(root, 'secret', 'secret'), key: 'key' }),
    };
    const spec = podSpec(bare({ containers: [container({ env: Object.entries(values).map(([name, value]) => EnvVar.from(name, value)) })] }, root));
    expect(spec.containers[0].env).toEqual([
      { name: 'VALUE', value: 'x' },
      { name: 'FIELD', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'RESOURCE', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
      { name: 'CONFIG', valueFrom: { configMapKeyRef: { key: 'key', name: 'config' } } },
      { name: 'SECRET', valueFrom: { secretKeyRef: { key: 'key', name: 'secret' } } },
    ]);
  });

  test('Cpu, Size and Duration, in the form the API server stores', () => {
    const { spec } = daemonSet(bare({
      minReady: Duration.minutes(2),
      terminationGracePeriod: Duration.seconds(90),
      containers: [container({
        resources: {
          cpu: { request: kplus.Cpu.millis(1000), limit: kplus.Cpu.units(2) },
          memory: { request: Size.mebibytes(1024), limit: Size.gibibytes(2) },
          ephemeralStorage: { limit: Size.kibibytes(1536) },
        },
        livenessProbe: Probe.tcpSocket(PortRef.number(1), { period: Duration.minutes(1) }),
      })],
    }));
    expect(spec.minReadySeconds).toBe(120);
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(90);
    const [{ resources, livenessProbe }] = spec.template.spec.containers;
    expect(resources).toEqual({ limits: { 'cpu': '2', 'ephemeral-storage': '1536Ki', 'memory': '2Gi' }, requests: { cpu: '1', memory: '1Gi' } });
    expect(livenessProbe.periodSeconds).toBe(60);
  });
});

test('the namespace of an agent is the one written, else its Chart\'s, else not known', () => {
  expect(agent({ namespace: 'own' }, chart('chart', 'charts')).namespace).toBe('own');
  expect(agent({}, chart('chart', 'charts')).namespace).toBe('charts');
  expect(agent().namespace).toBeUndefined();
});

test('labels of the Chart reach the object itself, as cdk8s does it, and not the pods', () => {
  const root = new Chart(new App(), 'chart', { labels: { chart: 'x' } });
  const { metadata, spec } = daemonSet(agent({}, root));
  expect(metadata.labels).toEqual({ ...LABELS, chart: 'x' });
  expect(spec.template.metadata.labels).toEqual(LABELS);
});
