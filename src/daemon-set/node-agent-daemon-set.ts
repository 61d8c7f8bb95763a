import { ApiObject, Lazy } from 'cdk8s';
import type { INetworkPolicyPeer, IPodSelector, NetworkPolicyPeerConfig, PodSelectorConfig } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AgentDefault, AgentDefaults, BASE_DEFAULTS } from './agent-defaults';
import { AgentState } from './agent-state';
import { checkProps } from './check-props';
import { clusterOf, shareClass } from './cluster-scope';
import { ConfigFiles } from './config-files';
import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { HostAccess, hostAccessOf } from './host-access';
import { Identity, identify } from './identity';
import { KubeObject, namespaceOf } from './kube-object';
import { Patch } from './patch';
import { DaemonSetModel, checkDaemonSet, renderDaemonSetSpec } from './render-daemon-set';
import { ScopeDefaults, ScopeDefaultsProps } from './scope-defaults';
import { fail, formatProblem, show } from '../errors';
import { Container } from '../pod/container';
import { PodModel } from '../pod/pod-model';
import { renderPodTemplate } from '../pod/render-pod';
import { EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
import { IntOrPercent } from '../values/int-or-percent';
import { requireAnnotations, requireLabels } from '../values/kube-names';
import { NodeTargeting } from '../values/node-targeting';
import { Rollout } from '../values/rollout';
import { TargetVersion } from '../values/target-version';
import { Toleration } from '../values/toleration';
import { Tolerations } from '../values/tolerations';
import { Volume } from '../values/volume';
import { VolumeMount } from '../values/volume-mount';

const OS = 'kubernetes.io/os';
const LINUX = NodeTargeting.linux();
const TENTH = Rollout.rolling(IntOrPercent.percent(10));

/**
 * One pod on every eligible node: the base of every agent, and usable on its own for any other.
 *
 * The identity (name, selector, pod labels) comes from `name` and `instance` alone, so that moving the construct changes no byte of the output. Everything that is added
 * after construction is seen; rendering twice gives the same.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
 */
export class NodeAgentDaemonSet extends Construct implements IPodSelector, INetworkPolicyPeer {
  /** What the base sets although nobody wrote it, each with its reason; ids for `AgentDefaults`. */
  public static get defaults(): AgentDefault[] {
    return [...BASE_DEFAULTS];
  }

  /** The DaemonSet's name. */
  public readonly name: string;
  /** The labels by which the DaemonSet, Services and network policies find its pods. */
  public readonly selector: { [key: string]: string };
  /** The DaemonSet as cdk8s knows it; `ApiObject.of` finds it, too. */
  public readonly apiObject: ApiObject;

  private readonly props: NodeAgentDaemonSetProps;
  private readonly identity: Identity;
  private readonly defaults: AgentDefaults;
  private readonly scopeDefaults: ScopeDefaultsProps;
  private readonly target: TargetVersion;
  private readonly object: KubeObject;
  private readonly state: AgentState;
  /** Kept from check to check: cdk8s checks the whole App once for each of its Charts. */
  private kept: { readonly revision: number; readonly checksum: string | undefined; readonly model: DaemonSetModel; problems?: string[] } | undefined;

  /**
   * @throws InvalidName, InvalidLabelKey, InvalidLabelValue, InvalidNumber, EmptySelector, UnknownDefault, NoChart at once; the rest at synth
   */
  constructor(scope: Construct, id: string, props: NodeAgentDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkProps(where, props);
    this.props = props;
    this.name = props.name;
    const inherited = ScopeDefaults._of(this);
    this.defaults = props.defaults ?? inherited.defaults ?? AgentDefaults.all();
    // Defaults of a scope name ids of agents of every kind; only what was written here can be judged.
    props.defaults?._requireKnown(this);
    this.scopeDefaults = this.defaults.isOn('scopeDefaults') ? inherited : {};
    this.target = props.targetVersion ?? inherited.targetVersion ?? TargetVersion.V1_28;
    this.identity = identify(where, props.name, props.instance, props.adopt);
    this.selector = { ...this.identity.selector };
    const own = props.tolerations ?? Tolerations.none();
    this.state = new AgentState(props, this.scopeDefaults.tolerations === undefined ? own : own.and(this.scopeDefaults.tolerations));
    clusterOf(this);

    this.object = new KubeObject(this, 'Default', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: {
        name: props.name,
        ...(props.namespace === undefined ? {} : { namespace: props.namespace }),
        ...this.objectLabels(),
        ...(props.annotations === undefined ? {} : { annotations: props.annotations }),
      },
      spec: Lazy.any({ produce: () => renderDaemonSetSpec(this.current().model) }),
    });
    this.apiObject = this.object;
    const priority = props.priority ?? this.scopeDefaults.priority;
    const priorityClass = priority === undefined ? undefined : shareClass(this, priority);
    if (priorityClass !== undefined && priorityClass.chart === this.object.chart) {
      // Keeps the class before its agents, wherever the first of them stands; across charts cdk8s would rename every file.
      this.object.addDependency(priorityClass);
    }
    for (const patch of props.patches ?? []) {
      this.object.patch(patch);
    }
    for (const files of props.configFiles ?? []) {
      this.addConfigFiles(files);
    }
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** The namespace, when it is known. */
  public get namespace(): string | undefined {
    return namespaceOf(this, this.props.namespace);
  }

  /** Which nodes are meant, defaults included. */
  public get targeting(): NodeTargeting {
    const asked = this.props.targeting ?? NodeTargeting.everyNode();
    const windows = this.props.podSecurityContext?.windowsOptions !== undefined;
    return this.defaults.isOn('linuxNodes') && !windows && !asked.labelKeys.includes(OS) ? asked.and(LINUX) : asked;
  }

  /** Which taints it stands, the scope's included. */
  public get tolerationPolicy(): Tolerations {
    return this.state.tolerations;
  }

  /** What of the node the agent may see or change, each piece with its reason where one was given. */
  public get hostAccess(): HostAccess[] {
    return hostAccessOf(renderPodTemplate(this.podModel()).spec, this.state.reasons);
  }

  /** Adds a container. */
  public addContainer(container: Container): void {
    this.state.addContainer(container);
  }

  /** Adds a container that runs to its end before the others start, after those that are there. */
  public addInitContainer(container: Container): void {
    this.state.addInitContainer(container);
  }

  /**
   * Adds a container that runs beside the agent: from Kubernetes 1.29 on started before it and ended after it, before 1.29 an ordinary container.
   */
  public addSidecar(container: Container): void {
    this.state.addSidecar(container);
  }

  /** Adds a volume that is mounted by its name. */
  public addVolume(volume: Volume): void {
    this.state.addVolume(volume);
  }

  /**
   * Mounts a volume into a container.
   *
   * @param mount what and where
   * @param container its name; unset for the first container
   */
  public mount(mount: VolumeMount, container?: string): void {
    this.state.addMount(mount, container);
  }

  /**
   * Mounts a path of the node into a container.
   *
   * @param path what of the node
   * @param container its name; unset for the first container
   */
  public mountHostPath(path: HostPath, container?: string): void {
    this.state.addHostPath(path, container);
  }

  /**
   * Adds a variable to the environment of a container.
   *
   * @param variable name and value
   * @param container its name; unset for the first container
   */
  public addEnv(variable: EnvVar, container?: string): void {
    this.state.addEnv(variable, container);
  }

  /** Stands these taints, too. */
  public addToleration(...tolerations: Toleration[]): void {
    this.state.addTolerations(Tolerations.of(...tolerations));
  }

  /** Adds a label to the pods, never to the selector. */
  public addPodLabel(key: string, value: string): void {
    requireLabels(this.node.path, 'pod label', { [key]: value });
    this.state.addPodLabel(key, value);
  }

  /** Adds an annotation to the pods. */
  public addPodAnnotation(key: string, value: string): void {
    requireAnnotations(this.node.path, 'pod annotation', { [key]: value });
    this.state.addPodAnnotation(key, value);
  }

  /**
   * Makes a ConfigMap of these files and mounts it; a change of its content rolls the pods.
   *
   * @throws NameTaken when this agent makes one of that name already
   */
  public addConfigFiles(config: ConfigFiles): void {
    const name = this.state.addConfigFiles(this.name, config);
    if (this.node.tryFindChild(`ConfigMap-${name}`) !== undefined) {
      fail('NameTaken', this.node.path, `ConfigMap ${show(name)} is already made by this agent; write all files in one ConfigFiles, or give one of them another configMapName`);
    }
    new KubeObject(this, `ConfigMap-${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...(this.props.namespace === undefined ? {} : { namespace: this.props.namespace }), ...this.objectLabels() },
      data: config.files,
    });
  }

  /** Changes the finished manifest. */
  public patch(...patches: Patch[]): void {
    patches.forEach((patch) => this.object.patch(patch));
  }

  /** For Services and network policies of cdk8s-plus. */
  public toPodSelectorConfig(): PodSelectorConfig {
    // Loaded here, for few need it and it is most of the time that cdk8s-plus takes to load.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { LabelSelector } = require('cdk8s-plus-28') as typeof import('cdk8s-plus-28');
    return { labelSelector: LabelSelector.of({ labels: this.selector }) };
  }

  /** For network policies of cdk8s-plus. They have no effect on agents on the host network. */
  public toNetworkPolicyPeerConfig(): NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** For network policies of cdk8s-plus. */
  public toPodSelector(): IPodSelector | undefined {
    return this;
  }

  private objectLabels(): { labels?: { [key: string]: string } } {
    const labels = {
      ...this.scopeDefaults.labels,
      ...(this.defaults.isOn('recommendedLabels') && !this.identity.adopted ? this.identity.selector : {}),
      ...this.props.labels,
    };
    return Object.keys(labels).length === 0 ? {} : { labels };
  }

  private podModel(): PodModel {
    const isOn = (id: string) => this.defaults.isOn(id);
    const priority = this.props.priority ?? this.scopeDefaults.priority;
    const checksum = isOn('configChecksum') ? this.state.checksum : undefined;
    const scoped = this.identity.adopted ? {} : this.scopeDefaults.labels;
    return {
      options: { ...this.props, volumes: this.state.volumes, podLabels: undefined, podAnnotations: undefined },
      ...this.state.completed,
      labels: { ...scoped, ...this.state.podLabels, ...this.identity.templateLabels },
      annotations: { ...(checksum === undefined ? {} : { 'checksum/config': checksum }), ...this.state.podAnnotations },
      targeting: this.targeting._toKube(),
      tolerations: this.state.tolerations._toKube(),
      priorityClassName: priority?.className,
      imagePullSecrets: [...new Set([...this.scopeDefaults.imagePullSecrets ?? [], ...this.props.imagePullSecrets ?? []])],
      mirrors: this.scopeDefaults.registryMirrors ?? [],
      defaults: {
        dnsPolicy: isOn('dnsPolicy'),
        imagePullPolicy: isOn('imagePullPolicy'),
        nodeNameEnv: isOn('nodeNameEnv'),
        noPrivilegeEscalation: isOn('noPrivilegeEscalation'),
        runtimeDefaultSeccomp: isOn('runtimeDefaultSeccomp'),
        serviceAccountToken: isOn('serviceAccountToken'),
      },
      target: this.target,
      windows: this.props.podSecurityContext?.windowsOptions !== undefined,
      where: this.node.path,
    };
  }

  private current(): NonNullable<typeof this.kept> {
    // ConfigMaps of cdk8s-plus can change without the agent being told, so that their checksum is asked each time.
    const { revision, checksum } = this.state;
    if (this.kept?.revision !== revision || this.kept.checksum !== checksum) {
      this.kept = { revision, checksum, model: this.rendered() };
    }
    return this.kept;
  }

  private rendered(): DaemonSetModel {
    return {
      identity: this.identity,
      template: renderPodTemplate(this.podModel()),
      rollout: this.props.rollout ?? (this.defaults.isOn('rollingUpdate') ? TENTH : undefined),
      minReadySeconds: this.props.minReady?.toSeconds(),
      revisionHistoryLimit: this.props.revisionHistoryLimit,
      target: this.target,
    };
  }

  private validate(): string[] {
    const current = this.current();
    current.problems ??= [...this.state.check(), ...checkDaemonSet(current.model)].map((problem) => formatProblem(this.node.path, problem));
    return current.problems;
  }
}
