import { Props, access, containers, env, made, make, mountsOf } from './agent';
import {
  DatadogClusterAgent, DatadogKubeletAddress, DatadogKubeletTls, DatadogLogs, DatadogProcesses, DatadogRuntime, DatadogSystemProbe, HostPath,
  SeccompProfile, SecretKey, TargetVersion,
} from '../../../../src';
import { containerOf, Manifest, only, podOf, synth } from '../../synth';

describe('logs', () => {
  const props: Props = { logs: DatadogLogs.allContainers() };

  test('are off unless asked for, and no log of the node is mounted', () => {
    expect(env({})).toMatchObject({ DD_LOGS_ENABLED: 'false' });
    expect(access({}).filter((what) => what.includes('/log'))).toEqual([]);
    expect(podOf(make()).volumes).toContainEqual({ name: 'datadogrun', emptyDir: {} });
  });

  test('of every container: its files read-only, positions on the node', () => {
    expect(env(props)).toMatchObject({ DD_LOGS_ENABLED: 'true', DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL: 'true', DD_LOGS_CONFIG_K8S_CONTAINER_USE_FILE: 'true' });
    expect(access(props, 'agent').filter((what) => what.includes('/var/l'))).toEqual([
      'reads /var/log/pods', 'reads /var/log/containers', 'reads /var/lib/docker/containers', 'writes /var/lib/datadog-agent/logs',
    ]);
    expect(containerOf(make(props)).volumeMounts).toContainEqual({ mountPath: '/opt/datadog-agent/run', name: 'pointerdir' });
  });

  test('of those that ask for it; filtered; with a limit of files', () => {
    const logs = DatadogLogs.annotatedContainers({ exclude: ['image:pause'], include: ['name:a'], autoMultiLine: false, openFilesLimit: 900 });
    expect(env({ logs })).toMatchObject({
      DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL: 'false',
      DD_CONTAINER_EXCLUDE_LOGS: 'image:pause',
      DD_CONTAINER_INCLUDE_LOGS: 'name:a',
      DD_LOGS_CONFIG_AUTO_MULTI_LINE_DETECTION: 'false',
      DD_LOGS_CONFIG_OPEN_FILES_LIMIT: '900',
    });
  });

  test('with containerd named, nothing of Docker is mounted', () => {
    expect(access({ ...props, runtime: DatadogRuntime.containerd() }).filter((what) => what.includes('docker'))).toEqual([]);
  });

  test('positions can be elsewhere on the node', () => {
    const stateDirectory = HostPath.stateDirectory('dd-blue');
    expect(access({ ...props, stateDirectory })).toContain('writes /var/lib/dd-blue');
    expect(containerOf(make({ stateDirectory })).volumeMounts).toContainEqual({ mountPath: '/opt/datadog-agent/run', name: 'state' });
  });
});

describe('processes', () => {
  test('containers and programs by default, in the Agent itself', () => {
    expect(env({})).toMatchObject({
      DD_PROCESS_CONFIG_PROCESS_COLLECTION_ENABLED: 'false', DD_PROCESS_CONFIG_CONTAINER_COLLECTION_ENABLED: 'true', DD_PROCESS_AGENT_DISCOVERY_ENABLED: 'true',
    });
    expect(access({}, 'agent')).toContain('reads /etc/passwd');
  });

  test('all of them, live, without their arguments', () => {
    const props: Props = { processes: DatadogProcesses.live({ stripArguments: true }) };
    expect(env(props)).toMatchObject({ DD_PROCESS_CONFIG_PROCESS_COLLECTION_ENABLED: 'true', DD_STRIP_PROCESS_ARGS: 'true', DD_PROCESS_CONFIG_RUN_IN_CORE_AGENT_ENABLED: 'true' });
    expect(containers(props)).toEqual(['agent', 'trace-agent']);
  });

  test('in a container of their own', () => {
    const props: Props = { processes: DatadogProcesses.live({ ownContainer: true }) };
    expect(containers(props)).toEqual(['agent', 'trace-agent', 'process-agent']);
    expect(env(props, 'process-agent')).toMatchObject({ DD_PROCESS_CONFIG_RUN_IN_CORE_AGENT_ENABLED: 'false', DD_PROCESS_CONFIG_PROCESS_COLLECTION_ENABLED: 'true' });
    expect(access(props, 'process-agent').filter((what) => what.startsWith('writes'))).toEqual([]);
  });

  test('none: the node\'s users are not read', () => {
    expect(access({ processes: DatadogProcesses.off() })).not.toContain('reads /etc/passwd');
    expect(env({ processes: DatadogProcesses.off() })).toMatchObject({ DD_PROCESS_CONFIG_CONTAINER_COLLECTION_ENABLED: 'false' });
  });
});

