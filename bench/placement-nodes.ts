import type { KubeDaemonSet, KubeNode, KubePodSpec, KubeTaint } from '../src/placement';

/*
 * A large cluster as kubectl prints it: 40 node pools, each node with a host name of its own and the labels, annotations and addresses that a provider writes.
 */

const POOLS = 40;
const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const TYPES = [['m6i.xlarge', '3920m', 15_100_000], ['c6g.2xlarge', '7910m', 14_900_000], ['r6i.4xlarge', '15890m', 127_000_000], ['p4d.24xlarge', '95690m', 1_140_000_000]] as const;

function taintsOf(pool: number): KubeTaint[] {
  return [
    ...(pool % 8 === 3 ? [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] : []),
    ...(pool % 10 === 7 ? [{ key: 'dedicated', value: `team-${pool % 4}`, effect: 'NoSchedule' }] : []),
  ];
}

function hex(value: number, digits: number): string {
  return Math.abs(Math.imul(value + 1, 2654435761)).toString(16).padStart(digits, '0');
}

/** The last three parts of an address. */
function address(index: number, separator: string): string {
  return [Math.floor(index / 65536), Math.floor(index / 256) % 256, index % 256].join(separator);
}

/** One node; what its kubelet measures differs a little from machine to machine. */
export function benchNode(index: number): KubeNode {
  const pool = index % POOLS;
  const [type, cpu, memory] = TYPES[pool % TYPES.length];
  const zone = ZONES[index % ZONES.length];
  const arch = type.startsWith('c6g') ? 'arm64' : 'amd64';
  const name = `ip-10-${address(index, '-')}.eu-west-1.compute.internal`;
  // One in a hundred is cordoned, one in two hundred not ready.
  const taints = [
    ...taintsOf(pool),
    ...(index % 100 === 50 ? [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-05-01T08:00:00Z' }] : []),
    ...(index % 200 === 51 ? [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule', timeAdded: '2026-05-01T08:00:00Z' }] : []),
  ];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      annotations: {
        'alpha.kubernetes.io/provided-node-ip': `10.${address(index, '.')}`,
        'csi.volume.kubernetes.io/nodeid': `{"ebs.csi.aws.com":"i-${hex(index, 17)}"}`,
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
      creationTimestamp: '2026-04-30T21:14:09Z',
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/instance-type': type,
        'beta.kubernetes.io/os': 'linux',
        'disktype': pool % 3 === 0 ? 'ssd' : 'hdd',
        'eks.amazonaws.com/capacityType': pool % 5 === 0 ? 'SPOT' : 'ON_DEMAND',
        'eks.amazonaws.com/nodegroup': `pool-${pool}`,
        'eks.amazonaws.com/nodegroup-image': `ami-${hex(pool, 17)}`,
        'failure-domain.beta.kubernetes.io/region': 'eu-west-1',
        'failure-domain.beta.kubernetes.io/zone': zone,
        'k8s.io/cloud-provider-aws': hex(7, 32),
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': type,
        'team': `team-${pool % 4}`,
        'topology.ebs.csi.aws.com/zone': zone,
        'topology.kubernetes.io/region': 'eu-west-1',
        'topology.kubernetes.io/zone': zone,
      },
      name,
      resourceVersion: String(100000 + index),
      uid: `${hex(index, 8)}-0000-4000-8000-${hex(index, 12)}`,
    },
    spec: { providerID: `aws:///${zone}/i-${hex(index, 17)}`, ...(taints.length === 0 ? {} : { taints }) },
    status: {
      allocatable: {
        'attachable-volumes-aws-ebs': '25',
        'cpu': cpu,
        'ephemeral-storage': '76224326324',
        'hugepages-1Gi': '0',
        'hugepages-2Mi': '0',
        'memory': `${memory + (index * 7919 % 50) * 4}Ki`,
        'pods': '58',
      },
    },
  } as KubeNode;
}

function agent(i: number, spec: Partial<KubePodSpec>): KubeDaemonSet {
  const amounts = { cpu: `${50 + 10 * (i % 7)}m`, memory: `${64 + 32 * (i % 5)}Mi` };
  const container = { name: 'agent', resources: { requests: amounts, limits: { memory: amounts.memory } }, ports: [{ containerPort: 9100 + i }] };
  return { metadata: { name: `agent-${i}`, namespace: 'agents' }, spec: { template: { spec: { containers: [container], ...spec } } } };
}

const LINUX = { nodeSelector: { 'kubernetes.io/os': 'linux' } };

/** Twenty: some everywhere, some by selector, some by affinity, on the host network and not, of three priorities. */
export function benchAgents(): KubeDaemonSet[] {
  return Array.from({ length: 20 }, (_, i) => {
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'team', operator: 'In', values: [`team-${i % 4}`] }, { key: 'disktype', operator: 'NotIn', values: ['hdd'] }] },
            { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ZONES.slice(i % 3) }, { key: 'eks.amazonaws.com/capacityType', operator: 'Exists' }] },
          ],
        },
      },
    };
    return agent(i, {
      ...(i % 4 === 3 ? { nodeSelector: { disktype: 'ssd' } } : LINUX),
      ...(i % 5 === 2 ? { affinity } : {}),
      ...(i % 3 === 0 ? { hostNetwork: true } : {}),
      ...(i % 3 === 0 ? { tolerations: [{ operator: 'Exists' }] } : i % 3 === 1 ? { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } : {}),
      ...(i % 6 === 0 ? { priorityClassName: 'system-node-critical' } : {}),
    });
  });
}
