import { Size } from 'cdk8s';
import { Props, access, containers, env, made, make, mountsOf, served } from './agent';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/datadog-agent';
import {
  AgentDefaults, DatadogApm, DatadogDogStatsD, DatadogKubeletTls, DatadogLogLevel, DatadogLogs, DatadogOtlp, DatadogProcesses, Platform,
  DatadogSite, DatadogSystemProbe, DatadogTagCardinality, EnvVar, ImageName, ImagePullPolicy, Volume, VolumeMount,
} from '../../../../src';
import { chartOf, containerOf, Manifest, names, only, podOf, problems } from '../../synth';

test('needs nothing but the API key', () => {
  expect(names(make())).toEqual([
    'ServiceAccount datadog-agent', 'PriorityClass node-agents', 'DaemonSet datadog-agent', 'ClusterRole agents:datadog-agent', 'ClusterRoleBinding agents:datadog-agent',
    'Service datadog-agent',
  ]);
  expect(containers({})).toEqual(['agent', 'trace-agent']);
  expect(podOf(make()).initContainers.map((one: Manifest) => one.name)).toEqual(['init-volume', 'init-config']);
});

test('differs from Datadog\'s chart exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('the API key', () => {
  test('comes from the Secret alone, into every container that talks to Datadog', () => {
    const objects = make({ systemProbe: DatadogSystemProbe.watching({ networkMonitoring: true }) });
    const { containers: running, initContainers } = podOf(objects);
    const having = [...running, ...initContainers].filter((one: Manifest) => one.env.some(({ name }: Manifest) => name === 'DD_API_KEY')).map((one: Manifest) => one.name);
    expect(having).toEqual(['agent', 'trace-agent', 'process-agent', 'system-probe', 'init-config']);
    expect(env({}).DD_API_KEY).toEqual({ secretKeyRef: { key: 'api-key', name: 'datadog' } });
    expect(objects.some(({ kind }) => kind === 'Secret')).toBe(false);
  });
});

describe('settings of everything', () => {
  const props: Props = {
    site: DatadogSite.EU1,
    clusterName: 'prod.eu-1',
    tags: ['team:search', 'tier:1'],
    logLevel: DatadogLogLevel.WARN,
    remoteConfiguration: false,
    containerExclude: ['kube_namespace:^kube-system$', 'image:pause'],
    containerInclude: ['name:coredns'],
  };

  test.each(['agent', 'trace-agent', 'init-config'])('reach %s', (container) => {
    expect(env(props, container)).toMatchObject({
      DD_SITE: 'datadoghq.eu',
      DD_CLUSTER_NAME: 'prod.eu-1',
      DD_TAGS: 'team:search tier:1',
      DD_LOG_LEVEL: 'WARN',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      DD_CONTAINER_EXCLUDE: 'kube_namespace:^kube-system$ image:pause',
      DD_CONTAINER_INCLUDE: 'name:coredns',
    });
  });

  test('are not there unless they are said', () => {
    const said = Object.keys(env({}));
    for (const name of ['DD_SITE', 'DD_CLUSTER_NAME', 'DD_TAGS', 'DD_LOG_LEVEL', 'DD_REMOTE_CONFIGURATION_ENABLED', 'DD_CONTAINER_EXCLUDE', 'DD_KUBELET_TLS_VERIFY', 'DD_IGNORE_AUTOCONF']) {
      expect(said).not.toContain(name);
    }
    expect(env({ tags: [] })).not.toHaveProperty('DD_TAGS');
    expect(env({ ignoreAutoconf: ['redisdb', 'kubernetes_state'] })).toMatchObject({ DD_IGNORE_AUTOCONF: 'redisdb kubernetes_state' });
  });

  test('variables for all go before what is made, and the Agent\'s own before those', () => {
    const more: Props = {
      sharedEnv: [EnvVar.of('DD_ENV', 'prod'), EnvVar.of('DD_APM_RECEIVER_PORT', '9126')],
      env: [EnvVar.of('DD_ENV', 'agent')],
      apm: DatadogApm.socketAndPort({ env: [EnvVar.of('DD_ENV', 'traces')] }),
    };
    expect(env(more)).toMatchObject({ DD_ENV: 'agent', DD_APM_RECEIVER_PORT: '9126' });
    expect(env(more, 'trace-agent')).toMatchObject({ DD_ENV: 'traces', DD_APM_RECEIVER_PORT: '9126' });
    expect(env(more, 'init-config')).toMatchObject({ DD_ENV: 'prod' });
    expect(problems((chart) => made(chart, more))).toEqual([]);
  });

  test('all containers have one image, and one policy to fetch it', () => {
    const { containers: running, initContainers } = podOf(make({ image: ImageName.of('example.com/agent:7'), imagePullPolicy: ImagePullPolicy.ALWAYS }));
    expect(new Set([...running, ...initContainers].map((one: Manifest) => `${one.image} ${one.imagePullPolicy}`))).toEqual(new Set(['example.com/agent:7 Always']));
  });
});

