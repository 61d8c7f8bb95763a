import { Duration } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CalicoBackend } from './backend';
import { CALICO_PROPS, checkCalico } from './check-props';
import { Settings, apiServerEnv, configData, nodeEnv } from './config';
import { CalicoCrds } from './crds';
import { DEFAULTS, PLUGIN_LOG, REASONS } from './defaults';
import { InitContainers, agentPaths, beforeInstall, bootstrap, install } from './init-containers';
import { CalicoKubeControllers } from './kube-controllers';
import { CalicoProfile, profileOf } from './profile';
import { CalicoDaemonSetProps } from './props';
import { NODE, PLUGIN, tokenOf } from './rights';
import { CalicoTypha } from './typha';
import { CalicoVersion } from './version';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ClusterObject, namespaceOf } from '../../../daemon-set/kube-object';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { objectMetadata } from '../../../daemon-set/object-labels';
import { fail } from '../../../errors';
import { AgentConfigMap } from '../../../objects/config-map';
import { monitorWithService } from '../../../objects/metrics';
import { AgentServiceAccount, Ownership, grantInCluster, grantInNamespace } from '../../../objects/rbac';
import { ContainerOptions } from '../../../pod/container';
import { ContainerPort } from '../../../values/container-port';
import { HostPath } from '../../../values/host-path';
import { picked } from '../../../values/known-fields';
import { LifecycleHandler, Probe } from '../../../values/probe';
import { AgentContext } from '../../agent-context';
import { shown } from '../../own-default';
import { CniAgentDaemonSet, CniWriters } from '../cni-agent';
import { CNI_AGENT_PROPS } from '../cni-props';

/** https://github.com/projectcalico/calico/releases */
const VERSION = 'v3.32.1';
const METRICS = 'metrics';
const METRICS_PORT = 9091;

type Agent = AgentContext<typeof DEFAULTS>;

/**
 * Calico, by its manifest way: the node agent, the network plugin that it installs with an account of its own, and the controllers. Whatever one needs of the other comes with it.
 *
 * @see https://docs.tigera.io/calico/latest/about/
 */
