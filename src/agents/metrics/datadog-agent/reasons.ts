import { SYSTEM_PROBE } from './containers';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { Rule } from '../../../objects/rbac';

const WATCHES: { readonly [capability: string]: string } = {
  SYS_ADMIN: 'programs are loaded into the kernel, and their events read, by it on kernels that know no finer capability',
  SYS_RESOURCE: 'older kernels count maps of eBPF against the memory that a process may lock',
  SYS_PTRACE: 'files and namespaces of other processes are looked at',
  NET_ADMIN: 'connections that the node translates are told apart in its connection table',
  NET_BROADCAST: 'changes of the connection table are listened to',
  NET_RAW: 'names that are asked for are read off packets of DNS',
  IPC_LOCK: 'buffers that the kernel writes to are locked in memory',
  CHOWN: 'its sockets are given to the Agent\'s user',
  DAC_READ_SEARCH: 'the token by which the Agent\'s processes know each other belongs to another user',
};

/** https://github.com/DataDog/helm-charts/blob/main/charts/datadog/values.yaml, agents.containers.systemProbe.securityContext */
export const REASONS: readonly HostAccessReason[] = [
  HostAccessReason.root('sockets of the container runtime and log files of pods belong to root'),
  HostAccessReason.hostPid('who sends by the socket is told by its process, and processes of the node are watched'),
  HostAccessReason.hostNetwork('programs of the node send to its address'),
  HostAccessReason.hostPorts('programs of the node send to its address'),
  ...Object.entries(WATCHES).map(([name, reason]) => HostAccessReason.capability(name, reason, SYSTEM_PROBE)),
  HostAccessReason.capability('CHOWN', 'the token by which the Agent\'s processes know each other is given to the Agent\'s user'),
  HostAccessReason.capability('DAC_OVERRIDE', 'files that belong to the Agent\'s user are read and written by root'),
  HostAccessReason.capability('FOWNER', 'modes of files that belong to the Agent\'s user are changed by root'),
  HostAccessReason.unconfined('profiles of AppArmor that container runtimes load forbid the files of the kernel\'s probes', SYSTEM_PROBE),
  HostAccessReason.unconfined('SELinux lets no other type use the sockets and read the processes of the node'),
];

/** https://docs.datadoghq.com/containers/kubernetes/installation/, and the chart's ClusterRole of the Agent. */
export function rulesOf(isAutopilot: boolean): Rule[] {
  return [
    { nonResourceURLs: ['/metrics', '/metrics/slis'], verbs: ['get'] },
    // The kubelet asks for these; nodes/proxy alone is its whole API, and GKE Autopilot gives it to nobody.
    {
      apiGroups: [''],
      resources: ['nodes/metrics', 'nodes/spec', 'nodes/stats', ...(isAutopilot ? [] : ['nodes/proxy'])],
      verbs: ['get'],
      reason: 'the kubelet is asked for its pods and their metrics, and knows no smaller right for the list of pods',
    },
    { apiGroups: [''], resources: ['endpoints'], verbs: ['get'] },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get'] },
  ];
}
