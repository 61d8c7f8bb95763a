import {
  AgentDefaults, ContainerPort, EnvVar, HostPath, ImageName, ListenAddress, NodeCacheDaemonSet, NodeCacheDaemonSetProps, PortProtocol, Probe,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, names, only, podOf, synth } from '../../synth';

type Props = Partial<NodeCacheDaemonSetProps>;
const image = ImageName.of('registry.example.com/cache:v1.0.0');
const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => new NodeCacheDaemonSet(chart, 'cache', { image, ...props });
const make = (props: Props = {}) => synth((chart) => made(chart, props));
const refusal = (props: unknown) => thrown(() => make(props as Props));
const access = (props: Props) => made(chartOf(), props).daemonSet.hostAccess;
const proxy = [ContainerPort.named('proxy', 3128)];

test('stands on the node\'s network, before everything else, past every taint, and never waits for cluster DNS', () => {
  expect(podOf(make())).toMatchObject({ hostNetwork: true, dnsPolicy: 'Default', priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }], automountServiceAccountToken: false });
});

test('is replaced on a twentieth of the nodes at a time', () => {
  expect(only('DaemonSet', make()).spec.updateStrategy.rollingUpdate).toEqual({ maxUnavailable: '5%' });
});

describe('where it listens', () => {
  test('on the node\'s address, which its environment tells, and by a Service to the cache of the same node', () => {
    const objects = make({ ports: proxy, args: ['--listen', '$(LISTEN_ADDRESS):3128'] });
    expect(containerOf(objects).env).toContainEqual({ name: 'LISTEN_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
    expect(only('Service', objects).spec).toMatchObject({ internalTrafficPolicy: 'Local', ports: [{ name: 'proxy', port: 3128, targetPort: 'proxy' }] });
  });

  test('on an address that is the same on every node: asked there by the kubelet, and without a Service, behind which nobody would answer', () => {
    const objects = make({ ports: proxy, listenAddress: ListenAddress.of('169.254.20.11') });
    expect(names(objects).filter((name) => name.startsWith('Service '))).toEqual([]);
    expect(containerOf(objects).readinessProbe).toEqual({ tcpSocket: { host: '169.254.20.11', port: 'proxy' } });
    expect(containerOf(objects).env.map(({ name }: { name: string }) => name)).toEqual(['NODE_NAME']);
  });

  test('a Service has named ports with their protocols, and is not made without them', () => {
    const ports = [ContainerPort.of(53, { name: 'dns', protocol: PortProtocol.UDP }), ContainerPort.of(9000)];
    expect(only('Service', make({ ports })).spec.ports).toEqual([{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' }]);
    expect(names(make({ ports: [ContainerPort.of(9000)] })).filter((name) => name.startsWith('Service '))).toEqual([]);
  });
});

describe('its health', () => {
  test('is asked over HTTP where it is told of, else by a connection to the first port over TCP', () => {
    expect(containerOf(make({ healthPort: 8081 })).livenessProbe).toEqual({ httpGet: { path: '/health', port: 8081 } });
    expect(containerOf(make({ healthPort: 8081, healthPath: '/ready', listenAddress: ListenAddress.loopback() })).readinessProbe).toEqual({ httpGet: { host: '127.0.0.1', path: '/ready', port: 8081 } });
    expect(containerOf(make({ ports: [ContainerPort.of(53, { name: 'dns', protocol: PortProtocol.UDP }), ContainerPort.of(54)] })).livenessProbe).toEqual({ tcpSocket: { port: 54 } });
    expect(containerOf(make()).livenessProbe).toBeUndefined();
    expect(containerOf(make({ ports: proxy, livenessProbe: Probe.exec(['check']) })).livenessProbe).toEqual({ exec: { command: ['check'] } });
  });

  test('a path without a port, or that is none', () => {
    expect(refusal({ healthPath: '/health' })).toMatch(/^\[InvalidHealthPath\] chart\/cache: healthPath is "\/health", and there is no healthPort/);
    expect(refusal({ healthPort: 80, healthPath: 'health' })).toMatch(/^\[InvalidHealthPath\].*begin it with/);
    expect(refusal({ healthPort: 0 })).toMatch(/^\[InvalidPort\]/);
  });
});

describe('what it has of the node', () => {
  test('a capability only for ports below 1024, and each piece with its reason', () => {
    expect(containerOf(make({ ports: proxy })).securityContext).toMatchObject({ capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    const ports = [ContainerPort.named('dns-tcp', 53)];
    expect(containerOf(make({ ports })).securityContext.capabilities).toEqual({ add: ['NET_BIND_SERVICE'], drop: ['ALL'] });
    const props = { ports, stateDirectory: HostPath.stateDirectory('cache') };
    expect(access(props).map(({ what }) => what)).toEqual(['hostNetwork', 'capability NET_BIND_SERVICE', 'user of the image', 'port 53', 'writes /var/lib/cache']);
    expect(access(props).filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  test('a state directory that cannot be written to is refused', () => {
    expect(refusal({ stateDirectory: HostPath.of('/mnt/cache') })).toMatch(/^\[ReadOnlyState\] chart\/cache: stateDirectory \/mnt\/cache/);
  });
});

describe('as it is used', () => {
  test('a mirror of images that containerd of the same node asks', () => {
    const objects = make({
      name: 'image-mirror',
      listenAddress: ListenAddress.loopback(),
      ports: [ContainerPort.named('registry', 5000)],
      healthPort: 5000,
      healthPath: '/v2/',
      env: [EnvVar.of('REGISTRY_PROXY_REMOTEURL', 'https://registry.example.com')],
      stateDirectory: HostPath.stateDirectory('image-mirror').at('/var/lib/registry'),
      securityContext: { runAsUser: 0 },
    });
    expect(names(objects)).toEqual(['ServiceAccount image-mirror', 'DaemonSet image-mirror']);
    expect(containerOf(objects).volumeMounts).toEqual([{ mountPath: '/var/lib/registry', name: 'state' }]);
  });

  test('time for the pods of the node, by a Service of that node', () => {
    const objects = make({ name: 'chrony', ports: [ContainerPort.of(123, { name: 'ntp', protocol: PortProtocol.UDP })], securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'SYS_TIME'] } } });
    expect(only('Service', objects).spec.ports).toEqual([{ name: 'ntp', port: 123, protocol: 'UDP', targetPort: 'ntp' }]);
    expect(containerOf(objects).livenessProbe).toBeUndefined();
  });

  test('a proxy in the pods\' network instead', () => {
    const objects = make({ name: 'squid', hostNetwork: false, ports: proxy, defaults: AgentDefaults.all().without('agentDns') });
    expect(podOf(objects).hostNetwork).toBe(false);
    expect(podOf(objects).dnsPolicy).toBeUndefined();
  });
});
