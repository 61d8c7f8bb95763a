import { Duration, Size } from 'cdk8s';
import {
  AgentDefaults, AppArmorProfile, Container, ContainerOptions, ContainerPort, ContainerSecurity, EnvVar, HostAccessReason, HostPath, HostPathType, ImageName,
  IntOrPercent, LifecycleHandler, MountPropagation, NodeAgentDaemonSet, PortRef, Priority, Probe, ProjectedSource, Rollout, SeccompProfile, Tolerations, Volume, VolumeMount,
} from 'cdk8s-node-agents';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { accountWith } from './account';

const IMAGE = ImageName.of('quay.io/cilium/cilium:v1.20.2');
const { DIRECTORY, DIRECTORY_OR_CREATE } = HostPathType;

// Paths of the node, each with the reason why the agent changes something there.
const RUN = HostPath.of('/var/run/cilium', { volumeName: 'cilium-run', type: DIRECTORY_OR_CREATE }).writable('its state and sockets are there');
const NETNS = HostPath.of('/var/run/netns', {
  volumeName: 'cilium-netns', mountPath: '/var/run/cilium/netns', type: DIRECTORY_OR_CREATE, propagation: MountPropagation.HOST_TO_CONTAINER,
}).writable('it enters the network namespaces of pods');
const BPF = HostPath.of('/sys/fs/bpf', { volumeName: 'bpf-maps', type: DIRECTORY_OR_CREATE }).writable('programs and maps of the kernel outlive the agent there');
const PROC = HostPath.of('/proc', { volumeName: 'hostproc', mountPath: '/hostproc', type: DIRECTORY }).writable('the node\'s namespaces are entered through it');
const CGROUP = HostPath.of('/run/cilium/cgroupv2', { volumeName: 'cilium-cgroup', type: DIRECTORY_OR_CREATE, propagation: MountPropagation.HOST_TO_CONTAINER })
  .writable('programs are attached to groups of processes');
const PLUGINS = HostPath.of('/opt/cni/bin', { volumeName: 'cni-path', mountPath: '/hostbin', type: DIRECTORY_OR_CREATE }).writable('a helper is run from there in the node\'s namespaces');
const kernelSettings = (name: string, reason: string) => HostPath.of(`/proc/sys/${name}`, {
  volumeName: `host-proc-sys-${name}`, mountPath: `/host/proc/sys/${name}`, type: DIRECTORY,
}).writable(reason);

const HEALTH = PortRef.named('health');
const brief = { host: '127.0.0.1', headers: { brief: 'true' } };

/** Cilium's agent: the pods' network, by programs in the kernel. Its operator and its ConfigMap are not made here. */
export class CiliumAgent extends Construct {
  public readonly daemonSet: NodeAgentDaemonSet;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      name: 'cilium',
      serviceAccount: accountWith(this, 'cilium', [
        { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['namespaces', 'services', 'pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['list', 'watch', 'get'] },
        {
          apiGroups: ['cilium.io'],
          resources: [
            'ciliumloadbalancerippools', 'ciliumbgpnodeconfigs', 'ciliumbgpadvertisements', 'ciliumbgppeerconfigs', 'ciliumclusterwideenvoyconfigs',
            'ciliumclusterwidenetworkpolicies', 'ciliumegressgatewaypolicies', 'ciliumendpoints', 'ciliumendpointslices', 'ciliumenvoyconfigs', 'ciliumidentities',
            'ciliumlocalredirectpolicies', 'ciliumnetworkpolicies', 'ciliumnodes', 'ciliumnodeconfigs', 'ciliumcidrgroups', 'ciliuml2announcementpolicies',
            'ciliumpodippools', 'ciliumdatapathplugins',
          ],
          verbs: ['list', 'watch'],
        },
        { apiGroups: ['cilium.io'], resources: ['ciliumidentities', 'ciliumendpoints', 'ciliumnodes'], verbs: ['create'] },
        { apiGroups: ['cilium.io'], resources: ['ciliumidentities'], verbs: ['update'] },
        { apiGroups: ['cilium.io'], resources: ['ciliumendpoints'], verbs: ['delete', 'get'] },
        { apiGroups: ['cilium.io'], resources: ['ciliumnodes', 'ciliumnodes/status'], verbs: ['get', 'update'] },
        {
          apiGroups: ['cilium.io'],
          resources: ['ciliumendpoints/status', 'ciliumendpoints', 'ciliuml2announcementpolicies/status', 'ciliumbgpnodeconfigs/status'],
          verbs: ['patch'],
        },
      ]),
      // Cluster DNS needs this agent.
      defaults: AgentDefaults.all().without('dnsPolicy'),
      hostNetwork: true,
      tolerations: Tolerations.everything(),
      priority: Priority.nodeCritical(),
      rollout: Rollout.rolling(IntOrPercent.of(2)),
      terminationGracePeriod: Duration.seconds(1),
      podSecurityContext: { appArmorProfile: AppArmorProfile.unconfined(), seccompProfile: SeccompProfile.unconfined() },
      podAnnotations: { 'kubectl.kubernetes.io/default-container': 'cilium-agent' },
      initContainers: [config(), mountCgroup(), applySysctls(), mountBpf(), cleanState(), installPlugin()],
      containers: [agent()],
      hostAccessReasons: REASONS,
    });
  }
}

