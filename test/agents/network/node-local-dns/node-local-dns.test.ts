import { Duration, Size } from 'cdk8s';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/node-local-dns';
import {
  AgentDefaults, IntOrPercent, Monitor, NodeLocalDnsBlock, NodeLocalDnsCache, NodeLocalDnsDaemonSet, NodeLocalDnsDaemonSetProps, NodeLocalDnsMode, NodeLocalDnsStubDomain, NodeLocalDnsUpstream,
  Rollout, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

type Props = Partial<NodeLocalDnsDaemonSetProps>;
const mode = NodeLocalDnsMode.iptables('10.96.0.10');
const ipvs = NodeLocalDnsMode.ipvs('10.96.0.10');
const there = { namespace: 'kube-system' };
const make = (props: Props = {}, options: { namespace?: string | null } = there) => synth((chart) => new NodeLocalDnsDaemonSet(chart, 'dns', { mode, ...props }), options);
const refusal = (props: unknown, options?: { namespace?: string }) => thrown(() => make(props as Props, options));
const all = AgentDefaults.all();
const named = (objects: Manifest[], name: string) => objects.find((object) => object.kind === 'Service' && object.metadata.name === name);

test('needs nothing but the mode of kube-proxy and the address of cluster DNS', () => {
  expect(names(make())).toEqual([
    'ServiceAccount node-local-dns', 'Service kube-dns-upstream', 'DaemonSet node-local-dns', 'ConfigMap node-local-dns-config', 'Service node-local-dns',
  ]);
  expect(refusal({ mode: undefined })).toMatch(/^\[MissingMode\] chart\/dns: mode is nothing/);
  expect(refusal({ mode: 'iptables' })).toMatch(/^\[MissingMode\] chart\/dns: mode is "iptables"/);
  expect(thrown(() => new NodeLocalDnsDaemonSet(chartOf(there), 'dns', null as never))).toMatch(/^\[MissingProps\] chart\/dns:/);
});

test('differs from the addon of Kubernetes exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

test('its file is mounted where the program looks for it, and a change of it rolls the pods', () => {
  const objects = make();
  expect(Object.keys(only('ConfigMap', objects).data)).toEqual(['Corefile.base']);
  expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/coredns', name: 'config', readOnly: true });
  const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
  expect(checksum({ forceTcp: false })).not.toBe(checksum({}));
  const byHand = make({ mounts: [VolumeMount.of('/etc/coredns', Volume.configMapNamed('own', 'own'))] });
  expect(byHand.filter((object) => object.kind === 'ConfigMap')).toEqual([]);
});

describe('modes', () => {
  test('iptables: both addresses, and a Service to ask behind the one that it takes over', () => {
    const objects = make();
    expect(containerOf(objects).args).toEqual(['-localip', '169.254.20.10,10.96.0.10', '-conf', '/etc/Corefile', '-upstreamsvc', 'kube-dns-upstream', '-pidfile', '/tmp/node-cache.pid']);
    expect(named(objects, 'kube-dns-upstream').spec).toEqual({
      ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }, { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 }], selector: { 'k8s-app': 'kube-dns' },
    });
    const kinds = objects.map((object) => object.kind);
    expect(kinds.indexOf('Service')).toBeLessThan(kinds.indexOf('DaemonSet'));
  });

  test('IPVS: the local address alone, and cluster DNS itself to ask', () => {
    const objects = make({ mode: ipvs });
    expect(containerOf(objects).args).toEqual(['-localip', '169.254.20.10', '-conf', '/etc/Corefile', '-pidfile', '/tmp/node-cache.pid']);
    expect(named(objects, 'kube-dns-upstream')).toBeUndefined();
  });

  test('the addresses of the construct say where it listens', () => {
    expect(new NodeLocalDnsDaemonSet(chartOf(there), 'dns', { mode, localAddress: '169.254.25.10' }).addresses).toEqual(['169.254.25.10', '10.96.0.10']);
    expect(new NodeLocalDnsDaemonSet(chartOf(there), 'dns', { mode: ipvs }).addresses).toEqual(['169.254.20.10']);
  });
});