describe('metrics of programs', () => {
  test('come by socket and port, and by no port of the node', () => {
    expect(env({})).toMatchObject({ DD_DOGSTATSD_PORT: '8125', DD_DOGSTATSD_NON_LOCAL_TRAFFIC: 'true', DD_DOGSTATSD_SOCKET: '/var/run/datadog/dsd.socket' });
    expect(containerOf(make()).ports).toEqual([{ containerPort: 8125, name: 'dogstatsdport', protocol: 'UDP' }]);
    expect(access({})).toContain('writes /var/run/datadog');
    expect(access({}).filter((what) => what.startsWith('port'))).toEqual([]);
  });

  test('by the socket alone: no port of the pod, none of the Service', () => {
    const props: Props = { dogstatsd: DatadogDogStatsD.socket() };
    expect(env(props)).toMatchObject({ DD_DOGSTATSD_PORT: '0', DD_DOGSTATSD_SOCKET: '/var/run/datadog/dsd.socket' });
    expect(env(props)).not.toHaveProperty('DD_DOGSTATSD_NON_LOCAL_TRAFFIC');
    expect(containerOf(make(props)).ports).toBeUndefined();
    expect(served(props)).toEqual([8126]);
  });

  test('by the port alone: without sockets, no directory of the node is shared', () => {
    const props: Props = { dogstatsd: DatadogDogStatsD.port({ port: 9125, hostPort: true }), apm: DatadogApm.port() };
    expect(env(props)).toMatchObject({ DD_DOGSTATSD_PORT: '9125', DD_DOGSTATSD_SOCKET: '' });
    expect(containerOf(make(props)).ports).toEqual([{ containerPort: 9125, hostPort: 9125, name: 'dogstatsdport', protocol: 'UDP' }]);
    expect(access(props)).not.toContain('writes /var/run/datadog');
    expect(access(props)).toContain('port 9125/UDP');
    expect(podOf(make(props)).volumes).toContainEqual({ name: 'dsdsocket', emptyDir: {} });
    expect(mountsOf(props)).toContain('/var/run/datadog');
  });

  test('not at all', () => {
    const props: Props = { dogstatsd: DatadogDogStatsD.off() };
    expect(env(props)).toMatchObject({ DD_USE_DOGSTATSD: 'false' });
    expect(Object.keys(env(props)).filter((name) => name.startsWith('DD_DOGSTATSD'))).toEqual([]);
    expect(served(props)).toEqual([8126]);
  });

  test('are told by who sent them when asked for', () => {
    const props: Props = { dogstatsd: DatadogDogStatsD.socketAndPort({ originDetection: true, tagCardinality: DatadogTagCardinality.ORCHESTRATOR }) };
    expect(env(props)).toMatchObject({ DD_DOGSTATSD_ORIGIN_DETECTION: 'true', DD_DOGSTATSD_TAG_CARDINALITY: 'orchestrator' });
    expect(podOf(make(props)).hostPID).toBe(true);
  });

  test('the directory of the node can be another; in the containers it is where clients and Agent agree', () => {
    const objects = make({ socketDirectory: '/run/dd' });
    expect(podOf(objects).volumes).toContainEqual({ name: 'dsdsocket', hostPath: { path: '/run/dd', type: 'DirectoryOrCreate' } });
    expect(containerOf(objects, 'trace-agent').volumeMounts).toContainEqual({ mountPath: '/var/run/datadog', name: 'dsdsocket' });
  });
});

