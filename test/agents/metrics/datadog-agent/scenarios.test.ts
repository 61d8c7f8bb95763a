import { Size } from 'cdk8s';
import {
  DatadogAgentDaemonSet, DatadogAgentDaemonSetProps, DatadogApm, DatadogCheck, DatadogClusterAgent, DatadogDogStatsD, DatadogKubeletAddress, DatadogKubeletTls, DatadogLogs,
  DatadogProcesses, DatadogRuntime, DatadogSite, DatadogSystemProbe, EnvVar, HostPath, IntOrPercent, Rollout, SecretKey, Tolerations, Volume, VolumeMount,
} from '../../../../src';
import { containerOf, Manifest, names, only, podOf, synth } from '../../synth';

const make = (props: DatadogAgentDaemonSetProps) => synth((chart) => new DatadogAgentDaemonSet(chart, 'datadog', props), { namespace: 'datadog' });
const env = (objects: Manifest[], container = 'agent'): { [name: string]: unknown } => Object.fromEntries(
  containerOf(objects, container).env.map((one: Manifest) => [one.name, one.value ?? one.valueFrom]));
const apiKey = SecretKey.of('datadog-keys', 'api-key');

test('EKS, everything a product team looks at: logs, traces by socket, live processes, Cluster Agent of the chart', () => {
  const objects = make({
    apiKey,
    site: DatadogSite.US5,
    clusterName: 'shop-production',
    tags: ['team:shop', 'cost-center:42'],
    runtime: DatadogRuntime.containerd(),
    logs: DatadogLogs.allContainers({ exclude: ['kube_namespace:^(kube-system|datadog)$'], openFilesLimit: 1000 }),
    dogstatsd: DatadogDogStatsD.socket({ originDetection: true }),
    apm: DatadogApm.socket({ env: [EnvVar.of('DD_APM_ENV', 'production')], resources: { memory: { limit: Size.mebibytes(512) } } }),
    processes: DatadogProcesses.live({ stripArguments: true }),
    clusterAgent: DatadogClusterAgent.external('datadog-cluster-agent', SecretKey.of('datadog-cluster-agent', 'token')),
    resources: { memory: { request: Size.mebibytes(384), limit: Size.gibibytes(1) } },
    rollout: Rollout.rolling(IntOrPercent.percent(25)),
  });
  expect(names(objects)).toEqual([
    'ServiceAccount datadog-agent', 'PriorityClass node-agents', 'DaemonSet datadog-agent', 'ClusterRole datadog:datadog-agent', 'ClusterRoleBinding datadog:datadog-agent',
  ]);
  expect(env(objects)).toMatchObject({ DD_SITE: 'us5.datadoghq.com', DD_CLUSTER_NAME: 'shop-production', DD_TAGS: 'team:shop cost-center:42', DD_STRIP_PROCESS_ARGS: 'true' });
  expect(env(objects, 'trace-agent')).toMatchObject({ DD_APM_ENV: 'production', DD_APM_RECEIVER_PORT: '0' });
  expect(containerOf(objects).resources).toEqual({ limits: { memory: '1Gi' }, requests: { memory: '384Mi' } });
  expect(containerOf(objects, 'trace-agent').resources).toEqual({ limits: { memory: '512Mi' } });
  expect(only('DaemonSet', objects).spec.updateStrategy.rollingUpdate).toEqual({ maxUnavailable: '25%' });
  const onNode = podOf(objects).volumes.flatMap(({ hostPath }: Manifest) => hostPath?.path ?? []);
  expect(onNode).toEqual([
    '/proc', '/sys/fs/cgroup', '/run/containerd', '/etc/os-release', '/etc/passwd', '/var/run/datadog', '/var/log/pods', '/var/log/containers', '/var/lib/datadog-agent/logs',
  ]);
});

test('AKS, with kubelets that sign for themselves, a check with a password, and the user node pool alone', () => {
  const objects = make({
    apiKey,
    site: DatadogSite.EU1,
    kubelet: { address: DatadogKubeletAddress.NODE_NAME, tls: DatadogKubeletTls.fileOfNode('/etc/kubernetes/certs/kubeletserver.crt') },
    tolerations: Tolerations.none(),
    checks: [DatadogCheck.config('postgres', { instances: [{ host: 'db.shop', port: 5432, username: 'datadog', password: 'ENC[file@/etc/secrets/db/password]' }] })],
    mounts: [VolumeMount.of('/etc/secrets/db', Volume.secretNamed('db', 'datadog-db'), { readOnly: true })],
    sharedEnv: [EnvVar.of('DD_SECRET_BACKEND_COMMAND', '/readsecret_multiple_providers.sh')],
  });
  for (const container of ['agent', 'trace-agent', 'init-config']) {
    expect(env(objects, container)).toMatchObject({
      DD_KUBERNETES_KUBELET_HOST: { fieldRef: { fieldPath: 'spec.nodeName' } },
      DD_KUBELET_CLIENT_CA: '/var/run/host-kubelet-ca.crt',
      DD_SECRET_BACKEND_COMMAND: '/readsecret_multiple_providers.sh',
    });
  }
  expect(podOf(objects).volumes).toContainEqual({ name: 'kubelet-ca', hostPath: { path: '/etc/kubernetes/certs/kubeletserver.crt', type: 'File' } });
  expect(podOf(objects).tolerations).toBeUndefined();
  expect(only('ConfigMap', objects).data['postgres.yaml']).toContain('password: ENC[file@/etc/secrets/db/password]');
});

test('bare metal, beside an Agent of another team: ports of its own, network monitoring, positions of its own', () => {
  const objects = make({
    apiKey,
    name: 'datadog-network',
    dogstatsd: DatadogDogStatsD.port({ port: 9125, hostPort: true }),
    apm: DatadogApm.off(),
    logs: DatadogLogs.annotatedContainers(),
    stateDirectory: HostPath.stateDirectory('datadog-network'),
    systemProbe: DatadogSystemProbe.watching({
      networkMonitoring: true, resources: { memory: { limit: Size.gibibytes(2) } }, config: { network_config: { collect_dns_domains: true } },
    }),
  });
  expect(podOf(objects).containers.map((one: Manifest) => one.name)).toEqual(['agent', 'process-agent', 'system-probe']);
  expect(containerOf(objects, 'system-probe').resources).toEqual({ limits: { memory: '2Gi' } });
  expect(only('ConfigMap', objects)).toMatchObject({ metadata: { name: 'datadog-network-system-probe' } });
  expect(only('ConfigMap', objects).data['system-probe.yaml']).toContain('collect_dns_domains: true');
  expect(only('Service', objects)).toMatchObject({ metadata: { name: 'datadog-network' }, spec: { ports: [{ port: 9125, protocol: 'UDP' }] } });
  expect(podOf(objects).volumes).toContainEqual({ name: 'state', hostPath: { path: '/var/lib/datadog-network', type: 'DirectoryOrCreate' } });
});
