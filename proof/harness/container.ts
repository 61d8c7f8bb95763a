import * as fs from 'node:fs';

import type { Outcome } from './exec';
import type { Image } from './images';
import { environment, expand } from './pod-environment';
import { containerOf, ContainerSpec, Contents, ProbeSpec, RunnablePod, SecuritySpec } from './pod-spec';
import { PreparedVolume, prepareVolumes } from './pod-volumes';
import { askOnce, Asking, HttpAnswer, httpGet } from './probes';
import { Running } from './processes';
import type { TestNode } from './test-node';
import { SECOND, sleep, waitUntil } from './wait';

/** What containerd gives a container that says nothing. */
const USUAL_CAPABILITIES = [
  'CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP', 'SETPCAP', 'NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE',
];
const ALL_CAPABILITIES = [
  ...USUAL_CAPABILITIES, 'DAC_READ_SEARCH', 'LINUX_IMMUTABLE', 'NET_BROADCAST', 'NET_ADMIN', 'IPC_LOCK', 'IPC_OWNER', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_PTRACE', 'SYS_PACCT',
  'SYS_ADMIN', 'SYS_BOOT', 'SYS_NICE', 'SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'LEASE', 'AUDIT_CONTROL', 'MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM',
  'BLOCK_SUSPEND', 'AUDIT_READ', 'PERFMON', 'BPF', 'CHECKPOINT_RESTORE',
];
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const POD_ADDRESS = '10.251.0.1';
/** Size of the layer that a container may write to: unlike that of any disk, so that a program which takes it for the node's is found out. */
export const LAYER_BYTES = 24 * 1024 * 1024;

export type ProbeKind = 'startupProbe' | 'readinessProbe' | 'livenessProbe';

/**
 * A pod on a test node, its volumes ready. Containers of it are started one by one: what the kubelet and the container runtime do, without
 * cgroups, seccomp, AppArmor and a network between nodes.
 */
export class TestPod {
  public static async prepare(node: TestNode, pod: RunnablePod, contents: Contents): Promise<TestPod> {
    const volumes = await prepareVolumes(node, pod, contents);
    if (pod.spec.hostNetwork === true) {
      return new TestPod(node, pod, contents, volumes, undefined);
    }
    // The process that holds the pod's namespaces, as the runtime's pause container does.
    const { pid } = await node.launch(`sandbox-${pod.metadata.name}`, { Hostname: pod.metadata.name.slice(0, 63) }, { unshare: ['--net', '--uts', '--ipc'] });
    await node.ok(['ip', 'link', 'set', 'lo', 'up'], { of: pid, namespaces: ['net'] });
    await node.ok(['ip', 'address', 'add', `${POD_ADDRESS}/32`, 'dev', 'lo'], { of: pid, namespaces: ['net'] });
    return new TestPod(node, pod, contents, volumes, pid);
  }

  private constructor(
    public readonly node: TestNode,
    public readonly pod: RunnablePod,
    public readonly contents: Contents,
    public readonly volumes: ReadonlyMap<string, PreparedVolume>,
    /** Id of the process that holds its namespaces; unset on the host network. */
    public readonly sandbox: number | undefined,
  ) {}

  public get address(): string {
    return this.sandbox === undefined ? this.node.address : POD_ADDRESS;
  }

  /** Runs the init containers of a container's own image to their ends, one after the other. */
  public async initialize(name: string, image: Image): Promise<void> {
    const { image: wanted } = containerOf(this.pod, name);
    for (const init of (this.pod.spec.initContainers ?? []).filter((one) => one.image === wanted)) {
      const container = await this.start(init.name, image);
      const how = await waitUntil(`init container ${init.name} ends`, async () => (container.ended() === undefined ? 'it runs' : undefined)).then(() => container.ended());
      if (how !== 'exit code 0') {
        throw new Error(`init container ${init.name} ended with ${how}:\n${container.log()}`);
      }
    }
  }

  /** Starts a container with exactly what the pod says, and what the image says where the pod says nothing. */
  public async start(name: string, image: Image): Promise<TestContainer> {
    const spec = containerOf(this.pod, name);
    const layer = this.node.scratch(`layer-${name}`);
    await this.node.ok(['mount', '-t', 'tmpfs', '-o', `size=${LAYER_BYTES},mode=755`, 'tmpfs', layer]);
    await this.node.ok(['mkdir', `${layer}/upper`, `${layer}/work`, `${layer}/root`]);
    const plan = containerPlan(this, spec, image, layer);
    const own = this.pod.spec.hostPID === true ? [] : ['--pid', '--fork', '--kill-child'];
    const { running, pid } = await this.node.launch(name, plan, { of: this.sandbox, unshare: ['--mount', '--propagation', 'unchanged', ...own] });
    const container = new TestContainer(this, spec, plan, running, pid);
    const { postStart } = spec.lifecycle ?? {};
    if (postStart !== undefined) {
      await container.hook('postStart', postStart);
    }
    return container;
  }
}