describe('traces', () => {
  test('come to a container of their own, whose port is asked', () => {
    expect(containerOf(make(), 'trace-agent')).toMatchObject({
      command: ['trace-loader', '/etc/datadog-agent/datadog.yaml', 'trace-agent', '-config=/etc/datadog-agent/datadog.yaml'],
      ports: [{ containerPort: 8126, name: 'traceport' }],
      livenessProbe: { tcpSocket: { port: 8126 } },
    });
    for (const container of ['agent', 'trace-agent']) {
      expect(env({}, container)).toMatchObject({ DD_APM_ENABLED: 'true', DD_APM_RECEIVER_PORT: '8126', DD_APM_RECEIVER_SOCKET: '/var/run/datadog/apm.socket' });
    }
  });

  test('by the socket alone there is no port that could be asked', () => {
    const container = containerOf(make({ apm: DatadogApm.socket() }), 'trace-agent');
    expect([container.ports, container.livenessProbe]).toEqual([undefined, undefined]);
    expect(env({ apm: DatadogApm.socket() }, 'trace-agent')).toMatchObject({ DD_APM_RECEIVER_PORT: '0' });
  });

  test('by a port of the node, with resources of its own', () => {
    const props: Props = { apm: DatadogApm.port({ port: 9126, hostPort: true, resources: { memory: { limit: Size.gibibytes(1) } } }) };
    expect(containerOf(make(props), 'trace-agent')).toMatchObject({ ports: [{ containerPort: 9126, hostPort: 9126 }], resources: { limits: { memory: '1Gi' } } });
    expect(env(props)).toMatchObject({ DD_APM_RECEIVER_SOCKET: '', DD_APM_RECEIVER_PORT: '9126' });
    expect(access(props, 'trace-agent')).toContain('port 9126');
  });

  test('not at all: without the container', () => {
    expect(containers({ apm: DatadogApm.off() })).toEqual(['agent']);
    expect(env({ apm: DatadogApm.off() })).toMatchObject({ DD_APM_ENABLED: 'false' });
    expect(env({ apm: DatadogApm.off(), otlp: DatadogOtlp.receiver() })).toMatchObject({ DD_OTLP_CONFIG_TRACES_ENABLED: 'false' });
  });
});

test('OTLP: two ports of the Agent and of its Service, of the node when asked for', () => {
  const objects = make({ otlp: DatadogOtlp.receiver({ httpPort: 5318 }) });
  expect(env({ otlp: DatadogOtlp.receiver({ httpPort: 5318 }) })).toMatchObject({
    DD_OTLP_CONFIG_RECEIVER_PROTOCOLS_GRPC_ENDPOINT: '0.0.0.0:4317', DD_OTLP_CONFIG_RECEIVER_PROTOCOLS_HTTP_ENDPOINT: '0.0.0.0:5318', DD_OTLP_CONFIG_TRACES_ENABLED: 'true',
  });
  expect(only('Service', objects).spec.ports).toContainEqual({ appProtocol: 'grpc', name: 'otlpgrpcport', port: 4317, targetPort: 'otlpgrpcport' });
  expect(only('Service', objects).spec.ports).toContainEqual({ name: 'otlphttpport', port: 5318, targetPort: 'otlphttpport' });
  expect(access({ otlp: DatadogOtlp.receiver({ hostPorts: true }) }, 'agent')).toEqual(expect.arrayContaining(['port 4317', 'port 4318']));
});

describe('the Service', () => {
  test('leads to the Agent of the same node, by UDP for metrics', () => {
    expect(only('Service', make()).spec).toMatchObject({
      internalTrafficPolicy: 'Local',
      ports: [{ name: 'dogstatsdport', port: 8125, protocol: 'UDP' }, { name: 'traceport', port: 8126 }],
    });
  });

  test('is none where nothing comes by port', () => {
    expect(served({ dogstatsd: DatadogDogStatsD.socket(), apm: DatadogApm.socket() })).toEqual([]);
    expect(served({ defaults: AgentDefaults.all().without('service') })).toEqual([]);
  });
});

