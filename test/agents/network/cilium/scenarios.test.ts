import { Duration } from 'cdk8s';
import {
  CiliumApiServer, CiliumCni, CiliumDaemonSet, CiliumDaemonSetProps, CiliumEncryption, CiliumEnvoy, CiliumHubble, CiliumIpam, CiliumLoadBalancerAlgorithm, CiliumLoadBalancerMode,
  CiliumMasquerade, CiliumRouting, CiliumStartupTaint, ImageName, Monitor, NodeTargeting, Taint, TaintEffect, Tolerations,
} from '../../../../src';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

/* As users of Cilium set it, from the values that they set most. */

const make = (props: CiliumDaemonSetProps) => synth((chart) => new CiliumDaemonSet(chart, 'cilium', props), { namespace: 'kube-system' });
const envOf = (container: Manifest) => Object.fromEntries(container.env.map(({ name, value }: Manifest) => [name, value]));
const operatorOf = (objects: Manifest[]) => only('Deployment', objects).spec.template.spec;

describe('machines of one\'s own, without kube-proxy', () => {
  const objects = make({
    clusterName: 'rack-1',
    clusterId: 7,
    // Of the load balancer before the control plane.
    apiServer: CiliumApiServer.of('10.20.0.10', 6443),
    kubeProxyReplacement: true,
    loadBalancer: { mode: CiliumLoadBalancerMode.DSR, algorithm: CiliumLoadBalancerAlgorithm.MAGLEV },
    ipam: CiliumIpam.clusterPool({ ipv4Cidrs: ['10.244.0.0/16'] }),
    routing: CiliumRouting.native({ autoDirectNodeRoutes: true }),
    masquerade: CiliumMasquerade.ebpf(),
    encryption: CiliumEncryption.wireguard(),
    config: { 'enable-bandwidth-manager': 'true', 'enable-l2-announcements': 'true' },
  });

  test('is configured as the handbook for that says', () => {
    expect(only('ConfigMap', objects).data).toMatchObject({
      'cluster-name': 'rack-1',
      'cluster-id': '7',
      'kube-proxy-replacement': 'true',
      'bpf-lb-mode': 'dsr',
      'bpf-lb-algorithm': 'maglev',
      'routing-mode': 'native',
      'auto-direct-node-routes': 'true',
      'ipv4-native-routing-cidr': '10.244.0.0/16',
      'cluster-pool-ipv4-cidr': '10.244.0.0/16',
      'enable-bpf-masquerade': 'true',
      'enable-wireguard': 'true',
      'enable-bandwidth-manager': 'true',
      'enable-l2-announcements': 'true',
    });
  });

  test('reaches the API server without kube-proxy, from the first init container on', () => {
    for (const container of [containerOf(objects, 'config'), containerOf(objects), operatorOf(objects).containers[0]]) {
      expect(envOf(container)).toMatchObject({ KUBERNETES_SERVICE_HOST: '10.20.0.10', KUBERNETES_SERVICE_PORT: '6443' });
    }
  });
});

