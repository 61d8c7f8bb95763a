import { Duration, Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { METRICS, environment, hostPaths, mounts, ports, postStart, probes } from './agent-container';
import { CILIUM_PROPS, checkCilium, checkTogether } from './check-props';
import { METRICS_PORT, ciliumConfig } from './config';
import { envoyDaemonSet } from './envoy-daemon-set';
import { agentImage } from './images';
import { initContainers, unconfined } from './init-containers';
import { CiliumOperator } from './operator';
import { CAPABILITIES, privileges } from './privileges';
import { CiliumDaemonSetProps } from './props';
import { agentRights, configRights, secretReaderRights } from './rights';
import { Settled, settle } from './settled';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles, checksum } from '../../../daemon-set/config-files';
import { identify } from '../../../daemon-set/identity';
import { KubeObject, namespaceOf } from '../../../daemon-set/kube-object';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { objectMetadata } from '../../../daemon-set/object-labels';
import { monitorWithService } from '../../../objects/metrics';
import { grantInCluster, grantInNamespace } from '../../../objects/rbac';
import { localService } from '../../../objects/service';
import { ContainerResources } from '../../../pod/resources';
import { isForWindows } from '../../../pod/windows';
import { LifecycleHandler } from '../../../values/probe';
import { AppArmorProfile, PodSecurity, SeccompProfile } from '../../../values/security';
import { Tolerations } from '../../../values/tolerations';
import { AgentContext } from '../../agent-context';
import { containerOptions } from '../../common';
import { everyTaint, ownAccount, ownDefault, security, shown } from '../../own-default';
import { CniAgentDaemonSet, CniWriters } from '../cni-agent';
import { CNI_DEFAULTS } from '../cni-defaults';

/** Made elsewhere by whoever runs Cilium in the vendor's own way, which is the one that is taken over by the same names. */
const HOME = 'kube-system';

const DEFAULTS = {
  ...CNI_DEFAULTS,
  tolerations: everyTaint('a node becomes ready only through Cilium: not-ready and the startup taint are among the taints'),
  security: security('not privileged: 13 capabilities of their own reasons, not confined by SELinux', 'they are what the vendor found to be enough; the mounts that need more are made by an init container',
    unconfined(Object.keys(CAPABILITIES['cilium-agent']))),
  confinement: ownDefault<PodSecurity>('agentConfinement', 'seccomp and AppArmor do not confine the pods', 'profiles of container runtimes forbid mounting, entering namespaces and loading programs into the kernel',
    () => ({ appArmorProfile: AppArmorProfile.unconfined(), seccompProfile: SeccompProfile.unconfined() })),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 100m CPU and 512Mi memory, no limit',
    'what the vendor suggests; an agent that is ended for its memory leaves its node without changes of Services and policies, and so the cluster with more to do for the others',
    () => ({ cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(512) } })),
  probes: ownDefault('agentProbes', 'startup within 10 minutes, liveness and readiness at /healthz of port 9879 on loopback', 'the first start compiles and loads programs, and waits for the operator\'s custom resource definitions', () => true),
  grace: ownDefault('terminationGrace', 'terminationGracePeriodSeconds 1', 'packets are the kernel\'s to forward: the agent has nothing to bring to an end, and its successor waits', () => Duration.seconds(1)),
  preStop: ownDefault('uninstall', 'preStop runs /cni-uninstall.sh', 'takes the network\'s configuration off the node where cni says so, and does nothing else', () => LifecycleHandler.exec(['/cni-uninstall.sh'])),
  serviceAccount: ownAccount('with its token and rights', 'policies, Services, nodes and identities are read and written in its name'),
};

/**
 * Cilium: the network of pods by programs in the kernel, with the operator without which no agent becomes ready, both configured by one ConfigMap.
 *
 * @see https://docs.cilium.io/
 */
