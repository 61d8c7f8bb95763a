import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AgentProps, containerOptions, isMounted, unlessMounted } from './common';
import { confined, saysWho } from './confined';
import { CommonDefaults, OwnDefault, shown } from './own-default';
import { AgentDefaults } from '../daemon-set/agent-defaults';
import { podDefaults } from '../daemon-set/agent-model';
import { DAEMON_SET_PROPS, checkProps } from '../daemon-set/check-props';
import { NodeAgentDaemonSetProps } from '../daemon-set/daemon-set-props';
import { HostAccessReason } from '../daemon-set/host-access-reason';
import { identify } from '../daemon-set/identity';
import { objectLabels } from '../daemon-set/object-labels';
import { ScopeDefaults, ScopeDefaultsProps } from '../daemon-set/scope-defaults';
import { fail, show } from '../errors';
import { AgentServiceAccount, Ownership, RoleIn, Rule, grantInCluster, grantInNamespace } from '../objects/rbac';
import { Container, ContainerOptions } from '../pod/container';
import { CONTAINER_KINDS } from '../pod/container-kinds';
import { given } from '../pod/given';
import { PodModel } from '../pod/pod-model';
import { isForWindows } from '../pod/windows';
import { ImageName } from '../values/image-name';
import { FIELDS, TEXT, requireKinds } from '../values/kinds';
import { KnownFields, picked } from '../values/known-fields';
import { requireAnnotations } from '../values/kube-names';
import { Platform } from '../values/platform';
import { isValueOf } from '../values/require';
import { ContainerSecurity, PodSecurity } from '../values/security';
import { TargetVersion } from '../values/target-version';
import { VolumeMount } from '../values/volume-mount';

/** What is fixed for a kind of agent. */
export interface AgentKind<D extends CommonDefaults> {
  /** Of the DaemonSet and of the main container, where the user gives none. */
  readonly name: string;
  /** Of the main container, where it is another than the DaemonSet's. */
  readonly containerName?: string;
  readonly defaults: D;
  /** All that it takes. */
  readonly known: KnownFields;
  /** Whether it asks the API server. Unset when that cannot be known: then it holds a token. */
  readonly asksApiServer?: boolean;
}

/** Of a pod, what is the same for the agent's pods and for those beside it. */
export type PodBasis = Pick<PodModel, 'labels' | 'imagePullSecrets' | 'mirrors' | 'defaults' | 'target' | 'where'>;

/** What agents do alike: find out what was written and which defaults are on, and make of it what the base takes. */
export class AgentContext<D extends CommonDefaults> {
  /** The DaemonSet's. */
  public readonly name: string;
  /** The main container's. */
  public readonly containerName: string;
  /** Says of every object beside the DaemonSet whose it is. */
  public readonly ownership: Ownership;
  private readonly defaults: AgentDefaults;
  private readonly scopeDefaults: ScopeDefaultsProps;
  /** Whose Kubernetes it is. */
  public readonly platform: Platform;
  private readonly target: TargetVersion;
  private readonly token: boolean | undefined;
  private readonly makesAccount: boolean;
  private account: IServiceAccount | undefined;

  constructor(private readonly agent: Construct, private readonly props: AgentProps, private readonly kind: AgentKind<D>) {
    const where = agent.node.path;
    this.name = props?.name ?? kind.name;
    this.containerName = props?.containerName ?? kind.containerName ?? kind.name;
    checkProps(agent, typeof props === 'object' && props !== null ? { ...props, name: this.name } : props, kind.known);
    requireKinds(where, props, { ...CONTAINER_KINDS, containerName: TEXT, serviceAccountAnnotations: FIELDS });
    const inherited = ScopeDefaults._of(agent);
    this.defaults = props.defaults ?? inherited.defaults ?? AgentDefaults.all();
    this.scopeDefaults = this.defaults.isOn('scopeDefaults') ? inherited : {};
    this.platform = props.platform ?? inherited.platform ?? Platform.kubernetes();
    this.target = props.targetVersion ?? inherited.targetVersion ?? TargetVersion.V1_28;
    AgentDefaults._declare(agent, shown(kind.defaults));
    const identity = identify(where, this.name, props.instance, props.adopt);
    this.ownership = { name: this.name, namespace: props.namespace, labels: objectLabels(props.labels, this.scopeDefaults, this.defaults, identity) };

    const makesAccount = props.serviceAccount === undefined && (kind.asksApiServer === true || this.isOn(kind.defaults.serviceAccount));
    if (props.serviceAccountAnnotations !== undefined) {
      requireAnnotations(where, 'ServiceAccount annotation', props.serviceAccountAnnotations);
      if (!makesAccount) {
        fail('NoAccountToAnnotate', where, `serviceAccountAnnotations are ${show(props.serviceAccountAnnotations)}, and no ServiceAccount is made here; annotate the one that is given, or leave the default serviceAccount on`);
      }
    }
    this.makesAccount = makesAccount;
    const withoutToken = makesAccount && kind.asksApiServer === false && this.defaults.isOn('serviceAccountToken') ? false : undefined;
    this.token = props.automountServiceAccountToken ?? (kind.asksApiServer === true ? true : withoutToken);
  }

  /**
   * Given, or made; undefined when neither. It is made when it is first asked for: after the agent's own checks, so that one that is refused leaves none behind, and before the
   * DaemonSet, so that whoever applies the objects in their order has no pod refused.
   */
  public get serviceAccount(): IServiceAccount | undefined {
    this.account ??= this.makesAccount ? new AgentServiceAccount(this.agent, 'ServiceAccount', this.ownership, this.props.serviceAccountAnnotations) : this.props.serviceAccount;
    return this.account;
  }