export class CalicoDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name the node agent talks to the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /**
   * @throws PoolTwice, PoolsOverlap, PoolNeedsBird, NoNetworkOfOwn, CrdsNotRead, CrdsIncomplete, CrdChartTaken, InvalidNumber, InvalidPort, UnknownValue, NoNamespace,
   * MonitorWithoutLabels and what `CniAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: CalicoDaemonSetProps = {}) {
    super(scope, id);
    checkCalico(this.node.path, props ?? {});
    const agent = new AgentContext(this, props, { name: 'calico-node', defaults: DEFAULTS, known: CALICO_PROPS });
    const { version = CalicoVersion.of(VERSION), backend = CalicoBackend.bird(), pools = [], crds = CalicoCrds.external() } = props;
    const metricsPort = props.metricsPort ?? (props.monitor === undefined ? undefined : METRICS_PORT);
    const settings: Settings = { props, backend, pools, metricsPort, namespace: namespaceOf(this, props.namespace) };
    const profile = profileOf(version);
    const owned = (what: string): Ownership => ({ ...agent.ownership, name: `${familyOf(agent.name)}-${what}` });

    this.serviceAccount = agent.serviceAccount;
    crds._addTo(this);
    const account = this.grant(agent, backend, owned('cni-plugin'));
    const typhaService = props.typha === undefined ? undefined : owned('typha').name;
    const configMap = new AgentConfigMap(this, 'ConfigMap', owned('config'), configData(settings, profile, typhaService));
    this.addPools(settings, agent.ownership);

    const image = props.image ?? version._node;
    const init: InitContainers = {
      version,
      profile,
      configMap,
      account,
      apiServer: apiServerEnv(props.dataplane),
      security: agent.or(DEFAULTS.installSecurity),
      hasPaths: agent.isOn(DEFAULTS.nodePaths),
      cniBin: agent.isOn(DEFAULTS.cniPaths) ? HostPath.cniBin(props.cniBinDirectory).writable('the plugin\'s programs are installed there') : undefined,
    };
    const inner = new CniAgentDaemonSet(this, 'Default', {
      ...picked(props, CNI_AGENT_PROPS),
      ...this.container(agent, settings, profile, init),
      name: agent.name,
      containerName: agent.containerName,
      image,
      serviceAccount: agent.serviceAccount,
      // Said of the account that is made here.
      serviceAccountAnnotations: undefined,
      cniWriters: backend._hasNetwork ? CniWriters.INSTALL_AND_AGENT : CniWriters.NOBODY,
      beforeInstall: backend._hasNetwork ? beforeInstall(init) : [],
      install: backend._hasNetwork ? install(init) : undefined,
      initContainers: [bootstrap(init, image), ...props.initContainers ?? []],
      terminationGracePeriod: props.terminationGracePeriod ?? (agent.isOn(DEFAULTS.shutdown) ? Duration.seconds(0) : undefined),
      hostAccessReasons: [...props.hostAccessReasons ?? [], ...REASONS],
    });
    this.daemonSet = inner.daemonSet;
    this.addCompanions(agent, settings, version, owned);
    const { selector } = this.daemonSet;
    monitorWithService(this, agent.ownership, { selector, port: { name: METRICS, port: settings.metricsPort! }, monitor: props.monitor });
  }

  private container(agent: Agent, settings: Settings, profile: CalicoProfile, { configMap, account, hasPaths }: InitContainers): ContainerOptions {
    const { props, backend, metricsPort } = settings;
    const programs = backend._hasBird ? ['felix', 'bird'] : ['felix'];
    const probe = (question: string, more: object) => (agent.isOn(DEFAULTS.probes)
      ? Probe.exec(profile.health(programs, question), { period: Duration.seconds(10), timeout: Duration.seconds(10), ...more }) : undefined);
    const shutdown = agent.isOn(DEFAULTS.shutdown) ? LifecycleHandler.exec(profile.shutdown) : undefined;
    return agent.containerOptions({
      env: nodeEnv(settings, configMap, account),
      ports: metricsPort === undefined ? [] : [ContainerPort.named(METRICS, metricsPort)],
      hostPaths: hasPaths ? [...agentPaths(profile), ...(backend._hasNetwork ? [PLUGIN_LOG] : [])] : [],
      livenessProbe: props.livenessProbe ?? probe('live', { initialDelay: Duration.seconds(10), failureThreshold: 6 }),
      readinessProbe: props.readinessProbe ?? probe('ready', {}),
      preStop: props.preStop ?? shutdown,
      resources: agent.or(DEFAULTS.resources, props.resources),
      securityContext: agent.security(DEFAULTS.security),
    });
  }

  /** Rights of the agent, and an account of its own for the plugin; its name, where there is one. */
  private grant(agent: Agent, backend: CalicoBackend, plugin: Ownership): string | undefined {
    if (this.serviceAccount === undefined) {
      return undefined;
    }
    agent.grant(NODE);
    if (!backend._hasNetwork) {
      return undefined;
    }
    const scope = new Construct(this, 'CniPlugin');
    const account = new AgentServiceAccount(scope, 'ServiceAccount', plugin);
    grantInCluster(scope, plugin, account.name, PLUGIN);
    grantInNamespace(scope, { ...plugin, name: `${plugin.name}-token` }, this.serviceAccount.name, { id: 'Role' }, tokenOf(account.name));
    return account.name;
  }

  private addPools({ pools, backend }: Settings, { labels }: Ownership): void {
    for (const pool of pools) {
      const { metadata, ...fields } = pool._toKube(backend._encapsulation!) as { metadata: { name: string }; apiVersion: string; kind: string };
      new ClusterObject(this, `IpPool-${pool.name}`, { ...fields, metadata: objectMetadata(metadata.name, undefined, labels) });
    }
  }

  private addCompanions(agent: Agent, { props, namespace }: Settings, version: CalicoVersion, owned: (what: string) => Ownership): void {
    const profile = profileOf(version);
    const basis = agent.podBasis;
    if (agent.isOn(DEFAULTS.kubeControllers)) {
      if (namespace === undefined) {
        fail('NoNamespace', this.node.path, 'namespace is not known, and rights in the cluster must name it; set namespace on the agent or on its Chart');
      }
      new CalicoKubeControllers(this, 'KubeControllers', {
        basis, owner: owned('kube-controllers'), namespace, image: version._kubeControllers, profile, options: props.kubeControllers ?? {},
      });
    }
    if (props.typha !== undefined) {
      new CalicoTypha(this, 'Typha', {
        basis, owner: { ...owned('typha'), namespace }, image: version._typha, profile, options: props.typha, serviceAccount: this.serviceAccount, apiServer: apiServerEnv(props.dataplane),
      });
    }
  }
}

/** What the names of everything beside the agent begin with: `calico` for `calico-node`. Never a name alone, for `NAME-config` is that of its configuration files. */
function familyOf(name: string): string {
  return name.endsWith('-node') ? name.slice(0, -'-node'.length) : `${name}-calico`;
}
