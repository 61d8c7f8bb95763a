/*
 * The fleet, said once and in nobody's API: eleven node agents of the kinds that clusters really have. Each side of the comparison writes these in its own words.
 * Only what cdk8s-plus-28 can say, too, stands here, so that both sides are asked for the same.
 */

export interface FleetMount {
  readonly volume: string;
  readonly path: string;
  readonly at: string;
  /** Why it must be writable; read-only without. */
  readonly writable?: string;
}

export interface FleetContainer {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly port?: { readonly name: string; readonly number: number };
  readonly healthPath?: string;
  readonly mounts?: readonly FleetMount[];
  readonly cpuMillis: number;
  readonly memoryMebibytes: number;
  readonly user?: number;
  readonly privileged?: boolean;
}

export interface FleetAgent {
  readonly name: string;
  readonly hostNetwork?: boolean;
  readonly toleratesEverything?: boolean;
  readonly init?: readonly FleetContainer[];
  readonly containers: readonly FleetContainer[];
  /** Mounted into the first container. */
  readonly config?: { readonly at: string; readonly files: { readonly [name: string]: string } };
}

export const NAMESPACE = 'node-agents';

/** Sorts and is a file name: `cluster-0042`. */
export function clusterName(index: number): string {
  return `cluster-${String(index).padStart(4, '0')}`;
}

const LOGS: FleetMount = { volume: 'varlog', path: '/var/log', at: '/var/log' };
const PROC: FleetMount = { volume: 'proc', path: '/proc', at: '/host/proc' };
const SYS: FleetMount = { volume: 'sys', path: '/sys', at: '/host/sys' };
const ROOT: FleetMount = { volume: 'root', path: '/', at: '/host/root' };
const DEV: FleetMount = { volume: 'dev', path: '/dev', at: '/dev', writable: 'devices are opened for writing' };
const CNI_BIN: FleetMount = { volume: 'cni-bin', path: '/opt/cni/bin', at: '/host/opt/cni/bin', writable: 'the plugin is installed there' };
const CNI_CONF: FleetMount = { volume: 'cni-conf', path: '/etc/cni/net.d', at: '/host/etc/cni/net.d', writable: 'the network is declared there' };
const MODULES: FleetMount = { volume: 'lib-modules', path: '/lib/modules', at: '/lib/modules' };
const KUBELET: FleetMount = { volume: 'kubelet', path: '/var/lib/kubelet', at: '/var/lib/kubelet', writable: 'volumes are mounted there' };

function state(name: string): FleetMount {
  return { volume: 'state', path: `/var/lib/${name}`, at: `/var/lib/${name}`, writable: 'positions must be there for the next pod' };
}

