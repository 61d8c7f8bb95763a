/**
 * What the program can collect on Linux, by its own names.
 *
 * @see https://github.com/prometheus/node_exporter/tree/v1.12.1#collectors
 */
export enum NodeExporterCollector {
  /** ARP tables of interfaces. */
  ARP = 'arp',
  /** Bcache. */
  BCACHE = 'bcache',
  /** Bcachefs file systems. */
  BCACHEFS = 'bcachefs',
  /** Bonded interfaces and how many of each are up. */
  BONDING = 'bonding',
  /** Btrfs file systems. */
  BTRFS = 'btrfs',
  /** Fragmentation of memory. Off unless asked for. */
  BUDDYINFO = 'buddyinfo',
  /** How many control groups there are. Off unless asked for. */
  CGROUPS = 'cgroups',
  /** Connection tracking. */
  CONNTRACK = 'conntrack',
  /** Time of each processor by mode. */
  CPU = 'cpu',
  /** Known weaknesses of the processors, and what is done about them. Off unless asked for. */
  CPU_VULNERABILITIES = 'cpu_vulnerabilities',
  /** Frequencies of processors. */
  CPUFREQ = 'cpufreq',
  /** Reads and writes of disks. */
  DISKSTATS = 'diskstats',
  /** Maker, model and firmware of the machine. */
  DMI = 'dmi',
  /** Paths of multipath devices. */
  DMMULTIPATH = 'dmmultipath',
  /** DRBD up to 8.4. Off unless asked for. */
  DRBD = 'drbd',
  /** Graphics cards. Off unless asked for. */
  DRM = 'drm',
  /** Errors of memory that were found and mended. */
  EDAC = 'edac',
  /** Entropy at hand. */
  ENTROPY = 'entropy',
  /** Drivers and counters of interfaces, as `ethtool -S` shows them. Off unless asked for. */
  ETHTOOL = 'ethtool',
  /** Fibre Channel ports. */
  FIBRECHANNEL = 'fibrechannel',
  /** Open files. */
  FILEFD = 'filefd',
  /** Sizes of file systems; needs `rootFileSystem`. */
  FILESYSTEM = 'filesystem',
  /** Temperatures, fans and voltages. */
  HWMON = 'hwmon',
  /** InfiniBand and Omni-Path ports. */
  INFINIBAND = 'infiniband',
  /** Interrupts by line and processor. Off unless asked for. */
  INTERRUPTS = 'interrupts',
  /** IP virtual servers. */
  IPVS = 'ipvs',
  /** Tasks that hung. */
  KERNEL_HUNG = 'kernel_hung',
  /** Pages that the kernel merged. Off unless asked for. */
  KSMD = 'ksmd',
  /** Counters of the network stack's caches. Off unless asked for. */
  LNSTAT = 'lnstat',
  /** Load averages. */
  LOADAVG = 'loadavg',
  /** Sessions; asks systemd-logind over the node's D-Bus. Off unless asked for. */
  LOGIND = 'logind',
  /** Software RAID. */
  MDADM = 'mdadm',
  /** Memory. */
  MEMINFO = 'meminfo',
  /** Memory by NUMA node. Off unless asked for. */
  MEMINFO_NUMA = 'meminfo_numa',
  /** NFS mounts in detail. Off unless asked for. */
  MOUNTSTATS = 'mountstats',
  /** State, speed and names of interfaces. */
  NETCLASS = 'netclass',
  /** Traffic of interfaces. */
  NETDEV = 'netdev',
  /** Counters of IP, TCP, UDP and ICMP. */
  NETSTAT = 'netstat',
  /** The routing table. Off unless asked for. */
  NETWORK_ROUTE = 'network_route',
  /** NFS client. */
  NFS = 'nfs',
  /** NFS server. */
  NFSD = 'nfsd',
  /** An NTP server's answers. Off unless asked for. */
  NTP = 'ntp',
  /** NVMe devices. */
  NVME = 'nvme',
  /** Paths of NVMe over Fabrics. Off unless asked for. */
  NVMESUBSYSTEM = 'nvmesubsystem',
  /** Name and version of the operating system. */
  OS = 'os',
  /** PCI devices. Off unless asked for. */
  PCIDEVICE = 'pcidevice',
  /** Perf events; which right they need is the kernel's setting. Off unless asked for. */
  PERF = 'perf',
  /** Power supplies. */
  POWERSUPPLYCLASS = 'powersupplyclass',
  /** Stalls for processor, memory and I/O. */
  PRESSURE = 'pressure',
  /** Processes and threads by state. Off unless asked for. */
  PROCESSES = 'processes',
  /** Queueing disciplines. Off unless asked for. */
  QDISC = 'qdisc',
  /** Energy that processors take; on current kernels for root only. */
  RAPL = 'rapl',
  /** Services of runit; needs `rootFileSystem`, and usually root, to whom their state belongs. Off unless asked for. */
  RUNIT = 'runit',
  /** The scheduler's waiting times. */
  SCHEDSTAT = 'schedstat',
  /** SELinux' state. */
  SELINUX = 'selinux',
  /** Slabs of the kernel; usually for root only. Off unless asked for. */
  SLABINFO = 'slabinfo',
  /** Sockets by kind. */
  SOCKSTAT = 'sockstat',
  /** Soft interrupts by kind. Off unless asked for. */
  SOFTIRQS = 'softirqs',
  /** Packets by processor. */
  SOFTNET = 'softnet',
  /** Boot time, forks, context switches. */
  STAT = 'stat',
  /** Services of supervisord. Off unless asked for. */
  SUPERVISORD = 'supervisord',
  /** Swap devices. Off unless asked for. */
  SWAP = 'swap',
  /** Kernel settings that are named by arguments. Off unless asked for. */
  SYSCTL = 'sysctl',
  /** Units of systemd and their state; asks it over the node's D-Bus. Off unless asked for. */
  SYSTEMD = 'systemd',
  /** Tape drives. */
  TAPESTATS = 'tapestats',
  /** TCP connections by state; costs much where there are many. Off unless asked for. */
  TCPSTAT = 'tcpstat',
  /** Metrics that others leave in files, see `textfiles`. */
  TEXTFILE = 'textfile',
  /** Thermal zones and what cools them. */
  THERMAL_ZONE = 'thermal_zone',
  /** The clock. */
  TIME = 'time',
  /** How the clock is kept; on some systems it needs the capability SYS_TIME. */
  TIMEX = 'timex',
  /** Queues of UDP. */
  UDP_QUEUES = 'udp_queues',
  /** Name and kernel of the node. */
  UNAME = 'uname',
  /** Counters of virtual memory. */
  VMSTAT = 'vmstat',
  /** Watchdogs. */
  WATCHDOG = 'watchdog',
  /** Wireless interfaces. Off unless asked for. */
  WIFI = 'wifi',
  /** IPsec. Off unless asked for. */
  XFRM = 'xfrm',
  /** XFS file systems. */
  XFS = 'xfs',
  /** ZFS. */
  ZFS = 'zfs',
  /** Zones of memory. Off unless asked for. */
  ZONEINFO = 'zoneinfo',
}