describe('OpenShift', () => {
  test('constraints are made of what the pods need, and SELinux does not keep them from the node', () => {
    const objects = make({ platform: Platform.openShift(), apm: DatadogApm.port({ hostPort: true }) });
    expect(only('SecurityContextConstraints', objects)).toMatchObject({
      metadata: { name: 'agents.datadog-agent' },
      users: ['system:serviceaccount:agents:datadog-agent'],
      allowHostPID: true,
      allowHostPorts: true,
      allowHostNetwork: false,
      allowPrivilegedContainer: false,
      allowedCapabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
      volumes: ['emptyDir', 'hostPath', 'projected'],
    });
    expect(podOf(objects).securityContext).toEqual({
      runAsUser: 0, seLinuxOptions: { type: 'spc_t' }, seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(podOf(make()).securityContext.seLinuxOptions).toBeUndefined();
  });
});

describe('GKE Autopilot', () => {
  const platform = Platform.gkeAutopilot();

  test('one container, and no path of the node but those that Autopilot allows by name', () => {
    expect(containers({ platform })).toEqual(['agent']);
    expect(access({ platform }).filter((what) => /^(reads|writes)/.test(what)).filter((what, i, all) => all.indexOf(what) === i).sort()).toEqual([
      'reads /etc/passwd', 'reads /proc', 'reads /sys/fs/cgroup', 'reads /var/run/containerd', 'writes /var/autopilot/addon/datadog/logs',
    ]);
    expect(podOf(make({ platform })).hostPID).toBeUndefined();
    expect(podOf(make({ platform })).serviceAccountName).toBe('datadog-agent');
    expect(env({ platform })).toMatchObject({ DD_KUBERNETES_HTTPS_KUBELET_PORT: '0', DD_CRI_SOCKET_PATH: '/host/var/run/containerd/containerd.sock' });
  });

  test('nodes/proxy is not asked for', () => {
    expect(only('ClusterRole', make({ platform })).rules.flatMap((rule: Manifest) => rule.resources ?? [])).not.toContain('nodes/proxy');
  });

  test('traces by port, and logs, when asked for', () => {
    expect(containers({ platform, apm: DatadogApm.port() })).toEqual(['agent', 'trace-agent']);
    expect(access({ platform, logs: DatadogLogs.allContainers() })).toContain('reads /var/log/pods');
  });
});

describe('whatever it has of the node has a reason', () => {
  const watching = { networkMonitoring: true, serviceMonitoring: true, oomKill: true };
  test.each<[string, Props]>([
    ['with everything', {
      logs: DatadogLogs.allContainers(),
      processes: DatadogProcesses.live({ ownContainer: true }),
      systemProbe: DatadogSystemProbe.watching(watching),
      otlp: DatadogOtlp.receiver({ hostPorts: true }),
      dogstatsd: DatadogDogStatsD.socketAndPort({ hostPort: true }),
      apm: DatadogApm.socketAndPort({ hostPort: true }),
      kubelet: { tls: DatadogKubeletTls.fileOfNode('/etc/ca.crt') },
    }],
    ['on the host network', { hostNetwork: true }],
    ['on OpenShift', { platform: Platform.openShift(), systemProbe: DatadogSystemProbe.watching(watching) }],
    ['on Autopilot', { platform: Platform.gkeAutopilot(), logs: DatadogLogs.allContainers() }],
  ])('%s', (_, props) => {
    const found = made(chartOf(), props).daemonSet.hostAccess;
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ reason }) => reason === undefined)).toEqual([]);
    expect(problems((chart) => made(chart, props))).toEqual([]);
  });
});

test('no container that goes on running can write to its image\'s file system', () => {
  const everything = { processes: DatadogProcesses.live({ ownContainer: true }), systemProbe: DatadogSystemProbe.watching({ oomKill: true }) };
  const { containers: running } = podOf(make(everything));
  expect(running.map((one: Manifest) => [one.name, one.securityContext.readOnlyRootFilesystem])).toEqual([
    ['agent', true], ['trace-agent', true], ['process-agent', true], ['system-probe', true],
  ]);
});

test('what is mounted by hand takes the place of the Agent\'s alone', () => {
  const objects = make({ mounts: [VolumeMount.of('/tmp', Volume.emptyDir('mine'))] });
  const temporary = (container: string) => containerOf(objects, container).volumeMounts.find((one: Manifest) => one.mountPath === '/tmp').name;
  expect([temporary('agent'), temporary('trace-agent')]).toEqual(['mine', 'tmpdir']);
});