interface Plan {
  readonly Root: string;
  readonly ReadOnlyRoot: boolean;
  readonly Mounts: readonly object[];
  readonly Directory: string;
  readonly Args: readonly string[];
  readonly Env: readonly string[];
  readonly UID: number;
  readonly GID: number;
  readonly Groups: readonly number[];
  readonly Capabilities: readonly string[];
  readonly NoNewPrivileges: boolean;
}

function containerPlan(pod: TestPod, container: ContainerSpec, image: Image, layer: string): Plan {
  const { spec } = pod.pod;
  const env = environment(pod.pod, container, image, pod.contents, { node: pod.node.address, pod: pod.address });
  const command = container.command?.map((text) => expand(text, env)) ?? image.entrypoint ?? [];
  // A command of the pod's own also takes the place of the image's arguments.
  const args = container.args?.map((text) => expand(text, env)) ?? (container.command === undefined ? image.cmd ?? [] : []);
  const { fsGroup, supplementalGroups = [], ...ofPod } = spec.securityContext ?? {};
  const security: SecuritySpec = { ...ofPod, ...container.securityContext };
  const uid = security.runAsUser ?? image.user.uid;
  const gid = security.runAsGroup ?? (uid === image.user.uid ? image.user.gid : 0);
  if (security.runAsNonRoot === true && uid === 0) {
    throw new Error(`container ${container.name} would run as root and runAsNonRoot is true: the kubelet would not start it`);
  }
  return {
    Root: `${layer}/root`,
    ReadOnlyRoot: security.readOnlyRootFilesystem === true,
    Mounts: [
      { Type: 'overlay', Source: 'overlay', Target: '/', Options: `lowerdir=${image.files},upperdir=${layer}/upper,workdir=${layer}/work` },
      ...runtimeMounts(pod, security),
      ...volumeMounts(pod, container, env),
    ],
    Directory: container.workingDir ?? image.workingDir ?? '/',
    Args: [...command, ...args],
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    UID: uid,
    GID: gid,
    Groups: [...new Set([gid, ...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])])],
    Capabilities: capabilitiesOf(security),
    NoNewPrivileges: security.allowPrivilegeEscalation === false,
  };
}

export function capabilitiesOf({ privileged, capabilities: { add = [], drop = [] } = {} }: SecuritySpec): string[] {
  if (privileged === true || add.includes('ALL')) {
    return ALL_CAPABILITIES.filter((name) => privileged === true || !drop.includes(name));
  }
  const kept = drop.includes('ALL') ? [] : USUAL_CAPABILITIES.filter((name) => !drop.includes(name));
  return [...new Set([...kept, ...add])];
}