  /** Whether this default is on. */
  public isOn(one: OwnDefault<unknown>): boolean {
    return this.defaults.isOn(one.shown.id);
  }

  /** Whether a default of the base is on. */
  public isBaseOn(id: string): boolean {
    return this.defaults.isOn(id);
  }

  /** What was written, else the default if it is on. */
  public or<T>(one: OwnDefault<T>, written?: T): T | undefined {
    return written ?? (this.isOn(one) ? one.value(this.name) : undefined);
  }

  /** The image of an agent that has none of its own. @throws MissingImage */
  public requiredImage(whose: string, example: string): ImageName {
    const { image } = this.props as { image?: ImageName };
    if (!isValueOf(image, ImageName)) {
      fail('MissingImage', this.agent.node.path, `image is ${show(image)}; write ${whose}, such as ImageName.of(${show(example)})`);
    }
    return image;
  }

  /** All of the base that agents have in common; the reasons of the user go before the agent's. */
  public common(reasons: readonly HostAccessReason[]): Omit<NodeAgentDaemonSetProps, 'containers'> {
    const { targeting, tolerations, priority, rollout } = this.kind.defaults;
    return {
      ...picked(this.props, DAEMON_SET_PROPS),
      name: this.name,
      targeting: this.or(targeting, this.props.targeting),
      tolerations: this.or(tolerations, this.props.tolerations),
      priority: this.props.priority ?? this.or(priority, this.scopeDefaults.priority),
      rollout: rollout === undefined ? this.props.rollout : this.or(rollout, this.props.rollout),
      serviceAccount: this.serviceAccount,
      automountServiceAccountToken: this.token,
      hostAccessReasons: [...this.props.hostAccessReasons ?? [], ...reasons],
    };
  }

  /** The main container: what the agent is made of, and what was written. */
  public container(image: ImageName, own: ContainerOptions): Container {
    return Container.of({ ...this.containerOptions(own), name: this.containerName, image });
  }

  /** The same without name and image, for an agent that is wrapped in another. Lists are joined, anything else of `own` is taken as it is. */
  public containerOptions(own: ContainerOptions): ContainerOptions {
    const written = containerOptions(this.props);
    const names = new Set((written.env ?? []).map((variable) => variable.name));
    const { args = [], ports = [], env = [], hostPaths = [], ...fields } = own;
    return {
      ...written,
      ...given(fields),
      args: [...args, ...written.args ?? []],
      ports: [...ports, ...written.ports ?? []],
      env: [...env.filter((variable) => !names.has(variable.name)), ...written.env ?? []],
      hostPaths: [...this.unlessMounted(hostPaths), ...written.hostPaths ?? []],
    };
  }

  /** What pods beside the agent have of the cluster and of its defaults, as the agent's own do. */
  public get podBasis(): PodBasis {
    return {
      labels: this.scopeDefaults.labels ?? {},
      imagePullSecrets: [...new Set([...this.scopeDefaults.imagePullSecrets ?? [], ...this.props.imagePullSecrets ?? []])],
      mirrors: this.scopeDefaults.registryMirrors ?? [],
      defaults: podDefaults(this.defaults),
      target: this.target,
      where: this.agent.node.path,
    };
  }

  /** What is on, but for this one: for an agent around which this one is, and which has one of the same id. */
  public without(one: OwnDefault<unknown>): AgentDefaults {
    return this.defaults.without(one.shown.id);
  }

  /** The agent's confinement, under what was written for the container. */
  public security(one: OwnDefault<ContainerSecurity>): ContainerSecurity | undefined {
    const { securityContext: written, podSecurityContext: ofPod } = this.props;
    return this.isOn(one) ? confined(one.value(this.name), written, ofPod) : written;
  }

  /** Who the whole pod runs as, sidecars that say nothing of their own included; gone as soon as anybody says who runs, for pod or main container. */
  public podSecurity(one: OwnDefault<PodSecurity>): PodSecurity | undefined {
    const { securityContext: ofContainer = {}, podSecurityContext: written = {} } = this.props;
    const isSaid = saysWho(written, ofContainer);
    return this.isOn(one) && !isSaid && !isForWindows(written, ofContainer) ? { ...one.value(this.name), ...given(written) } : this.props.podSecurityContext;
  }

  /** Mounts of the agent's own, then those that were written; what is mounted at the same path by hand takes its place. */
  public mounts(own: readonly VolumeMount[]): VolumeMount[] {
    return [...this.unlessMounted(own), ...this.props.mounts ?? []];
  }

  /** A ClusterRole with these rules for the agent's account. */
  public grant(rules: readonly Rule[], roleName?: string): void {
    grantInCluster(this.agent, this.ownership, this.serviceAccount!.name, rules, roleName);
  }

  /** A Role with these rules for the agent's account, in its own namespace unless another is named. */
  public grantInNamespace(rules: readonly Rule[], where: RoleIn = { id: 'Role' }): void {
    grantInNamespace(this.agent, this.ownership, this.serviceAccount!.name, where, rules);
  }

  /** What is mounted at the same path by hand takes the place of the agent's. */
  public unlessMounted<T extends { readonly mountPath: string }>(paths: readonly T[]): T[] {
    return unlessMounted(this.props, paths);
  }

  /** Whether a path of the container is mounted by hand. */
  public isMounted(path: string): boolean {
    return isMounted(this.props, path);
  }
}