describe('EKS with addresses of the VPC, nodes closed until Cilium is ready', () => {
  const props: CiliumDaemonSetProps = {
    ipam: CiliumIpam.eni({ prefixDelegation: true, subnetTags: { 'cilium.io/pods': 'true' } }),
    operator: { serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/cilium-operator' } },
    startupTaint: CiliumStartupTaint.managed(),
    monitor: Monitor.podMonitor({ interval: Duration.seconds(30) }),
  };
  const objects = make(props);

  test('pods have addresses that the VPC routes, given by the operator of AWS in the name of its role', () => {
    expect(only('ConfigMap', objects).data).toMatchObject({
      'ipam': 'eni', 'routing-mode': 'native', 'enable-endpoint-routes': 'true', 'enable-ipv4-masquerade': 'false', 'aws-enable-prefix-delegation': 'true', 'subnet-tags-filter': 'cilium.io/pods=true',
    });
    expect(only('ConfigMap', objects).data['cluster-pool-ipv4-cidr']).toBeUndefined();
    expect(operatorOf(objects).containers[0].command).toEqual(['cilium-operator-aws']);
    expect(objects.find(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === 'cilium-operator').metadata.annotations)
      .toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/cilium-operator' });
  });

  test('agents stand on new nodes, Fargate aside, and open them', () => {
    const agent = new CiliumDaemonSet(chartOf(), 'cilium', props);
    for (const effect of [TaintEffect.NO_SCHEDULE, TaintEffect.NO_EXECUTE]) {
      expect(agent.daemonSet.tolerationPolicy.tolerates(Taint.of('node.cilium.io/agent-not-ready', effect, 'true'))).toBe(true);
    }
    expect(only('ConfigMap', objects).data).toMatchObject({ 'remove-cilium-node-taints': 'true', 'cilium-pod-labels': 'app.kubernetes.io/instance=cilium,app.kubernetes.io/name=cilium' });
    expect(JSON.stringify(podOf(objects).affinity)).toContain('eks.amazonaws.com/compute-type');
    expect(only('PodMonitor', objects).spec.podMetricsEndpoints).toEqual([{ interval: '30s', port: 'prometheus' }]);
  });
});

describe('kubeadm with Multus, Hubble and policies of HTTP, images from a mirror', () => {
  const objects = make({
    image: ImageName.of('mirror.example.com/cilium/cilium:v1.20.2'),
    ipam: CiliumIpam.kubernetes(),
    cni: CiliumCni.shared(),
    envoy: CiliumEnvoy.daemonSet({ image: ImageName.of('mirror.example.com/cilium/cilium-envoy:v1.37.6') }),
    hubble: CiliumHubble.withCertificates('hubble-server-certs', { metrics: ['dns', 'drop', 'flow'] }),
    policySecretsNamespace: 'cilium-secrets',
    operator: { replicas: 1 },
  });

  test('leaves Multus\' configuration alone, and takes the node\'s range', () => {
    expect(only('ConfigMap', objects.filter(({ metadata }) => metadata.name === 'cilium-config')).data).toMatchObject({
      'cni-exclusive': 'false', 'ipam': 'kubernetes', 'k8s-require-ipv4-pod-cidr': 'true', 'external-envoy-proxy': 'true', 'hubble-metrics': 'dns drop flow',
    });
  });

  test('has all that Envoy and Hubble need, every image from the mirror', () => {
    expect(names(objects)).toEqual(expect.arrayContaining([
      'DaemonSet cilium', 'DaemonSet cilium-envoy', 'ConfigMap cilium-envoy-config', 'Service hubble-peer', 'Role kube-system:cilium-policy-secrets', 'Role kube-system:cilium-operator-policy-secrets',
    ]));
    const images = [...JSON.stringify(objects).matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image);
    expect(images.filter((image) => !image.startsWith('mirror.example.com/'))).toEqual([]);
    expect(images).toContain('mirror.example.com/cilium/operator-generic:v1.20.2');
  });
});

describe('a Cilium of the vendor\'s chart, taken over', () => {
  test('keeps its selectors and names, so that objects are changed and none is made anew', () => {
    const objects = make({
      adopt: { matchLabels: { 'k8s-app': 'cilium' }, templateLabels: { 'k8s-app': 'cilium', 'app.kubernetes.io/part-of': 'cilium' } },
      operator: { adopt: { matchLabels: { 'io.cilium/app': 'operator', 'name': 'cilium-operator' } } },
      envoy: CiliumEnvoy.daemonSet({ adopt: { matchLabels: { 'k8s-app': 'cilium-envoy' } } }),
      targeting: NodeTargeting.everyNode(),
      tolerations: Tolerations.everything(),
    });
    const selectors = objects.flatMap(({ kind, metadata, spec }) => (spec?.selector?.matchLabels === undefined ? [] : [[`${kind} ${metadata.name}`, spec.selector.matchLabels]]));
    expect(Object.fromEntries(selectors)).toEqual({
      'DaemonSet cilium': { 'k8s-app': 'cilium' }, 'DaemonSet cilium-envoy': { 'k8s-app': 'cilium-envoy' }, 'Deployment cilium-operator': { 'io.cilium/app': 'operator', 'name': 'cilium-operator' },
    });
    expect(only('ConfigMap', objects.filter(({ metadata }) => metadata.name === 'cilium-config')).data['cilium-pod-labels']).toBe('k8s-app=cilium');
    expect(names(objects)).toEqual(expect.arrayContaining(['ClusterRole cilium', 'ClusterRole cilium-operator', 'ServiceAccount cilium', 'ConfigMap cilium-config']));
  });
});