const REASONS = [
  HostAccessReason.hostNetwork('it makes the network of all other pods'),
  HostAccessReason.hostPorts('other nodes and the kubelet ask it there'),
  HostAccessReason.unconfined('the profiles of container runtimes forbid mounting and loading programs into the kernel'),
  HostAccessReason.root('everything that it changes belongs to root'),
  HostAccessReason.privileged('mounts that the node is to see can be made by privileged containers only', 'mount-bpf-fs'),
  HostAccessReason.capability('SYS_ADMIN', 'programs are loaded into the kernel, and namespaces entered'),
  HostAccessReason.capability('SYS_CHROOT', 'the node\'s file system is entered'),
  HostAccessReason.capability('SYS_PTRACE', 'the node\'s namespaces are found by its first process'),
  HostAccessReason.capability('NET_ADMIN', 'interfaces, routes and traffic control are set'),
  HostAccessReason.capability('NET_RAW', 'packets are sent to find out who is there'),
  HostAccessReason.capability('SYS_MODULE', 'kernel modules of packet filters are loaded'),
  HostAccessReason.capability('SYS_RESOURCE', 'maps of the kernel may take more memory than a process'),
  HostAccessReason.capability('IPC_LOCK', 'maps of the kernel stay in memory'),
  HostAccessReason.capability('SYSLOG', 'addresses of the kernel\'s functions are read'),
  ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'].map((name) => HostAccessReason.capability(name, 'files and processes of its helpers run under other users')),
];

/** A container of Cilium's image, as all of them are. */
function cilium(name: string, options: ContainerOptions): Container {
  return Container.of({ name, image: IMAGE, terminationMessagePolicy: 'FallbackToLogsOnError', ...options });
}

function only(...add: string[]): ContainerSecurity {
  return { seLinuxOptions: { level: 's0', type: 'spc_t' }, capabilities: { drop: ['ALL'], ...(add.length === 0 ? {} : { add }) } };
}

function whoAmI(): EnvVar[] {
  return [EnvVar.fromField('K8S_NODE_NAME', 'spec.nodeName'), EnvVar.fromField('CILIUM_K8S_NAMESPACE', 'metadata.namespace')];
}

function config(): Container {
  return cilium('config', {
    command: ['cilium-dbg', 'build-config', '--k8s-api-server-urls='],
    env: whoAmI(),
    securityContext: { capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] } },
    mounts: [temporary()],
  });
}

function mountCgroup(): Container {
  return cilium('mount-cgroup', {
    command: ['bash', '-ec', onNode('cilium-mount', '--cgroup=/hostproc/1/ns/cgroup', '$CGROUP_ROOT')],
    env: [EnvVar.of('CGROUP_ROOT', '/run/cilium/cgroupv2'), EnvVar.of('BIN_PATH', '/opt/cni/bin')],
    securityContext: only('SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE'),
    hostPaths: [PROC, PLUGINS],
  });
}

function applySysctls(): Container {
  return cilium('apply-sysctl-overwrites', {
    command: ['bash', '-ec', onNode('cilium-sysctlfix')],
    env: [EnvVar.of('BIN_PATH', '/opt/cni/bin')],
    securityContext: only('SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE'),
    hostPaths: [PROC, PLUGINS],
  });
}

function mountBpf(): Container {
  return cilium('mount-bpf-fs', {
    command: ['/bin/bash', '-c', '--'],
    args: ['mount | grep "/sys/fs/bpf type bpf" || mount -t bpf bpf /sys/fs/bpf'],
    securityContext: { privileged: true },
    hostPaths: [BPF.withPropagation(MountPropagation.BIDIRECTIONAL)],
  });
}

function cleanState(): Container {
  const setting = (name: string, key: string) => EnvVar.fromConfigMapNamed(name, 'cilium-config', key, true);
  return cilium('clean-cilium-state', {
    command: ['/init-container.sh'],
    env: [
      setting('CILIUM_ALL_STATE', 'clean-cilium-state'), setting('CILIUM_BPF_STATE', 'clean-cilium-bpf-state'),
      setting('WRITE_CNI_CONF_WHEN_READY', 'write-cni-conf-when-ready'),
    ],
    securityContext: only('NET_ADMIN', 'SYS_MODULE', 'SYS_ADMIN', 'SYS_RESOURCE'),
    hostPaths: [BPF, CGROUP, RUN],
  });
}

