/*
 * Nodes as `kubectl get nodes -o json` prints them, images and conditions and all: about as long as those of a managed cluster, so that reading has as much to skip.
 */

const PLACES = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
const POOLS = 40;

export function kubectlNode(index: number): object {
  const pool = index % POOLS;
  const zone = PLACES[index % PLACES.length];
  const address = [10, Math.floor(index / 65_536), Math.floor(index / 256) % 256, index % 256];
  const name = `ip-${address.join('-')}.eu-central-1.compute.internal`;
  const gpu = pool % 10 === 7;
  const amounts = (cpu: string, memory: string) => ({
    'cpu': cpu, 'ephemeral-storage': '76224326324', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory, 'pods': '110', ...(gpu ? { 'nvidia.com/gpu': '4' } : {}),
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      annotations: {
        'csi.volume.kubernetes.io/nodeid': `{"ebs.csi.aws.com":"i-0${hash(index)}"}`,
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
      creationTimestamp: '2026-03-01T08:00:00Z',
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/instance-type': 'm6i.2xlarge',
        'beta.kubernetes.io/os': 'linux',
        'eks.amazonaws.com/capacityType': pool % 2 === 0 ? 'ON_DEMAND' : 'SPOT',
        'eks.amazonaws.com/nodegroup': `pool-${pool}`,
        'eks.amazonaws.com/nodegroup-image': 'ami-0123456789abcdef0',
        'failure-domain.beta.kubernetes.io/region': 'eu-central-1',
        'failure-domain.beta.kubernetes.io/zone': zone,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'm6i.2xlarge',
        'topology.ebs.csi.aws.com/zone': zone,
        'topology.kubernetes.io/region': 'eu-central-1',
        'topology.kubernetes.io/zone': zone,
      },
      name,
      resourceVersion: `${100000 + index}`,
      uid: `${hash(index).slice(0, 8)}-0000-4000-8000-${hash(index + 1).slice(0, 12)}`,
    },
    spec: {
      providerID: `aws:///${zone}/i-0${hash(index)}`,
      ...(gpu ? { taints: [{ effect: 'NoSchedule', key: 'nvidia.com/gpu', value: 'present' }] } : {}),
    },
    status: {
      addresses: [{ address: address.join('.'), type: 'InternalIP' }, { address: name, type: 'Hostname' }],
      allocatable: amounts('7910m', `${31 * 1024 * 1024 + (index % 64)}Ki`),
      capacity: amounts('8', '32Gi'),
      conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({
        lastHeartbeatTime: '2026-03-01T09:00:00Z',
        lastTransitionTime: '2026-03-01T08:00:30Z',
        message: `kubelet says "${type}" {in its own words}`,
        reason: `Kubelet${type}`,
        status: type === 'Ready' ? 'True' : 'False',
        type,
      })),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      images: Array.from({ length: 30 }, (_, i) => ({
        names: [`602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/image-${i}@sha256:${hash(i).repeat(4)}`, `602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/image-${i}:v1.${i}.0`],
        sizeBytes: 10000000 + i,
      })),
      nodeInfo: {
        architecture: 'amd64',
        bootID: hash(index),
        containerRuntimeVersion: 'containerd://2.0.0',
        kernelVersion: '6.1.0',
        kubeProxyVersion: 'v1.34.0',
        kubeletVersion: 'v1.34.0',
        machineID: hash(index),
        operatingSystem: 'linux',
        osImage: 'Amazon Linux 2023',
        systemUUID: hash(index),
      },
    },
  };
}

/** The list piece by piece, with kubectl's indentation. */
export function* kubectlNodeList(count: number): Iterable<string> {
  yield '{\n    "apiVersion": "v1",\n    "items": [\n';
  for (let i = 0; i < count; i++) {
    yield `${JSON.stringify(kubectlNode(i), undefined, 4).replace(/^/gm, '        ')}${i + 1 < count ? ',' : ''}\n`;
  }
  yield '    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n';
}

function hash(seed: number): string {
  let state = (seed + 1) * 2654435761 % 4294967296;
  let text = '';
  for (let i = 0; i < 2; i++) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    text += state.toString(16).padStart(8, '0');
  }
  return text;
}