describe('the system-probe', () => {
  const probing = (options: Parameters<typeof DatadogSystemProbe.watching>[0]): Props => ({ systemProbe: DatadogSystemProbe.watching(options) });
  const network = probing({ networkMonitoring: true });

  test('has nine capabilities and no other, is not privileged, and confined by the runtime\'s seccomp profile', () => {
    const { securityContext } = containerOf(synth((chart) => made(chart, { ...network, targetVersion: TargetVersion.of('1.30') })), 'system-probe');
    expect(securityContext).toEqual({
      appArmorProfile: { type: 'Unconfined' },
      capabilities: { add: ['SYS_ADMIN', 'SYS_RESOURCE', 'SYS_PTRACE', 'NET_ADMIN', 'NET_BROADCAST', 'NET_RAW', 'IPC_LOCK', 'CHOWN', 'DAC_READ_SEARCH'], drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    const own = containerOf(make(probing({ oomKill: true, seccompProfile: SeccompProfile.localhost('system-probe') })), 'system-probe');
    expect(own.securityContext.seccompProfile).toEqual({ localhostProfile: 'system-probe', type: 'Localhost' });
  });

  test('its settings are one file for all who talk to it, and a change rolls the pods', () => {
    const objects = make(network);
    expect(only('ConfigMap', objects).metadata.name).toBe('datadog-agent-system-probe');
    expect(only('ConfigMap', objects).data['system-probe.yaml']).toContain('network_config:\n  enabled: true');
    expect(only('ConfigMap', objects).data['system-probe.yaml']).toContain('discovery:\n  enabled: false');
    for (const container of ['agent', 'process-agent', 'system-probe', 'init-config']) {
      expect(containerOf(objects, container).volumeMounts).toContainEqual(
        { mountPath: '/etc/datadog-agent/system-probe.yaml', name: 'config', readOnly: true, subPath: 'system-probe.yaml' });
    }
    const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(checksum(network)).not.toBe(checksum(probing({ networkMonitoring: true, oomKill: true })));
  });

  test('its sockets are made by it, and used by the others', () => {
    const objects = make(network);
    const sockets = (container: string) => containerOf(objects, container).volumeMounts.find((one: Manifest) => one.mountPath === '/var/run/sysprobe');
    expect(sockets('system-probe').readOnly).toBeUndefined();
    expect([sockets('agent').readOnly, sockets('process-agent').readOnly]).toEqual([true, true]);
    expect(sockets('trace-agent')).toBeUndefined();
  });

  test('each thing it watches brings what it needs of the node', () => {
    const paths = (props: Props) => access(props, 'system-probe').filter((what) => /^(reads|writes)/.test(what) && !/proc|cgroup|os-release/.test(what));
    expect(paths(network)).toEqual(['writes /sys/kernel/debug', 'writes /sys/fs/bpf']);
    expect(paths(probing({ serviceMonitoring: true }))).toEqual(['writes /sys/kernel/debug', 'reads /']);
    expect(paths(probing({ oomKill: true }))).toEqual(['writes /sys/kernel/debug', 'reads /lib/modules', 'reads /usr/src']);
    expect(paths(probing({ tcpQueueLength: true }))).toEqual(['writes /sys/kernel/debug', 'reads /lib/modules', 'reads /usr/src']);
    expect(env(probing({ serviceMonitoring: true }), 'system-probe')).toMatchObject({ HOST_ROOT: '/host/root' });
  });

  test('connections are told by the process-agent, which is there for nothing else', () => {
    expect(containers(network)).toContain('process-agent');
    expect(env(network, 'process-agent')).toMatchObject({ DD_SYSTEM_PROBE_ENABLED: 'true', DD_SYSTEM_PROBE_NETWORK_ENABLED: 'true', DD_PROCESS_CONFIG_RUN_IN_CORE_AGENT_ENABLED: 'true' });
    expect(containers(probing({ oomKill: true }))).toEqual(['agent', 'trace-agent', 'system-probe']);
    expect(env(probing({ oomKill: true }))).not.toHaveProperty('DD_SYSTEM_PROBE_NETWORK_ENABLED');
  });

  test('its own words go over what is made, section by section', () => {
    const { data } = only('ConfigMap', make(probing({ config: { network_config: { conntrack_init_timeout: '20s' }, traceroute: { enabled: true } } })));
    expect(data['system-probe.yaml']).toContain('network_config:\n  enabled: false\n  conntrack_init_timeout: 20s');
    expect(data['system-probe.yaml']).toContain('traceroute:\n  enabled: true');
  });
});

describe('the kubelet', () => {
  test('is found by address or name, and its certificate checked as told', () => {
    expect(env({}).DD_KUBERNETES_KUBELET_HOST).toEqual({ fieldRef: { fieldPath: 'status.hostIP' } });
    const tls = DatadogKubeletTls.fileOfNode('/etc/kubernetes/certs/kubeletserver.crt');
    const aks: Props = { kubelet: { address: DatadogKubeletAddress.NODE_NAME, tls } };
    expect(env(aks, 'trace-agent')).toMatchObject({
      DD_KUBERNETES_KUBELET_HOST: { fieldRef: { fieldPath: 'spec.nodeName' } }, DD_KUBELET_CLIENT_CA: '/var/run/host-kubelet-ca.crt', DD_KUBELET_TLS_VERIFY: 'true',
    });
    expect(access(aks, 'agent')).toContain('reads /etc/kubernetes/certs/kubeletserver.crt');
    expect(env({ kubelet: { tls: DatadogKubeletTls.unchecked() } })).toMatchObject({ DD_KUBELET_TLS_VERIFY: 'false' });
    expect(env({ kubelet: { tls: DatadogKubeletTls.clusterCa() } })).not.toHaveProperty('DD_KUBELET_CLIENT_CA');
  });

  test('may be asked for what the ClusterRole names, in the account\'s name', () => {
    expect(only('ClusterRole', make()).rules).toEqual(expect.arrayContaining([
      { nonResourceURLs: ['/metrics', '/metrics/slis'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes/metrics', 'nodes/spec', 'nodes/stats', 'nodes/proxy'], verbs: ['get'] },
    ]));
  });
});

describe('the container runtime', () => {
  const sockets = (runtime: DatadogRuntime) => access({ runtime }, 'agent').filter((what) => /run/.test(what) && !/datadog/.test(what));

  test('named, it takes its directory alone', () => {
    expect(sockets(DatadogRuntime.detected())).toEqual(['reads /var/run']);
    expect(sockets(DatadogRuntime.containerd())).toEqual(['reads /run/containerd']);
    expect(sockets(DatadogRuntime.crio())).toEqual(['reads /run/crio']);
    expect(sockets(DatadogRuntime.docker())).toEqual(['reads /var/run']);
    expect(sockets(DatadogRuntime.none())).toEqual([]);
  });

  test.each<[string, DatadogRuntime, object]>([
    ['containerd', DatadogRuntime.containerd(), { DD_CRI_SOCKET_PATH: '/host/run/containerd/containerd.sock' }],
    ['k3s', DatadogRuntime.containerd('/run/k3s/containerd'), { DD_CRI_SOCKET_PATH: '/host/run/k3s/containerd/containerd.sock' }],
    ['CRI-O', DatadogRuntime.crio(), { DD_CRI_SOCKET_PATH: '/host/run/crio/crio.sock' }],
    ['Docker', DatadogRuntime.docker(), { DOCKER_HOST: 'unix:///host/var/run/docker.sock' }],
  ])('%s: the socket is where its directory is mounted', (_, runtime, variables) => {
    expect(env({ runtime })).toMatchObject(variables);
    const [socket] = Object.values(variables) as string[];
    expect(mountsOf({ runtime }).filter((path: string) => socket.replace('unix://', '').startsWith(`${path}/`))).toHaveLength(1);
  });
});

describe('the Cluster Agent', () => {
  const token = SecretKey.of('dca', 'token');

  test('is none unless it is named', () => {
    expect(env({})).toMatchObject({ DD_CLUSTER_AGENT_ENABLED: 'false', DD_ORCHESTRATOR_EXPLORER_ENABLED: 'false' });
    expect(env({})).not.toHaveProperty('DD_EXTRA_CONFIG_PROVIDERS');
  });

  test('by its Service, with the token from its Secret, for every process', () => {
    const props: Props = { clusterAgent: DatadogClusterAgent.external('datadog-cluster-agent', token), processes: DatadogProcesses.live({ ownContainer: true }) };
    for (const container of ['agent', 'trace-agent', 'process-agent']) {
      expect(env(props, container)).toMatchObject({
        DD_CLUSTER_AGENT_ENABLED: 'true',
        DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME: 'datadog-cluster-agent',
        DD_CLUSTER_AGENT_AUTH_TOKEN: { secretKeyRef: { key: 'token', name: 'dca' } },
      });
    }
    expect(env(props)).toMatchObject({ DD_EXTRA_CONFIG_PROVIDERS: 'clusterchecks endpointschecks', DD_ORCHESTRATOR_EXPLORER_ENABLED: 'true' });
  });

  test('by its address, and with less to do', () => {
    const clusterAgent = DatadogClusterAgent.at('https://dca.other.svc:5005', token, { clusterChecks: false, orchestratorExplorer: false });
    expect(env({ clusterAgent })).toMatchObject({ DD_CLUSTER_AGENT_URL: 'https://dca.other.svc:5005', DD_ORCHESTRATOR_EXPLORER_ENABLED: 'false' });
    expect(env({ clusterAgent })).not.toHaveProperty('DD_EXTRA_CONFIG_PROVIDERS');
    expect(env({ clusterAgent, enableServiceLinks: false })).toHaveProperty('DD_CLUSTER_AGENT_URL');
  });
});
