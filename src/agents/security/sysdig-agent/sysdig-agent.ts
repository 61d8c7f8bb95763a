import { Duration, Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HEALTH_PORT, SYSDIG_PROPS, checkSysdig } from './check-props';
import { CERTIFICATE_DIRECTORY, HOME, PEER, dragentYaml } from './dragent';
import { SysdigDriver } from './driver';
import { agentPaths, driverPaths, podMounts } from './paths';
import { SysdigAgentDaemonSetProps } from './props';
import { clusterRules, namespaceRules, reasonsOf } from './reasons';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { localService } from '../../../objects/service';
import { Container } from '../../../pod/container';
import { given } from '../../../pod/given';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { Probe } from '../../../values/probe';
import { ContainerSecurity } from '../../../values/security';
import { AgentContext } from '../../agent-context';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, security, shown } from '../../own-default';

/** https://docs.sysdig.com/en/release-notes/linux-host-shield-release-notes/: both images are of one version. */
const VERSION = '14.7.4';
const CONFIG = `${HOME}/etc/kubernetes/config`;
const AUDIT = 'k8s-audit';

function resources(memory: number, most: number): ContainerResources {
  return { cpu: { request: Cpu.millis(250) }, memory: { request: Size.mebibytes(memory), limit: Size.mebibytes(most) } };
}

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node that nobody watches because it is tainted is where an intruder would stay'),
  priority: nodeAgentsPriority(),
  hostNetwork: ownDefault('hostNetwork', 'the node\'s network', 'connections of the node are told apart by its addresses, and its health is asked on loopback', () => true),
  hostPid: ownDefault('hostPid', 'the node\'s processes', 'processes of the whole node are watched', () => true),
  grace: ownDefault('agentGrace', 'terminationGracePeriodSeconds: 5, but for the shield', 'it keeps nothing that would take longer to send, and a node is watched again the sooner', () => Duration.seconds(5)),
  security: security('user 0; privileged with a kernel module, eight capabilities without seccomp and AppArmor with eBPF', 'so much, and no more, Sysdig names for each driver', { runAsUser: 0 }),
  resources: ownDefault('agentResources', 'requests 250m CPU and 384Mi memory, at most 1Gi memory; of the init container 348Mi and 512Mi',
    'requests are those of Sysdig\'s newer chart, the limit is of both; no CPU limit, with which system calls would be missed', () => resources(384, 1024)),
  probes: ownDefault('agentProbes', 'readiness by HTTP at /healthz of 127.0.0.1:24483 after 90 s; off the host network by the file that it writes', 'it is ready once it has reached Sysdig, which takes its time; one that has not must not be ended for it',
    () => true),
  serviceAccount: ownAccount('with the rights to read the cluster\'s objects', 'kubelet and API server are asked in its name; without an account it has neither token nor rights'),
};

/**
 * The Sysdig agent on every node, for Sysdig Secure and Sysdig Monitor, or the Host Shield in its place.
 *
 * @see https://docs.sysdig.com/en/sysdig-secure/install-agent-kubernetes/
 */