/** What every container has besides its volumes. */
function runtimeMounts(pod: TestPod, security: SecuritySpec): object[] {
  const files = pod.node.scratch('etc');
  const aliases = (pod.pod.spec.hostAliases ?? []).map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}\n`).join('');
  const etc: Record<string, string> = {
    'hosts': `127.0.0.1\tlocalhost\n${pod.address}\t${pod.pod.metadata.name}\n${aliases}`,
    'hostname': `${pod.sandbox === undefined ? pod.node.name : pod.pod.metadata.name}\n`,
    'resolv.conf': '',
    'termination-log': '',
  };
  for (const [name, text] of Object.entries(etc)) {
    fs.writeFileSync(`${files}/${name}`, text);
  }
  fs.chmodSync(files, 0o755);
  fs.chmodSync(`${files}/termination-log`, 0o666);
  const devices = security.privileged === true
    ? [{ Source: '/dev', Target: '/dev' }]
    : [{ Type: 'tmpfs', Source: 'tmpfs', Target: '/dev', Options: 'size=64k,mode=755' }, ...DEVICES.map((name) => ({ Source: `/dev/${name}`, Target: `/dev/${name}` }))];
  return [
    { Type: 'proc', Source: 'proc', Target: '/proc' },
    { Type: 'sysfs', Source: 'sysfs', Target: '/sys', ReadOnly: security.privileged !== true },
    ...devices,
    { Type: 'tmpfs', Source: 'tmpfs', Target: '/dev/shm', Options: 'size=64m,mode=1777' },
    { Source: `${files}/termination-log`, Target: '/dev/termination-log' },
    ...['hosts', 'hostname', 'resolv.conf'].map((name) => ({ Source: `${files}/${name}`, Target: `/etc/${name}` })),
  ];
}

function volumeMounts(pod: TestPod, container: ContainerSpec, env: Record<string, string>): object[] {
  const propagation: Record<string, string> = { HostToContainer: 'slave', Bidirectional: 'shared' };
  return (container.volumeMounts ?? []).map((mount) => {
    const volume = pod.volumes.get(mount.name);
    if (volume === undefined) {
      throw new Error(`container ${container.name}: there is no volume ${mount.name}`);
    }
    const within = mount.subPath ?? (mount.subPathExpr === undefined ? undefined : expand(mount.subPathExpr, env));
    return {
      Source: within === undefined ? volume.source : `${volume.source}/${within}`,
      Target: mount.mountPath,
      ReadOnly: volume.alwaysReadOnly || mount.readOnly === true,
      Propagation: propagation[mount.mountPropagation ?? 'None'] ?? 'private',
    };
  });
}

/** A container that was started. */
export class TestContainer {
  private readonly asking: Asking;

  public constructor(
    public readonly pod: TestPod,
    public readonly spec: ContainerSpec,
    private readonly plan: Plan,
    private readonly running: Running,
    /** Id of its process on the node. */
    public readonly pid: number,
  ) {
    this.asking = { node: pod.node, container: spec, pid, podAddress: pod.address, exec: (command, timeoutMs) => this.exec(command, timeoutMs) };
  }

  /** What it printed so far. */
  public log(): string {
    return fs.readFileSync(this.running.logFile, 'utf8');
  }

  /** Undefined while it runs. */
  public ended(): string | undefined {
    return this.running.exit();
  }

  /** Runs a program of the container in it, with its user, environment and rights. */
  public exec(command: readonly string[], timeoutMs = 10 * SECOND): Promise<Outcome> {
    const file = `${this.pod.node.scratch('exec')}/plan.json`;
    fs.writeFileSync(file, JSON.stringify({ ...this.plan, Mounts: [], ReadOnlyRoot: false, Args: command }));
    return this.pod.node.run([this.pod.node.helper, file], { of: this.pid, namespaces: ['mount', 'net', 'uts', 'ipc', 'pid'], timeoutMs });
  }

  /** GET of a path at a port of the container, from within its network. */
  public get(path: string, port: number | string, host?: string): Promise<HttpAnswer> {
    return httpGet(this.asking, { path, port, host }, 20 * SECOND);
  }

  /** A file of /proc about its process. */
  public async proc(file: string): Promise<string> {
    return this.pod.node.ok(['cat', `/proc/${this.pid}/${file}`]);
  }

  /** Asks the probes in the kubelet's order and with its patience; at the end each that there is has succeeded. */
  public async healthy(): Promise<string[]> {
    const told: string[] = [];
    for (const kind of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
      const probe = this.spec[kind];
      if (probe !== undefined) {
        told.push(await this.succeeds(kind, probe));
      }
    }
    return told;
  }

  public async hook(name: string, handler: ProbeSpec): Promise<void> {
    if (handler.sleep !== undefined) {
      await sleep(handler.sleep.seconds * SECOND);
      return;
    }
    const { ok, detail } = await askOnce(this.asking, handler, 30 * SECOND);
    if (!ok) {
      throw new Error(`${name} of container ${this.spec.name}: ${detail}`);
    }
  }

  /** As the kubelet ends it: hook, SIGTERM, and after the pod's grace SIGKILL. Gives how it ended, and after how many milliseconds. */
  public async stop(): Promise<{ how: string; ms: number }> {
    const start = Date.now();
    const { preStop } = this.spec.lifecycle ?? {};
    if (preStop !== undefined && this.ended() === undefined) {
      await this.hook('preStop', preStop);
    }
    const graceMs = (this.pod.pod.spec.terminationGracePeriodSeconds ?? 30) * SECOND;
    await this.pod.node.run(['kill', '-TERM', String(this.pid)]);
    while (this.ended() === undefined && Date.now() - start < graceMs) {
      await sleep(20);
    }
    if (this.ended() === undefined) {
      await this.pod.node.run(['kill', '-KILL', String(this.pid)]);
      return { how: 'killed after its grace', ms: Date.now() - start };
    }
    return { how: this.ended() ?? '', ms: Date.now() - start };
  }

  private async succeeds(kind: ProbeKind, probe: ProbeSpec): Promise<string> {
    const { initialDelaySeconds = 0, periodSeconds = 10, timeoutSeconds = 1, failureThreshold = 3, successThreshold = 1 } = probe;
    const start = Date.now();
    const patienceMs = (initialDelaySeconds + periodSeconds * failureThreshold) * SECOND;
    for (let successes = 0; ;) {
      if (this.ended() !== undefined) {
        throw new Error(`container ${this.spec.name} has ended (${this.ended()}):\n${this.log()}`);
      }
      const { ok, detail } = await askOnce(this.asking, probe, timeoutSeconds * SECOND);
      successes = ok ? successes + 1 : 0;
      if (successes === successThreshold) {
        return `${kind} ${detail} after ${Date.now() - start} ms`;
      }
      if (Date.now() - start > patienceMs) {
        throw new Error(`${kind} of container ${this.spec.name} does not succeed within ${patienceMs / SECOND} s: ${detail}\n${this.log()}`);
      }
      await sleep(100);
    }
  }
}