/** Those that collect nothing unless they are asked for. */
const OFF: ReadonlySet<NodeExporterCollector> = new Set([
  NodeExporterCollector.BUDDYINFO, NodeExporterCollector.CGROUPS, NodeExporterCollector.CPU_VULNERABILITIES, NodeExporterCollector.DRBD,
  NodeExporterCollector.DRM, NodeExporterCollector.ETHTOOL, NodeExporterCollector.INTERRUPTS, NodeExporterCollector.KSMD,
  NodeExporterCollector.LNSTAT, NodeExporterCollector.LOGIND, NodeExporterCollector.MEMINFO_NUMA, NodeExporterCollector.MOUNTSTATS,
  NodeExporterCollector.NETWORK_ROUTE, NodeExporterCollector.NTP, NodeExporterCollector.NVMESUBSYSTEM, NodeExporterCollector.PCIDEVICE,
  NodeExporterCollector.PERF, NodeExporterCollector.PROCESSES, NodeExporterCollector.QDISC, NodeExporterCollector.RUNIT,
  NodeExporterCollector.SLABINFO, NodeExporterCollector.SOFTIRQS, NodeExporterCollector.SUPERVISORD, NodeExporterCollector.SWAP,
  NodeExporterCollector.SYSCTL, NodeExporterCollector.SYSTEMD, NodeExporterCollector.TCPSTAT, NodeExporterCollector.WIFI, NodeExporterCollector.XFRM,
  NodeExporterCollector.ZONEINFO,
]);

export function isOffByDefault(collector: NodeExporterCollector): boolean {
  return OFF.has(collector);
}
