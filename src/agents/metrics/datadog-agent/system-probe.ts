import { Yaml } from 'cdk8s';
import { fail } from '../../../errors';
import { ContainerResources } from '../../../pod/resources';
import { HostPath } from '../../../values/host-path';
import { BOOLEAN, FIELDS, of, requireKinds } from '../../../values/kinds';
import { requireFields, valueClass } from '../../../values/require';
import { SeccompProfile } from '../../../values/security';

/** Where its processes meet, in a directory that lives as long as the pod. */
export const SYSPROBE_SOCKETS = '/var/run/sysprobe';

/** What it watches. At least one thing. */
export interface DatadogSystemProbeOptions {
  /**
   * Connections between pods, nodes and the world: Cloud Network Monitoring.
   *
   * @default false - each thing it watches costs CPU on every node
   */
  readonly networkMonitoring?: boolean;
  /**
   * Requests of programs, without a change of theirs: Universal Service Monitoring. The file system of the node is read for it, where libraries of TLS are.
   *
   * @default false - each thing it watches costs CPU on every node
   */
  readonly serviceMonitoring?: boolean;
  /**
   * Processes that are ended for want of memory.
   *
   * @default false - each thing it watches costs CPU on every node
   */
  readonly oomKill?: boolean;
  /**
   * How long queues of TCP are, by container.
   *
   * @default false - each thing it watches costs CPU on every node
   */
  readonly tcpQueueLength?: boolean;
  /**
   * Which system calls it may make.
   *
   * @default SeccompProfile.runtimeDefault() - with SYS_ADMIN it allows bpf, perf_event_open and setns; Datadog's own profile is narrower, and must be on each node before: SeccompProfile.localhost("system-probe")
   */
  readonly seccompProfile?: SeccompProfile;
  /**
   * What it needs of its node.
   *
   * @default - requests 50m CPU and 128Mi memory, at most 512Mi memory
   */
  readonly resources?: ContainerResources;
  /**
   * More of `system-probe.yaml`, in its own words, section by section over what is made here.
   *
   * @default - none
   */
  readonly config?: { [section: string]: any };
}

/**
 * The system-probe, a container that watches the kernel by eBPF: nine capabilities, SYS_ADMIN among them, but not privileged.
 *
 * @see https://docs.datadoghq.com/network_monitoring/cloud_network_monitoring/setup/
 */
export class DatadogSystemProbe {
  /** @throws WrongType, NothingToWatch */
  public static watching(options: DatadogSystemProbeOptions): DatadogSystemProbe {
    const where = 'DatadogSystemProbe.watching';
    requireFields(where, 'options', options);
    requireKinds(where, options, {
      networkMonitoring: BOOLEAN,
      serviceMonitoring: BOOLEAN,
      oomKill: BOOLEAN,
      tcpQueueLength: BOOLEAN,
      seccompProfile: of(SeccompProfile),
      resources: FIELDS,
      config: FIELDS,
    });
    for (const [section, settings] of Object.entries(options.config ?? {})) {
      requireFields(where, `config.${section}`, settings);
    }
    const { networkMonitoring, serviceMonitoring, oomKill, tcpQueueLength, config = {} } = options;
    if ([networkMonitoring, serviceMonitoring, oomKill, tcpQueueLength].every((one) => one !== true) && Object.keys(config).length === 0) {
      fail('NothingToWatch', where, 'options ask for nothing, and the container would only cost; write networkMonitoring, serviceMonitoring, oomKill or tcpQueueLength: true, or a section of config');
    }
    return new DatadogSystemProbe({ ...options });
  }

  private constructor(/** @internal */ public readonly _options: DatadogSystemProbeOptions) {}

  /** Connections are told to Datadog by the process-agent. @internal */
  public get _needsProcessAgent(): boolean {
    return this._options.networkMonitoring === true || this._options.serviceMonitoring === true;
  }
}

valueClass(DatadogSystemProbe, 'DatadogSystemProbe', 'DatadogSystemProbe.watching({ networkMonitoring: true })');

/** `system-probe.yaml`, as each of the processes that talk to it reads it. */
export function systemProbeYaml(options: DatadogSystemProbeOptions): string {
  const { networkMonitoring = false, serviceMonitoring = false, oomKill = false, tcpQueueLength = false, config = {} } = options;
  const made: { [section: string]: object } = {
    system_probe_config: {
      enabled: true, sysprobe_socket: `${SYSPROBE_SOCKETS}/sysprobe.sock`, enable_oom_kill: oomKill, enable_tcp_queue_length: tcpQueueLength,
    },
    network_config: { enabled: networkMonitoring },
    service_monitoring_config: { enabled: serviceMonitoring },
    // On by itself in the Agent's newer versions, and never asked for here.
    discovery: { enabled: false },
  };
  const sections = Object.entries(config).map(([section, settings]) => [section, { ...made[section], ...settings }]);
  return Yaml.stringify({ ...made, ...Object.fromEntries(sections) });
}

/** What of the node it needs besides `/proc` and control groups. */
export function systemProbePaths({ networkMonitoring, serviceMonitoring, oomKill, tcpQueueLength }: DatadogSystemProbeOptions): HostPath[] {
  const compiles = oomKill === true || tcpQueueLength === true;
  return [
    HostPath.of('/sys/kernel/debug', { volumeName: 'debugfs' }).writable('probes of the kernel are set by writing their names there'),
    ...(networkMonitoring === true
      ? [HostPath.of('/sys/fs/bpf', { volumeName: 'bpffs' }).writable('maps of eBPF that several programs share are pinned there')] : []),
    ...(serviceMonitoring === true
      ? [HostPath.of('/', { mountPath: '/host/root', volumeName: 'hostroot' }).because('libraries of TLS, in which requests are read, are found there')] : []),
    ...(compiles ? [
      HostPath.kernelModules().because('where the kernel describes itself not, headers of its build are read there'),
      HostPath.of('/usr/src', { volumeName: 'usr-src' }).because('where the kernel describes itself not, its headers are read there'),
    ] : []),
  ];
}
