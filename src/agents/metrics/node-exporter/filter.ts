import { NodeExporterCollector } from './collector';
import { fail } from '../../../errors';
import { requireOneOf, valueClass } from '../../../values/require';
import { requireGoPattern } from '../go-pattern';

/** What of a collector can be filtered by name. */
export enum NodeExporterSubject {
  /** Interfaces whose ARP tables are counted. */
  ARP_DEVICES = 'arp.device',
  /** Bugs of processors. Only by `only`. */
  CPU_BUGS = 'cpu.info.bugs',
  /** Flags of processors. Only by `only`. */
  CPU_FLAGS = 'cpu.info.flags',
  /** Disks whose reads and writes are counted. */
  DISKS = 'diskstats.device',
  /** Interfaces that are asked as `ethtool` asks. */
  ETHTOOL_DEVICES = 'ethtool.device',
  /** Counters of drivers. Only by `only`. */
  ETHTOOL_METRICS = 'ethtool.metrics',
  /** Types of file systems. */
  FILE_SYSTEM_TYPES = 'filesystem.fs-types',
  /** Where file systems are mounted, by the node's paths. */
  MOUNT_POINTS = 'filesystem.mount-points',
  /** Chips with sensors. */
  SENSOR_CHIPS = 'hwmon.chip',
  /** Sensors, as `chip;sensor`. */
  SENSORS = 'hwmon.sensor',
  /** InfiniBand devices. */
  INFINIBAND_DEVICES = 'infiniband.device',
  /** Lines of interrupts. */
  INTERRUPTS = 'interrupts.name',
  /** Interfaces whose traffic is counted. Their state and speed is `NETWORK_CLASS_DEVICES`. */
  NETWORK_DEVICES = 'netdev.device',
  /** Interfaces whose state and speed is shown. Only by `except`. */
  NETWORK_CLASS_DEVICES = 'netclass',
  /** Counters of IP, TCP, UDP and ICMP. Only by `only`. */
  NETWORK_COUNTERS = 'netstat',
  /** Power supplies. Only by `except`. */
  POWER_SUPPLIES = 'powersupply',
  /** Interfaces whose queueing disciplines are shown. */
  QDISC_DEVICES = 'qdisc.device',
  /** Slabs of the kernel. */
  SLABS = 'slabinfo.slabs',
  /** Units of systemd. */
  SYSTEMD_UNITS = 'systemd.unit',
  /** Tape drives. Only by `except`. */
  TAPE_DRIVES = 'tapestats',
  /** Counters of virtual memory. Only by `only`. */
  MEMORY_COUNTERS = 'vmstat',
}

interface Flags {
  readonly collector: NodeExporterCollector;
  readonly only?: string;
  readonly except?: string;
  /** Whether a name is held to both. Everywhere else the program takes one, and drops its own `except` for an `only`. */
  readonly together?: true;
}

const C = NodeExporterCollector;
const S = NodeExporterSubject;

/** The subject is the beginning of both flags, unless they have names of their own. */
function both(collector: NodeExporterCollector, subject: NodeExporterSubject): Flags {
  return { collector, only: `${subject}-include`, except: `${subject}-exclude` };
}