export class CiliumDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** Envoy, where it has a DaemonSet of its own. */
  public readonly envoy?: NodeAgentDaemonSet;
  /** In whose name the agents talk to the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** In whose name the operator talks to the API server. */
  public readonly operatorServiceAccount: IServiceAccount;
  /** The configuration of agents and operator, key by key. */
  public readonly config: { [key: string]: string };

  /**
   * @throws NoAddressFamily, MissingApiServer, KubeProxyBalances, DsrInVxlan, TunnelInVpc, MissingNativeCidr, ChainRoutes, IpsecInChain, IpsecWithHostFirewall, ClusterIdTooHigh,
   * InvalidClusterName, SettingOfProp, MissingOperatorImage, NoNamespace and what `CniAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: CiliumDaemonSetProps = {}) {
    super(scope, id);
    const where = this.node.path;
    const agent = new AgentContext(this, props, { name: 'cilium', defaults: DEFAULTS, known: CILIUM_PROPS, containerName: 'cilium-agent' });
    checkCilium(where, props);
    const { selector } = identify(where, agent.name, props.instance, props.adopt);
    const settled = settle(props, agent.name, selector);
    checkTogether(where, settled);
    const image = props.image ?? agentImage();
    const resources = agent.or(DEFAULTS.resources, props.resources);
    const usual = agent.isOn(DEFAULTS.probes) ? probes(settled) : undefined;
    const { isPrivileged } = settled;
    this.config = { ...ciliumConfig(settled) };
    this.serviceAccount = agent.serviceAccount;

    // What the pods need when they start comes before them.
    this.makeConfig(settled, agent);
    this.grant(settled, agent);
    const common = agent.common([]);
    const tolerations = props.startupTaint === undefined ? common.tolerations
      : (common.tolerations ?? Tolerations.none()).and(Tolerations.of(props.startupTaint._toleration));
    const cniAgent = new CniAgentDaemonSet(this, 'Default', {
      ...common,
      serviceAccountAnnotations: undefined,
      ...containerOptions(agent.container(image, {
        command: props.command ?? ['cilium-agent'],
        args: ['--config-dir=/tmp/cilium/config-map'],
        env: environment(settled, resources),
        ports: ports(settled),
        hostPaths: hostPaths(settled),
        mounts: agent.mounts(mounts(settled)),
        resources,
        startupProbe: props.startupProbe ?? usual?.startupProbe,
        livenessProbe: props.livenessProbe ?? usual?.livenessProbe,
        readinessProbe: props.readinessProbe ?? usual?.readinessProbe,
        postStart: props.postStart ?? postStart(settled),
        preStop: agent.or(DEFAULTS.preStop, props.preStop),
        terminationMessagePolicy: props.terminationMessagePolicy ?? 'FallbackToLogsOnError',
        securityContext: isPrivileged ? { privileged: true, ...props.securityContext } : agent.security(DEFAULTS.security),
      })._props),
      image,
      containerName: agent.containerName,
      tolerations,
      // Among those tolerations, with effect and value of its own.
      startupTaint: undefined,
      hostNetwork: props.hostNetwork,
      dnsPolicy: props.dnsPolicy,
      terminationGracePeriod: agent.or(DEFAULTS.grace, props.terminationGracePeriod),
      podSecurityContext: this.podSecurity(props, agent),
      podAnnotations: { ...this.configChecksum(settled, agent), ...props.podAnnotations },
      hostAccessReasons: [...props.hostAccessReasons ?? [], ...privileges(agent.containerName, isPrivileged).map(({ reason, source }) => reason.from(source))],
      configFiles: props.configFiles?.map((files, i) => apart(files, agent.name, i)),
      cniBinDirectory: props.cniBinDirectory,
      cniConfDirectory: props.cniConfDirectory,
      cniWriters: CniWriters.APART,
      beforeInstall: initContainers(settled, image),
      install: {
        containerName: 'install-cni-binaries',
        command: ['/install-plugin.sh'],
        securityContext: isPrivileged ? { privileged: true } : { seLinuxOptions: { level: 's0', type: 'spc_t' }, seccompProfile: SeccompProfile.runtimeDefault() },
        terminationMessagePolicy: 'FallbackToLogsOnError',
      },
      initContainers: props.initContainers,
    });
    this.daemonSet = cniAgent.daemonSet;
    this.operatorServiceAccount = new CiliumOperator(this, 'Operator', {
      settled, config: this.config, owner: agent.ownership, pods: agent.podBasis, hasChecksum: agent.isBaseOn('configChecksum'), roleName: (name) => this.roleName(props, name),
    }).serviceAccount;
    if (settled.envoy._kind === 'daemonSet') {
      const { namespace, labels, defaults, targetVersion, imagePullSecrets, targeting, priority, rollout } = common;
      this.envoy = envoyDaemonSet(this, 'Envoy', settled, {
        name: `${agent.name}-envoy`, instance: props.instance ?? agent.name, adopt: settled.envoy._options.adopt, namespace, labels, defaults, targetVersion, imagePullSecrets, targeting, tolerations, priority, rollout,
      });
    }
    this.services(settled, agent);
  }

  private makeConfig({ configName }: Settled, { ownership: { namespace, labels } }: AgentContext<typeof DEFAULTS>): void {
    new KubeObject(this, 'ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', metadata: objectMetadata(configName, namespace, labels), data: this.config });
  }

  /** Agents read the ConfigMap by the API server, and it is no volume of theirs. */
  private configChecksum({ configName }: Settled, agent: AgentContext<typeof DEFAULTS>): { [key: string]: string } {
    return agent.isBaseOn('configChecksum') ? { 'cilium.io/cilium-configmap-checksum': checksum([{ name: configName, data: this.config }]) } : {};
  }

  private grant(settled: Settled, { ownership, serviceAccount }: AgentContext<typeof DEFAULTS>): void {
    if (serviceAccount === undefined) {
      return;
    }
    const { props, configName } = settled;
    grantInCluster(this, ownership, serviceAccount.name, agentRights(settled), this.roleName(props, ownership.name));
    grantInNamespace(this, { ...ownership, name: `${configName}-reader` }, serviceAccount.name, { id: 'Role' }, configRights(settled));
    if (props.policySecretsNamespace !== undefined) {
      const secrets = { ...ownership, name: `${ownership.name}-policy-secrets` };
      grantInNamespace(new Construct(this, 'PolicySecrets'), secrets, serviceAccount.name, { id: 'Role', namespace: props.policySecretsNamespace }, secretReaderRights());
    }
  }

  /** In the namespace where the vendor has it there is one Cilium, by the vendor's names; elsewhere the usual name with the namespace. */
  private roleName({ namespace }: CiliumDaemonSetProps, name: string): string | undefined {
    return namespaceOf(this, namespace) === HOME ? name : undefined;
  }

  private podSecurity({ podSecurityContext: written }: CiliumDaemonSetProps, agent: AgentContext<typeof DEFAULTS>): PodSecurity | undefined {
    const isOurs = agent.isOn(DEFAULTS.confinement) && !isForWindows(written);
    return isOurs ? { ...DEFAULTS.confinement.value(agent.name), ...written } : written;
  }

  private services({ hubble, props: { monitor } }: Settled, { ownership }: AgentContext<typeof DEFAULTS>): void {
    const { selector } = this.daemonSet;
    if (hubble._isServed) {
      // By this name Hubble's relay looks for agents.
      localService(this, 'HubblePeer', { ...ownership, name: 'hubble-peer' }, selector, [{ name: 'peer-service', port: 443 }]);
    }
    monitorWithService(this, ownership, { selector, port: { name: METRICS, port: METRICS_PORT }, monitor });
  }
}

/** By its usual name, the ConfigMap of written files would be Cilium's own. */
function apart({ mountPath, files, _options }: ConfigFiles, name: string, i: number): ConfigFiles {
  return ConfigFiles.of(mountPath, files, { configMapName: `${name}-files${i === 0 ? '' : `-${i}`}`, ..._options });
}