export class SysdigAgentDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it asks the kubelet and the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its configuration, `dragent.yaml`. */
  public readonly dragentYaml: string;

  /**
   * @throws MissingAccessKey, MissingRegion, InvalidClusterName, InvalidTag, SecretAsText, RefusedByAutopilot, NoClientCertificate, OnePortForTwo, NotOfShield, NothingToInstall,
   * NoAccount and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: SysdigAgentDaemonSetProps) {
    super(scope, id);
    checkSysdig(this.node.path, props);
    const { shield, driver = SysdigDriver.kernelModule(), accessKey, auditServerPort, tls } = props;
    const main = shield === undefined ? 'sysdig' : 'sysdig-host-shield';
    const installer = shield === undefined ? 'sysdig-agent-kmodule' : `${main}-kmodule`;
    const agent = new AgentContext(this, props, { name: 'sysdig-agent', containerName: main, defaults: DEFAULTS, known: SYSDIG_PROPS });
    const hostNetwork = agent.or(DEFAULTS.hostNetwork, props.hostNetwork);
    const isByHand = agent.isMounted(CONFIG);
    this.dragentYaml = dragentYaml(props);
    const files = { 'dragent.yaml': this.dragentYaml, ...(shield === undefined ? {} : { 'host-shield.yaml': shield._yaml }) };
    const own: ContainerSecurity = driver._security(shield?._capabilities ?? []);

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(reasonsOf(installer)),
      hostNetwork,
      hostPid: agent.or(DEFAULTS.hostPid, props.hostPid),
      terminationGracePeriod: shield === undefined ? agent.or(DEFAULTS.grace, props.terminationGracePeriod) : props.terminationGracePeriod,
      configFiles: [...(isByHand ? [] : [ConfigFiles.of(CONFIG, files)]), ...props.configFiles ?? []],
      initContainers: [...(driver._isInstalled ? [install(props, driver, installer, agent.isOn(DEFAULTS.resources))] : []), ...props.initContainers ?? []],
      containers: [agent.container(props.image ?? ImageName.of(`quay.io/sysdig/agent-slim:${VERSION}`), {
        env: [EnvVar.fromField('K8S_NODE', 'spec.nodeName'), ...(shield === undefined ? [] : SHIELD_ENV), ...driver._env],
        ports: auditServerPort === undefined ? [] : [ContainerPort.named(AUDIT, auditServerPort)],
        hostPaths: agentPaths(driver, shield !== undefined),
        mounts: agent.mounts([...podMounts(driver, accessKey.secretName, accessKey.key), ...tls?._mounts(CERTIFICATE_DIRECTORY, PEER) ?? []]),
        readinessProbe: props.readinessProbe ?? (agent.isOn(DEFAULTS.probes) ? ready(hostNetwork === true) : undefined),
        resources: agent.or(DEFAULTS.resources, props.resources),
        securityContext: agent.security({ ...DEFAULTS.security, value: () => own }),
      })],
    });
    if (agent.serviceAccount !== undefined) {
      agent.grant(clusterRules(shield !== undefined));
      agent.grantInNamespace(namespaceRules(shield !== undefined));
    }
    if (auditServerPort !== undefined) {
      localService(this, 'Service', agent.ownership, this.daemonSet.selector, [{ name: AUDIT, port: auditServerPort }]);
    }
  }
}

const SHIELD_ENV = [EnvVar.fromField('K8S_NODE_NAME', 'spec.nodeName'), EnvVar.fromField('KUBE_POD_NAME', 'metadata.name')];

/** It answers on loopback: in a network of the pod's own, the kubelet would ask somebody else, and the file that it writes tells the same. */
function ready(onHostNetwork: boolean): Probe {
  const asks = { initialDelay: Duration.seconds(90), period: Duration.seconds(10), failureThreshold: 9 };
  return onHostNetwork
    ? Probe.httpGet('/healthz', PortRef.number(HEALTH_PORT), { host: '127.0.0.1', ...asks }) : Probe.exec(['test', '-e', `${HOME}/logs/running`], asks);
}

/** Loading a module needs all of it, whatever defaults are on: without it the agent would see nothing. */
function install(props: SysdigAgentDaemonSetProps, driver: SysdigDriver, name: string, hasResources: boolean): Container {
  return Container.of(given({
    name,
    image: props.driverImage ?? ImageName.of(`quay.io/sysdig/agent-kmodule:${VERSION}`),
    imagePullPolicy: props.imagePullPolicy,
    env: [...driver._env, ...proxyEnv(props)],
    hostPaths: driverPaths(driver),
    mounts: driver._mounts,
    resources: props.driverResources ?? (hasResources ? resources(348, 512) : undefined),
    securityContext: { privileged: true, runAsUser: 0, runAsGroup: 0, runAsNonRoot: false, readOnlyRootFilesystem: false },
  }));
}

/** Where no driver can be built, one is fetched. */
function proxyEnv({ proxy }: SysdigAgentDaemonSetProps): EnvVar[] {
  if (proxy === undefined) {
    return [];
  }
  const address = `http://${proxy.host}:${proxy.port}`;
  return [
    EnvVar.of('http_proxy', address), EnvVar.of('https_proxy', address), ...(proxy.noProxy === undefined ? [] : [EnvVar.of('no_proxy', proxy.noProxy.join(','))]),
  ];
}
