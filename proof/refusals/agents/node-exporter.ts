/** Codes of the node exporter: about arguments of its program, which the API server does not read, and props of which one has no effect. */
export const CODES: Record<string, string> = {
  CollectorOnAndOff: 'about arguments of a program, which ends at once when a flag is repeated',
  CollectorsOnlyAndMore: 'about two props that contradict each other: nothing would be rendered',
  FileSystemWithoutRoot: 'about metrics that would be the container\'s own',
  FilterWithoutCollector: 'about an argument of a program, which would have no effect',
  FilteredTwice: 'about arguments of a program, which ends at once when a flag is repeated',
  InvalidPattern: 'about an argument of a program, which ends at once on it',
  LoopbackWithProxy: 'about a program that nobody could reach',
  MonitorWithoutLabels: 'about a ServiceMonitor that would find every Service of its namespace',
  MonitorWithoutService: 'about a ServiceMonitor that would find nothing',
  PodMonitorWithProxy: 'about a PodMonitor that would be refused by the proxy at each scrape',
  PortTakenByProxy: 'about two programs of one pod, of which the second could not listen',
  UnknownFilter: 'about an argument that the program does not have',
};