describe('the upstream Service', () => {
  test('stands where the pods of cluster DNS are, or is refused', () => {
    expect(refusal({}, { namespace: 'dns' })).toMatch(/^\[UpstreamElsewhere\] chart\/dns: the namespace is "dns", and a Service there does not find the pods of cluster DNS in "kube-system"/);
    expect(names(make({ clusterDnsNamespace: 'openshift-dns', upstream: NodeLocalDnsUpstream.clusterDns({ podLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' } }) }, { namespace: 'openshift-dns' })))
      .toContain('Service kube-dns-upstream');
    expect(() => make({ upstream: NodeLocalDnsUpstream.addresses('10.244.0.2', '10.244.0.3') }, { namespace: 'dns' })).not.toThrow();
    expect(() => make({ mode: ipvs }, { namespace: 'dns' })).not.toThrow();
    // Where the namespace is not known here, nothing can be said of it.
    expect(() => make({}, { namespace: null })).not.toThrow();
  });

  test('is known to the program by the environment, which must tell of Services', () => {
    expect(refusal({ enableServiceLinks: false })).toMatch(/^\[NoServiceLinks\] chart\/dns: enableServiceLinks is false/);
    expect(() => make({ mode: ipvs, enableServiceLinks: false })).not.toThrow();
  });

  test('may exist already, or have another name', () => {
    const objects = make({ upstream: NodeLocalDnsUpstream.serviceNamed('dns-behind') });
    expect(containerOf(objects).args).toContain('dns-behind');
    expect(named(objects, 'dns-behind')).toBeUndefined();
    expect(named(make({ name: 'dns-cache' }), 'dns-cache-upstream').spec.selector).toEqual({ 'k8s-app': 'kube-dns' });
    expect(containerOf(make({ defaults: all.without('upstreamService') })).args).toContain('kube-dns-upstream');
  });
});

describe('what it has of the node', () => {
  test('its network, NET_ADMIN, root, its ports and the lock of iptables, each with its reason', () => {
    const { hostAccess } = new NodeLocalDnsDaemonSet(chartOf(there), 'dns', { mode }).daemonSet;
    expect(hostAccess.map(({ what }) => what)).toEqual([
      'hostNetwork', 'capability NET_ADMIN', 'user of the image', 'port 53/UDP', 'port 53', 'port 9253', 'port 9353', 'port 169.254.20.10:8080', 'writes /run/xtables.lock',
    ]);
    expect(hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  test('is not privileged, and keeps of the usual capabilities those of low ports and raw sockets alone', () => {
    const { capabilities, privileged, allowPrivilegeEscalation, readOnlyRootFilesystem } = containerOf(make()).securityContext;
    expect([privileged, allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities.add]).toEqual([undefined, false, false, ['NET_ADMIN']]);
    expect(capabilities.drop).toHaveLength(12);
    expect(capabilities.drop).not.toEqual(expect.arrayContaining(['NET_BIND_SERVICE']));
    expect(capabilities.drop).not.toEqual(expect.arrayContaining(['NET_RAW']));
  });
});

test('is there before everything else, on every node, never waits for cluster DNS, and is replaced on a twentieth of the nodes at a time', () => {
  const objects = make();
  expect(podOf(objects)).toMatchObject({ priorityClassName: 'system-node-critical', dnsPolicy: 'Default', hostNetwork: true, tolerations: [{ operator: 'Exists' }] });
  expect(only('DaemonSet', objects).spec.updateStrategy.rollingUpdate).toEqual({ maxUnavailable: '5%' });
});

test('its health is asked at the local address', () => {
  const { livenessProbe, readinessProbe, args } = containerOf(make({ localAddress: '169.254.25.10', healthPort: 8053 }));
  const httpGet = { host: '169.254.25.10', path: '/health', port: 8053 };
  expect(livenessProbe).toEqual({ httpGet, initialDelaySeconds: 60, timeoutSeconds: 5 });
  expect(readinessProbe).toEqual({ httpGet, timeoutSeconds: 5 });
  expect(args.slice(-2)).toEqual(['-health-port', '8053']);
});

test('is scraped behind a headless Service, by a monitor of either kind', () => {
  expect(named(make({ metricsPort: 9254 }), 'node-local-dns').spec).toMatchObject({ clusterIP: 'None', ports: [{ name: 'metrics', port: 9254, targetPort: 'metrics' }] });
  expect(only('ServiceMonitor', make({ monitor: Monitor.serviceMonitor() })).spec.endpoints).toEqual([{ port: 'metrics' }]);
  expect(only('PodMonitor', make({ monitor: Monitor.podMonitor() })).spec.podMetricsEndpoints).toEqual([{ port: 'metrics' }]);
  expect(refusal({ monitor: Monitor.serviceMonitor(), defaults: all.without('service') })).toMatch(/^\[MonitorWithoutService\]/);
});

test('defaults of the cache that it wraps are switched off by their ids as its own are', () => {
  expect(podOf(make({ defaults: all.without('agentDns') })).dnsPolicy).toBe('ClusterFirstWithHostNet');
  expect(podOf(make({ defaults: all.without('kubeDnsConfig') })).volumes.map(({ name }: Manifest) => name)).toEqual(['xtables-lock', 'config']);
  expect(refusal({ defaults: all.without('kubeDnsConfigs') })).toMatch(/^\[UnknownDefault\].*kubeDnsConfig,/);
});

describe('as its users set it', () => {
  test('an iptables cluster with a domain of the company, and larger caches', () => {
    const objects = make({
      stubDomains: [NodeLocalDnsStubDomain.of('corp.example.com', ['10.1.0.53', '10.2.0.53'])],
      clusterCache: NodeLocalDnsCache.of({ successCapacity: 50000, serveStale: Duration.hours(1) }),
      resources: { memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) } },
      monitor: Monitor.serviceMonitor({ labels: { release: 'prometheus' } }),
    });
    expect(only('ConfigMap', objects).data['Corefile.base']).toContain('corp.example.com:53 {\n');
    expect(containerOf(objects).resources).toEqual({ limits: { memory: '512Mi' }, requests: { memory: '128Mi' } });
  });

  test('an IPVS cluster, whose kubelets name the local address, with servers of its own and one node at a time', () => {
    const objects = make({ mode: NodeLocalDnsMode.ipvs('172.20.0.10'), localAddress: '169.254.25.10', upstreamServers: ['172.16.0.2'], rollout: Rollout.rolling(IntOrPercent.of(1)) });
    const text: string = only('ConfigMap', objects).data['Corefile.base'];
    expect(text).toContain('forward . 172.20.0.10 {');
    expect(text).toContain('forward . 172.16.0.2\n');
    expect(only('DaemonSet', objects).spec.updateStrategy.rollingUpdate).toEqual({ maxUnavailable: 1 });
  });

  test('without answers of IPv6, with a log of what is asked, and names of one\'s own', () => {
    const objects = make({
      directives: ['log', 'template ANY AAAA {', '  rcode NOERROR', '}'],
      blocks: [NodeLocalDnsBlock.of(['intern.example'], ['hosts {', '  10.0.0.7 git.intern.example', '}'])],
    });
    expect(only('ConfigMap', objects).data['Corefile.base']).toContain('intern.example:53 {\n    bind 169.254.20.10 10.96.0.10\n    hosts {\n      10.0.0.7 git.intern.example\n    }\n}');
  });
});