function installPlugin(): Container {
  return cilium('install-cni-binaries', {
    command: ['/install-plugin.sh'],
    securityContext: only(),
    resources: { cpu: { request: Cpu.millis(100), limit: Cpu.units(1) }, memory: { request: Size.mebibytes(10), limit: Size.gibibytes(1) } },
    hostPaths: [PLUGINS.at('/host/opt/cni/bin').writable('the plugin is installed there')],
  });
}

function agent(): Container {
  return cilium('cilium-agent', {
    command: ['cilium-agent'],
    args: ['--config-dir=/tmp/cilium/config-map'],
    env: [
      ...whoAmI(),
      EnvVar.of('CILIUM_CLUSTERMESH_CONFIG', '/var/lib/cilium/clustermesh/'),
      EnvVar.fromResource('GOMEMLIMIT', 'limits.memory', '1'),
      EnvVar.of('KUBE_CLIENT_BACKOFF_BASE', '1'),
      EnvVar.of('KUBE_CLIENT_BACKOFF_DURATION', '120'),
    ],
    ports: [ContainerPort.of(9879, { name: 'health', hostPort: 9879 }), ContainerPort.of(4244, { name: 'peer-service', hostPort: 4244 })],
    startupProbe: Probe.httpGet('/healthz', HEALTH, { ...brief, failureThreshold: 300, period: Duration.seconds(2), initialDelay: Duration.seconds(5) }),
    livenessProbe: Probe.httpGet('/healthz', HEALTH, {
      ...brief, headers: { ...brief.headers, 'require-k8s-connectivity': 'false' }, failureThreshold: 10, period: Duration.seconds(30), timeout: Duration.seconds(5),
    }),
    readinessProbe: Probe.httpGet('/healthz', HEALTH, { ...brief, failureThreshold: 3, period: Duration.seconds(30), timeout: Duration.seconds(5) }),
    preStop: LifecycleHandler.exec(['/cni-uninstall.sh']),
    securityContext: only(
      'CHOWN', 'KILL', 'NET_ADMIN', 'NET_RAW', 'IPC_LOCK', 'SYS_MODULE', 'SYS_ADMIN', 'SYS_RESOURCE', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID', 'SYSLOG'),
    hostPaths: [
      HostPath.of('/var/run/cilium/envoy/sockets', { volumeName: 'envoy-sockets', type: DIRECTORY_OR_CREATE }).writable('it talks to the proxy there'),
      kernelSettings('net', 'forwarding and filtering of packets are switched on'),
      kernelSettings('kernel', 'the timer of programs in the kernel is set'),
      BPF.withPropagation(MountPropagation.HOST_TO_CONTAINER),
      RUN,
      NETNS,
      HostPath.of('/etc/cni/net.d', { volumeName: 'etc-cni-netd', mountPath: '/host/etc/cni/net.d', type: DIRECTORY_OR_CREATE })
        .writable('the network\'s configuration is written there when the agent is ready'),
      HostPath.kernelModules().because('modules of packet filters are loaded from there'),
      HostPath.xtablesLock(),
    ],
    mounts: [
      VolumeMount.of('/var/lib/cilium/clustermesh', clusterMesh(), { readOnly: true }),
      VolumeMount.of('/var/lib/cilium/tls/hubble', hubbleCertificates(), { readOnly: true }),
      temporary(),
    ],
  });
}

/** Copies a program of the image to the node, runs it in the node's own namespaces, and removes it. */
function onNode(program: string, ...args: string[]): string {
  const [namespaces, words] = [args.filter((arg) => arg.startsWith('--')), args.filter((arg) => !arg.startsWith('--'))];
  const run = ['nsenter', ...namespaces, '--mount=/hostproc/1/ns/mnt', `"$BIN_PATH/${program}"`, ...words.map((word) => `"${word}"`)].join(' ');
  return `cp /usr/bin/${program} /hostbin/${program} && ${run} && rm /hostbin/${program}`;
}

function temporary(): VolumeMount {
  return VolumeMount.of('/tmp', Volume.emptyDir('tmp'));
}

function clusterMesh(): Volume {
  const certificates = (name: string, prefix: string) => ProjectedSource.secretNamed(name, {
    optional: true, items: { 'tls.key': `${prefix}.key`, 'tls.crt': `${prefix}.crt`, 'ca.crt': `${prefix}-ca.crt` },
  });
  return Volume.projected('clustermesh-secrets', [
    ProjectedSource.secretNamed('cilium-clustermesh', { optional: true }),
    certificates('clustermesh-apiserver-remote-cert', 'common-etcd-client'),
    certificates('clustermesh-apiserver-local-cert', 'local-etcd-client'),
  ], '0400');
}

function hubbleCertificates(): Volume {
  const items = { 'tls.crt': 'server.crt', 'tls.key': 'server.key', 'ca.crt': 'client-ca.crt' };
  return Volume.projected('hubble-tls', [ProjectedSource.secretNamed('hubble-server-certs', { optional: true, items })], '0400');
}