/** Of one cluster; its name is in them, so that no two clusters get the same. */
export function fleetAgents(cluster: string): FleetAgent[] {
  const env = { CLUSTER_NAME: cluster, LOG_LEVEL: 'info' };
  const metrics = (number: number) => ({ port: { name: 'metrics', number }, healthPath: '/healthz' });
  const small = { cpuMillis: 20, memoryMebibytes: 32 };
  const medium = { cpuMillis: 100, memoryMebibytes: 128 };
  return [
    {
      name: 'log-shipper',
      toleratesEverything: true,
      config: { at: '/etc/log-shipper', files: { 'input.conf': inputs(cluster), 'output.conf': `[OUTPUT]\n    Name  http\n    Host  logs.${cluster}.example.com\n` } },
      containers: [{
        name: 'shipper',
        image: 'registry.example.com/log-shipper:3.1.4',
        args: ['--config=/etc/log-shipper/input.conf', '--storage=/var/lib/log-shipper'],
        env: { ...env, FLUSH_SECONDS: '5' },
        mounts: [LOGS, { volume: 'containers', path: '/var/lib/containers', at: '/var/lib/containers' }, state('log-shipper')],
        ...metrics(2020),
        ...medium,
      }],
    },
    {
      name: 'node-metrics',
      hostNetwork: true,
      toleratesEverything: true,
      containers: [{
        name: 'exporter',
        image: 'registry.example.com/node-metrics:1.9.0',
        args: ['--path.procfs=/host/proc', '--path.sysfs=/host/sys', '--path.rootfs=/host/root'],
        env,
        mounts: [PROC, SYS, ROOT],
        user: 65534,
        ...metrics(9100),
        ...small,
      }],
    },
    {
      name: 'network',
      hostNetwork: true,
      toleratesEverything: true,
      config: { at: '/etc/network-agent', files: { 'agent.json': JSON.stringify({ cluster, mtu: 1450, mode: 'overlay', pools: ['10.64.0.0/12'] }) } },
      init: [
        { name: 'install', image: 'registry.example.com/network:2.8.1', args: ['install', '--to=/host/opt/cni/bin'], env, mounts: [CNI_BIN, CNI_CONF], ...small },
        { name: 'modules', image: 'registry.example.com/network:2.8.1', args: ['modprobe', 'vxlan'], mounts: [MODULES], privileged: true, ...small },
      ],
      containers: [{
        name: 'agent',
        image: 'registry.example.com/network:2.8.1',
        args: ['run', '--config=/etc/network-agent/agent.json'],
        env,
        mounts: [MODULES, CNI_BIN, CNI_CONF, { volume: 'run', path: '/run/network', at: '/run/network', writable: 'its socket is there' }],
        privileged: true,
        ...metrics(9091),
        ...medium,
      }],
    },
    {
      name: 'csi-disk',
      containers: [
        {
          name: 'driver',
          image: 'registry.example.com/csi-disk:0.12.3',
          args: ['--endpoint=unix:///csi/csi.sock', '--mode=node'],
          env,
          mounts: [{ volume: 'plugin', path: '/var/lib/kubelet/plugins/disk', at: '/csi', writable: 'its socket is there' }, KUBELET, DEV],
          privileged: true,
          ...metrics(9808),
          ...medium,
        },
        {
          name: 'registrar',
          image: 'registry.example.com/csi-registrar:2.10.0',
          args: ['--csi-address=/csi/csi.sock'],
          env,
          mounts: [{ volume: 'registration', path: '/var/lib/kubelet/plugins_registry', at: '/registration', writable: 'the kubelet finds it by a socket there' }],
          user: 0,
          ...small,
        },
      ],
    },
    {
      name: 'gpu-plugin',
      containers: [{
        name: 'plugin',
        image: 'registry.example.com/gpu-plugin:0.15.0',
        args: ['--pass-device-specs'],
        env,
        mounts: [{ volume: 'device-plugins', path: '/var/lib/kubelet/device-plugins', at: '/var/lib/kubelet/device-plugins', writable: 'its socket is there' }, DEV],
        privileged: true,
        ...small,
        ...metrics(9400),
      }],
    },
    {
      name: 'runtime-security',
      toleratesEverything: true,
      config: { at: '/etc/rules', files: { 'rules.yaml': rules(cluster) } },
      containers: [{
        name: 'watcher',
        image: 'registry.example.com/runtime-security:0.38.1',
        args: ['--rules=/etc/rules/rules.yaml', '--json'],
        env,
        mounts: [PROC, SYS, ROOT, DEV, MODULES],
        privileged: true,
        ...metrics(8765),
        ...medium,
      }],
    },
    {
      name: 'dns-cache',
      hostNetwork: true,
      toleratesEverything: true,
      config: { at: '/etc/dns', files: { Corefile: `.:53 {\n  cache 30\n  forward . 10.96.0.10\n  prometheus :9253\n  # ${cluster}\n}\n` } },
      containers: [{ name: 'cache', image: 'registry.example.com/dns-cache:1.23.1', args: ['-conf', '/etc/dns/Corefile'], env, ...metrics(9253), ...small }],
    },
    {
      name: 'trace-collector',
      containers: [{
        name: 'collector',
        image: 'registry.example.com/trace-collector:0.104.0',
        args: ['--config=env:COLLECTOR_CONFIG'],
        env: { ...env, COLLECTOR_CONFIG: `receivers: [otlp], exporters: [otlp/${cluster}]`, GOMEMLIMIT: '200MiB' },
        user: 10001,
        ...metrics(13133),
        ...medium,
      }],
    },
    {
      name: 'problem-detector',
      toleratesEverything: true,
      containers: [{
        name: 'detector',
        image: 'registry.example.com/problem-detector:0.8.19',
        args: ['--logtostderr', '--config.system-log-monitor=/config/kernel.json'],
        env,
        mounts: [LOGS, { volume: 'kmsg', path: '/dev/kmsg', at: '/dev/kmsg' }],
        privileged: true,
        ...metrics(20257),
        ...small,
      }],
    },
    {
      name: 'disk-health',
      containers: [{
        name: 'health', image: 'registry.example.com/disk-health:0.12.0', args: ['--interval=60s'], env, mounts: [DEV], privileged: true, ...metrics(9633), ...small,
      }],
    },
    {
      name: 'node-backup',
      containers: [{
        name: 'backup',
        image: 'registry.example.com/node-backup:1.4.2',
        args: ['--target', `s3://backup-${cluster}`],
        env: { ...env, SCHEDULE: '0 3 * * *' },
        mounts: [{ volume: 'etc', path: '/etc/kubernetes', at: '/host/etc/kubernetes' }, state('node-backup')],
        user: 0,
        ...metrics(8081),
        ...small,
      }],
    },
  ];
}

function inputs(cluster: string): string {
  return ['containers', 'pods', 'audit', 'journal'].map((what) => [
    '[INPUT]', '    Name     tail', `    Tag      ${cluster}.${what}.*`, `    Path     /var/log/${what}/*.log`, `    DB       /var/lib/log-shipper/${what}.db`, '',
  ].join('\n')).join('\n');
}

function rules(cluster: string): string {
  return ['shell-in-container', 'write-below-etc', 'unexpected-socket', 'module-loaded'].map((rule) => (
    `- rule: ${rule}\n  desc: ${rule} on ${cluster}\n  condition: spawned_process and container\n  priority: WARNING\n`)).join('');
}
