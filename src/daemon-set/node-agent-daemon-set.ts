import { ApiObject, Lazy } from 'cdk8s';
import type { INetworkPolicyPeer, IPodSelector, NetworkPolicyPeerConfig, PodSelectorConfig } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AgentDefault, AgentDefaults, BASE_DEFAULTS } from './agent-defaults';
import { clusterOf, shareClass } from './cluster-scope';
import { ConfigFiles, checksum } from './config-files';
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
import { allContainers, renderPodTemplate } from '../pod/render-pod';
import { EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
import { IntOrPercent } from '../values/int-or-percent';
import { requireAnnotations, requireDnsSubdomain, requireLabels, requireWholeNumber } from '../values/kube-names';
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
  private readonly containers: Container[];
  private readonly initContainers: Container[];
  private readonly sidecars: Container[];
  private readonly volumes: Volume[];
  private readonly mounts: { readonly container?: string; readonly mount: VolumeMount }[] = [];
  private readonly env: { readonly container?: string; readonly variable: EnvVar }[] = [];
  private readonly hostPaths: HostPath[] = [];
  private readonly podLabels: { [key: string]: string };
  private readonly podAnnotations: { [key: string]: string };
  private readonly configs: { readonly name: string; readonly data: { readonly [file: string]: string } }[] = [];
  private tolerations: Tolerations;

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
    this.scopeDefaults = this.defaults.isOn('scopeDefaults') ? inherited : {};
    this.target = props.targetVersion ?? inherited.targetVersion ?? TargetVersion.V1_28;
    this.identity = identify(where, props.name, props.instance, props.adopt);
    this.selector = { ...this.identity.selector };
    this.containers = [...props.containers ?? []];
    this.initContainers = [...props.initContainers ?? []];
    this.sidecars = [...props.sidecars ?? []];
    this.volumes = [...props.volumes ?? []];
    this.podLabels = { ...props.podLabels };
    this.podAnnotations = { ...props.podAnnotations };
    const own = props.tolerations ?? Tolerations.none();
    this.tolerations = this.scopeDefaults.tolerations === undefined ? own : own.and(this.scopeDefaults.tolerations);
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
      spec: Lazy.any({ produce: () => renderDaemonSetSpec(this.model()) }),
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
    return this.tolerations;
  }

  /** What of the node the agent may see or change, each piece with its reason where one was given. */
  public get hostAccess(): HostAccess[] {
    return hostAccessOf(renderPodTemplate(this.podModel()).spec, this.reasons());
  }

  /** Adds a container. */
  public addContainer(container: Container): void {
    this.containers.push(container);
  }

  /** Adds a container that runs to its end before the others start, after those that are there. */
  public addInitContainer(container: Container): void {
    this.initContainers.push(container);
  }

  /**
   * Adds a container that runs beside the agent: from Kubernetes 1.29 on started before it and ended after it, before 1.29 an ordinary container.
   */
  public addSidecar(container: Container): void {
    this.sidecars.push(container);
  }

  /** Adds a volume that is mounted by its name. */
  public addVolume(volume: Volume): void {
    this.volumes.push(volume);
  }

  /**
   * Mounts a volume into a container.
   *
   * @param mount what and where
   * @param container its name; unset for the first container
   */
  public mount(mount: VolumeMount, container?: string): void {
    this.mounts.push({ mount, ...(container === undefined ? {} : { container }) });
  }

  /**
   * Mounts a path of the node into a container.
   *
   * @param path what of the node
   * @param container its name; unset for the first container
   */
  public mountHostPath(path: HostPath, container?: string): void {
    this.hostPaths.push(path);
    this.mount(path.toMount(), container);
  }

  /**
   * Adds a variable to the environment of a container.
   *
   * @param variable name and value
   * @param container its name; unset for the first container
   */
  public addEnv(variable: EnvVar, container?: string): void {
    this.env.push({ variable, ...(container === undefined ? {} : { container }) });
  }

  /** Stands these taints, too. */
  public addToleration(...tolerations: Toleration[]): void {
    this.tolerations = this.tolerations.and(Tolerations.of(...tolerations));
  }

  /** Adds a label to the pods, never to the selector. */
  public addPodLabel(key: string, value: string): void {
    requireLabels(this.node.path, 'pod label', { [key]: value });
    this.podLabels[key] = value;
  }

  /** Adds an annotation to the pods. */
  public addPodAnnotation(key: string, value: string): void {
    requireAnnotations(this.node.path, 'pod annotation', { [key]: value });
    this.podAnnotations[key] = value;
  }

  /** Makes a ConfigMap of these files and mounts it; a change of its content rolls the pods. */
  public addConfigFiles(config: ConfigFiles): void {
    const { configMapName, container, onlyFile } = config._options;
    const name = configMapName ?? (this.configs.length === 0 ? `${this.name}-config` : `${this.name}-config-${this.configs.length}`);
    new KubeObject(this, `ConfigMap-${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...(this.props.namespace === undefined ? {} : { namespace: this.props.namespace }), ...this.objectLabels() },
      data: config.files,
    });
    const volume = Volume.configMapNamed(this.configs.length === 0 ? 'config' : `config-${this.configs.length}`, name);
    this.configs.push({ name, data: config.files });
    this.mount(VolumeMount.of(config.mountPath, volume, { readOnly: true, ...(onlyFile === undefined ? {} : { subPath: onlyFile }) }), container);
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

  private reasons(): Map<string, string> {
    const all = [...this.hostPaths, ...allContainers(this.podModel()).flatMap((container) => container._props.hostPaths ?? [])];
    return new Map(all.flatMap((path) => (path.reason === undefined ? [] : [[path.path, path.reason]])));
  }

  private podModel(): PodModel {
    const isOn = (id: string) => this.defaults.isOn(id);
    const priority = this.props.priority ?? this.scopeDefaults.priority;
    const scoped = this.identity.adopted ? {} : this.scopeDefaults.labels;
    return {
      options: { ...this.props, volumes: this.volumes, podLabels: undefined, podAnnotations: undefined },
      containers: this.containers.map((container, i) => this.completed(container, i === 0)),
      initContainers: this.initContainers.map((container) => this.completed(container, false)),
      sidecars: this.sidecars.map((container) => this.completed(container, false)),
      labels: { ...scoped, ...this.podLabels, ...this.identity.templateLabels },
      annotations: { ...this.checksumAnnotation(), ...this.podAnnotations },
      targeting: this.targeting._toKube(),
      tolerations: this.tolerations._toKube(),
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

  private model(): DaemonSetModel {
    return {
      identity: this.identity,
      template: renderPodTemplate(this.podModel()),
      rollout: this.props.rollout ?? (this.defaults.isOn('rollingUpdate') ? TENTH : undefined),
      minReadySeconds: this.props.minReady?.toSeconds(),
      revisionHistoryLimit: this.props.revisionHistoryLimit,
      target: this.target,
    };
  }

  /** The container with what was added to it by its name. */
  private completed(container: Container, first: boolean): Container {
    const isMeant = (name: string | undefined) => (name === undefined ? first : name === container.name);
    const mounts = this.mounts.filter((added) => isMeant(added.container)).map((added) => added.mount);
    const env = this.env.filter((added) => isMeant(added.container)).map((added) => added.variable);
    return mounts.length + env.length === 0 ? container : container._with({
      mounts: [...container._props.mounts ?? [], ...mounts],
      env: [...container._props.env ?? [], ...env],
    });
  }

  /** Over what the library makes itself, and over ConfigMaps of cdk8s-plus whose content is known here. */
  private checksumAnnotation(): { [key: string]: string } {
    if (!this.defaults.isOn('configChecksum')) {
      return {};
    }
    const containers = [...this.containers, ...this.initContainers, ...this.sidecars];
    const mounted = containers.flatMap((container) => container._mounts.map((mount) => mount._volume));
    const given = [...this.volumes, ...mounted, ...this.mounts.map((added) => added.mount._volume)].flatMap((volume) => {
      // Of an imported ConfigMap there is only the name.
      const configMap = volume?._configMap as { name: string } & Partial<{ [kind in 'data' | 'binaryData']: { [key: string]: string } }> | undefined;
      const data = { ...configMap?.data, ...configMap?.binaryData };
      return configMap === undefined || Object.keys(data).length === 0 ? [] : [{ name: configMap.name, data }];
    });
    const all = [...new Map([...this.configs, ...given].map((config) => [config.name, config])).values()];
    return all.length === 0 ? {} : { 'checksum/config': checksum(all) };
  }

  private validate(): string[] {
    const known = new Set([...this.containers, ...this.initContainers, ...this.sidecars].map((container) => container.name));
    const meant = [...this.mounts, ...this.env].flatMap((added) => (added.container === undefined ? [] : [added.container]));
    const unknown = meant.filter((name) => !known.has(name));
    const problems = [
      ...[...new Set(unknown)].map((name) => ({
        code: 'UnknownContainer',
        message: `something was added to container ${show(name)}, and there are ${show([...known])}; write one of them`,
      })),
      ...checkDaemonSet(this.model()),
    ];
    return problems.map((problem) => formatProblem(this.node.path, problem));
  }
}

function checkProps(where: string, props: NodeAgentDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { name, containers, … }`);
  }
  requireDnsSubdomain(where, 'name', props.name);
  requireLabels(where, 'label', props.labels ?? {});
  requireLabels(where, 'pod label', props.podLabels ?? {});
  requireAnnotations(where, 'annotation', props.annotations ?? {});
  requireAnnotations(where, 'pod annotation', props.podAnnotations ?? {});
  if (props.namespace !== undefined) {
    requireDnsSubdomain(where, 'namespace', props.namespace);
  }
  if (props.revisionHistoryLimit !== undefined) {
    requireWholeNumber(where, 'revisionHistoryLimit', props.revisionHistoryLimit, 0);
  }
}
