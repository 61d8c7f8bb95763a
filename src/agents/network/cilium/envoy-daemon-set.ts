import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { ENVOY_HEALTH_PORT, envoyBootstrap } from './envoy-bootstrap';
import { envoyImage } from './images';
import { unconfined, whoAmI } from './init-containers';
import { BPF, ENVOY_ARTIFACTS, ENVOY_SOCKETS } from './node-paths';
import { Settled } from './settled';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { NodeAgentDaemonSetProps } from '../../../daemon-set/daemon-set-props';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { Container } from '../../../pod/container';
import { DnsPolicy } from '../../../pod/pod-options';
import { PortRef } from '../../../values/container-port';
import { Probe } from '../../../values/probe';
import { AppArmorProfile } from '../../../values/security';
import { MountPropagation } from '../../../values/volume-mount';

const DIRECTORY = '/etc/cilium-envoy';
const FILE = 'bootstrap-config.json';

const REASONS = [
  HostAccessReason.hostNetwork('what it lets pass is sent on in the node\'s network'),
  HostAccessReason.unconfined('marks of packets are set and the kernel\'s maps read, which profiles of container runtimes forbid'),
  HostAccessReason.root('sockets and maps that it shares with the agent belong to root'),
  HostAccessReason.capability('NET_ADMIN', 'packets are marked by whose they are, and sent from the pod\'s address'),
  HostAccessReason.capability('SYS_ADMIN', 'the kernel\'s maps are read'),
];

/** What Envoy's DaemonSet has in common with the agent's: where it stands, how important it is, whose it is. */
export type EnvoyPlace = Pick<NodeAgentDaemonSetProps,
'name' | 'namespace' | 'instance' | 'adopt' | 'labels' | 'targeting' | 'tolerations' | 'priority' | 'rollout' | 'defaults' | 'targetVersion' | 'imagePullSecrets'>;

/** Envoy on every node where the agent is, as the agent's configuration says with `external-envoy-proxy`. */
export function envoyDaemonSet(scope: Construct, id: string, settled: Settled, place: EnvoyPlace): NodeAgentDaemonSet {
  const { envoy: { _options: { image, resources } }, ipv4, ipv6 } = settled;
  const asked = { host: ipv4 ? '127.0.0.1' : '::1', timeout: Duration.seconds(5) };
  const ready = (more: object) => Probe.httpGet('/healthz', PortRef.number(ENVOY_HEALTH_PORT), { ...asked, ...more });
  return new NodeAgentDaemonSet(scope, id, {
    ...place,
    hostNetwork: true,
    dnsPolicy: DnsPolicy.DEFAULT,
    automountServiceAccountToken: false,
    terminationGracePeriod: Duration.seconds(1),
    podSecurityContext: { appArmorProfile: AppArmorProfile.unconfined() },
    hostAccessReasons: REASONS,
    configFiles: [ConfigFiles.of(DIRECTORY, { [FILE]: JSON.stringify(envoyBootstrap(ipv4, ipv6)) })],
    containers: [Container.of({
      name: 'cilium-envoy',
      image: image ?? envoyImage(),
      command: ['/usr/bin/cilium-envoy-starter'],
      args: ['--', '-c', `${DIRECTORY}/${FILE}`, '--base-id', '0', '--log-level', 'info'],
      env: whoAmI(),
      resources,
      securityContext: unconfined(['NET_ADMIN', 'SYS_ADMIN']),
      hostPaths: [ENVOY_SOCKETS, ENVOY_ARTIFACTS, BPF.withPropagation(MountPropagation.HOST_TO_CONTAINER)],
      startupProbe: ready({ initialDelay: Duration.seconds(5), period: Duration.seconds(2), failureThreshold: 105 }),
      livenessProbe: ready({ period: Duration.seconds(30), failureThreshold: 10 }),
      readinessProbe: ready({ period: Duration.seconds(30) }),
      terminationMessagePolicy: 'FallbackToLogsOnError',
    })],
  });
}