/** @see https://github.com/prometheus/node_exporter/tree/v1.12.1#include--exclude-flags */
const FLAGS: { readonly [subject in NodeExporterSubject]: Flags } = {
  [S.ARP_DEVICES]: both(C.ARP, S.ARP_DEVICES),
  [S.CPU_BUGS]: { collector: C.CPU, only: 'cpu.info.bugs-include' },
  [S.CPU_FLAGS]: { collector: C.CPU, only: 'cpu.info.flags-include' },
  [S.DISKS]: both(C.DISKSTATS, S.DISKS),
  [S.ETHTOOL_DEVICES]: both(C.ETHTOOL, S.ETHTOOL_DEVICES),
  [S.ETHTOOL_METRICS]: { collector: C.ETHTOOL, only: 'ethtool.metrics-include' },
  [S.FILE_SYSTEM_TYPES]: both(C.FILESYSTEM, S.FILE_SYSTEM_TYPES),
  [S.MOUNT_POINTS]: both(C.FILESYSTEM, S.MOUNT_POINTS),
  [S.SENSOR_CHIPS]: both(C.HWMON, S.SENSOR_CHIPS),
  [S.SENSORS]: both(C.HWMON, S.SENSORS),
  [S.INFINIBAND_DEVICES]: both(C.INFINIBAND, S.INFINIBAND_DEVICES),
  [S.INTERRUPTS]: both(C.INTERRUPTS, S.INTERRUPTS),
  [S.NETWORK_DEVICES]: both(C.NETDEV, S.NETWORK_DEVICES),
  [S.NETWORK_CLASS_DEVICES]: { collector: C.NETCLASS, except: 'netclass.ignored-devices' },
  [S.NETWORK_COUNTERS]: { collector: C.NETSTAT, only: 'netstat.fields' },
  [S.POWER_SUPPLIES]: { collector: C.POWERSUPPLYCLASS, except: 'powersupply.ignored-supplies' },
  [S.QDISC_DEVICES]: both(C.QDISC, S.QDISC_DEVICES),
  [S.SLABS]: both(C.SLABINFO, S.SLABS),
  // Its own `except` leaves out mounts, devices, slices and more; see collector/systemd_linux.go.
  [S.SYSTEMD_UNITS]: { ...both(C.SYSTEMD, S.SYSTEMD_UNITS), together: true },
  [S.TAPE_DRIVES]: { collector: C.TAPESTATS, except: 'tapestats.ignored-devices' },
  [S.MEMORY_COUNTERS]: { collector: C.VMSTAT, only: 'vmstat.fields' },
};

/**
 * Which of the things that a collector knows are shown: by a regular expression of Go over their names. It takes the place of the program's own.
 * One for each subject; of systemd's units, which are held to both, `only` and `except` may stand beside each other.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export class NodeExporterFilter {
  /**
   * All but those whose name matches: `NodeExporterFilter.except(NodeExporterSubject.NETWORK_DEVICES, '^veth.*$')`.
   *
   * @throws InvalidPattern, UnknownValue, UnknownFilter
   */
  public static except(subject: NodeExporterSubject, pattern: string): NodeExporterFilter {
    return NodeExporterFilter.made('except', 'only', subject, pattern);
  }

  /**
   * Only those whose name matches: `NodeExporterFilter.only(NodeExporterSubject.SYSTEMD_UNITS, '^kubelet\\.service$')`.
   *
   * @throws InvalidPattern, UnknownValue, UnknownFilter
   */
  public static only(subject: NodeExporterSubject, pattern: string): NodeExporterFilter {
    return NodeExporterFilter.made('only', 'except', subject, pattern);
  }

  private static made(kind: 'only' | 'except', other: 'only' | 'except', subject: NodeExporterSubject, pattern: string): NodeExporterFilter {
    const where = `NodeExporterFilter.${kind}`;
    requireOneOf(where, 'subject', subject, NodeExporterSubject);
    requireGoPattern(where, pattern);
    const { collector, together, ...flags } = FLAGS[subject];
    const flag = flags[kind];
    if (flag === undefined) {
      fail('UnknownFilter', where, `the program cannot filter ${subject} so; write NodeExporterFilter.${other} with another pattern`);
    }
    const emptied = together === true && kind === 'only' ? `--collector.${flags.except}=` : undefined;
    return new NodeExporterFilter(subject, pattern, collector, `--collector.${flag}=${pattern}`, together === true ? flag : subject, emptied);
  }

  private constructor(
    /** What is filtered. */
    public readonly subject: NodeExporterSubject,
    /** By what. */
    public readonly pattern: string,
    /** @internal */
    public readonly _collector: NodeExporterCollector,
    /** @internal */
    public readonly _flag: string,
    /**
     * What there may be one of.
     *
     * @internal
     */
    public readonly _once: string,
    /**
     * The flag that takes the program's own filter away, where this one alone does not.
     *
     * @internal
     */
    public readonly _emptied: string | undefined,
  ) {}
}

valueClass(NodeExporterFilter, 'NodeExporterFilter', 'NodeExporterFilter.except(NodeExporterSubject.NETWORK_DEVICES, "^veth.*$")');
