import { CiliumApiServer } from './api-server';
import { CiliumCleanUp } from './clean-up';
import { CiliumCni } from './cni';
import { CiliumEncryption } from './encryption';
import { CiliumEnvoy } from './envoy';
import { CiliumHubble } from './hubble';
import { CiliumIpam } from './ipam';
import { CiliumLoadBalancer } from './load-balancer';
import { CiliumMasquerade } from './masquerade';
import { CiliumRouting } from './routing';
import { CiliumStartupTaint } from './startup-taint';
import { AdoptedIdentity } from '../../../daemon-set/daemon-set-props';
import { ContainerResources } from '../../../pod/resources';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { NodeTargeting } from '../../../values/node-targeting';
import { Tolerations } from '../../../values/tolerations';
import { AgentProps } from '../../common';

/** The operator: it makes the custom resource definitions, gives nodes their ranges, and takes startup taints away. Without one no agent becomes ready. */
export interface CiliumOperatorOptions {
  /**
   * So many, each on a node of its own: 1 for a cluster of one node.
   *
   * @default 2 - one takes over when the other's node is lost
   */
  readonly replicas?: number;
  /**
   * The image, of the agent's release.
   *
   * @default - `operator-generic`, or that of the cloud that `ipam` names, beside the agent's image and with its tag
   */
  readonly image?: ImageName;
  /**
   * More arguments.
   *
   * @default - none
   */
  readonly args?: string[];
  /**
   * More variables of its environment.
   *
   * @default - none
   */
  readonly env?: EnvVar[];
  /**
   * What it needs of its node.
   *
   * @default - requests 100m CPU and 128Mi memory, as the vendor suggests
   */
  readonly resources?: ContainerResources;
  /**
   * Which nodes.
   *
   * @default - Linux nodes
   */
  readonly targeting?: NodeTargeting;
  /**
   * Which taints it stands, besides the startup taint.
   *
   * @default - nodes of the control plane, and those that are not ready or not yet initialized by their cloud
   */
  readonly tolerations?: Tolerations;
  /**
   * Annotations of its ServiceAccount, by which clouds know it: `eks.amazonaws.com/role-arn`.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };
  /**
   * DNS pods that started before Cilium, and so are not its own, are started again.
   *
   * @default true - no policy holds for them else; it may delete pods for it
   */
  readonly restartsUnmanagedDns?: boolean;
  /**
   * Takes over a Deployment that exists, with its selector and pod labels unchanged.
   *
   * @default - a new identity of `app.kubernetes.io/name` and `app.kubernetes.io/instance`
   */
  readonly adopt?: AdoptedIdentity;
}

/** Cilium. */
export interface CiliumDaemonSetProps extends AgentProps {
  /**
   * The name of the cluster, which is part of what certificates and other clusters know it by: at most 32 letters, digits and "-".
   *
   * @default default - Cilium's own, for a cluster that is connected to no other
   */
  readonly clusterName?: string;
  /**
   * The number of the cluster among those that are connected, 1 to 255.
   *
   * @default 0 - it is connected to no other
   */
  readonly clusterId?: number;
  /**
   * Whether pods have addresses of IPv4.
   *
   * @default true - what most clusters have
   */
  readonly ipv4?: boolean;
  /**
   * Whether pods have addresses of IPv6.
   *
   * @default false - the nodes must have them, too
   */
  readonly ipv6?: boolean;
  /**
   * Who gives pods their addresses.
   *
   * @default CiliumIpam.clusterPool() - needs nothing of cloud or controller manager
   */
  readonly ipam?: CiliumIpam;
  /**
   * How packets of pods get from node to node.
   *
   * @default CiliumRouting.vxlan() - needs nothing of the network but one port; native where addresses are the cloud's
   */
  readonly routing?: CiliumRouting;
  /**
   * How what leaves the cluster gets the node's address.
   *
   * @default CiliumMasquerade.iptables() - on every kernel; not of IPv4 with ENI, where the VPC does it
   */
  readonly masquerade?: CiliumMasquerade;
  /**
   * Cilium takes the place of kube-proxy, which must not run then. Needs `apiServer`.
   *
   * @default false - kube-proxy is there in most clusters
   */
  readonly kubeProxyReplacement?: boolean;
  /**
   * How Services are balanced in place of kube-proxy.
   *
   * @default - Cilium's own way, when kube-proxy is replaced
   */
  readonly loadBalancer?: CiliumLoadBalancer;
  /**
   * Where the API server is, for every part of Cilium.
   *
   * @default - Kubernetes' own Service, which kube-proxy must have made
   */
  readonly apiServer?: CiliumApiServer;
  /**
   * What pods send from node to node can be read by nobody on the way.
   *
   * @default - it can
   */
  readonly encryption?: CiliumEncryption;
  /**
   * Who enforces policies of HTTP and DNS names.
   *
   * @default CiliumEnvoy.embedded() - no Envoy runs until a policy asks for it
   */
  readonly envoy?: CiliumEnvoy;
  /**
   * What flows between pods, seen.
   *
   * @default CiliumHubble.off() - it takes memory on every node, and certificates that nobody can make here
   */
  readonly hubble?: CiliumHubble;
  /**
   * Whose the directory of the nodes' network configuration is.
   *
   * @default CiliumCni.exclusive() - runtimes take the first configuration there, whoever wrote it
   */
  readonly cni?: CiliumCni;
  /**
   * The node's directory of plugins' programs.
   *
   * @default /opt/cni/bin - where container runtimes look unless told otherwise
   */
  readonly cniBinDirectory?: string;
  /**
   * The node's directory of networks' configuration.
   *
   * @default /etc/cni/net.d - where container runtimes look unless told otherwise
   */
  readonly cniConfDirectory?: string;
  /**
   * The taint by which no pod starts on a node before Cilium is ready there. Tolerated by agents and operator, whatever `tolerations` says.
   *
   * @default CiliumStartupTaint.managed() - node pools that do not set it lose nothing; tolerated as far as `tolerations` says
   */
  readonly startupTaint?: CiliumStartupTaint;
  /**
   * What of an earlier Cilium is cleared off a node whenever an agent starts there.
   *
   * @default - nothing: connections live through a restart
   */
  readonly cleanUp?: CiliumCleanUp;
  /**
   * Agent and init containers are privileged, and mount without help, instead of having 13 capabilities and paths of `/proc/sys`: for nodes where those are not enough.
   *
   * @default false - whoever is privileged has the node
   */
  readonly privileged?: boolean;
  /**
   * Largest packet of the network of the nodes, in bytes.
   *
   * @default - found out
   */
  readonly mtu?: number;
  /**
   * Interfaces of the node that face the network: `eth0`, `ens+` for all that begin so.
   *
   * @default - found out
   */
  readonly devices?: string[];
  /**
   * The namespace for Secrets that policies name for TLS: the operator copies them there and only from there the agents read. It must exist. The operator can read every Secret
   * of the cluster then.
   *
   * @default - none: policies cannot name Secrets
   */
  readonly policySecretsNamespace?: string;
  /**
   * More of Cilium's configuration, key by key: `{ "enable-bbr": "true" }`. Keys that props settle are refused.
   *
   * @default - none
   */
  readonly config?: { [key: string]: string };
  /**
   * The image. Its configuration is that of 1.20.
   *
   * @default quay.io/cilium/cilium:v1.20.2 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * The operator.
   *
   * @default - two
   */
  readonly operator?: CiliumOperatorOptions;
  /**
   * An object of the Prometheus operator that has the agents' metrics scraped, at port 9962 of the node.
   *
   * @default - none: no metrics are served
   */
  readonly monitor?: Monitor;
}
