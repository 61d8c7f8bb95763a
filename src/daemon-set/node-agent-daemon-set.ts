import { ApiObject, Lazy } from 'cdk8s';
import type { INetworkPolicyPeer, IPodSelector, NetworkPolicyPeerConfig, PodSelectorConfig } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AgentDefault, BASE_DEFAULTS } from './agent-defaults';
import { AgentSettings, daemonSetModel, labelsOf, settle, targetingOf } from './agent-model';
import { AgentState } from './agent-state';
import type { ClusterPod } from './cluster-clashes';
import { clusterOf, shareClass } from './cluster-scope';
import { ConfigFiles } from './config-files';
import { DaemonSetObject } from './daemon-set-object';
import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { HostAccess, hostAccessOf } from './host-access';
import { HostAccessReason } from './host-access-reason';
import { KubeObject, namespaceOf } from './kube-object';
import { objectMetadata } from './object-labels';
import { Patch } from './patch';
import { DaemonSetModel, checkDaemonSet, renderDaemonSetSpec } from './render-daemon-set';
import { SecurityContextConstraints, requireAccountOf } from './security-context-constraints';
import { formatProblem } from '../errors';
import { Container } from '../pod/container';
import { EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
import { TEXT, requireKinds } from '../values/kinds';
import { requireAnnotations, requireLabels, requireText } from '../values/kube-names';
import { NodeTargeting } from '../values/node-targeting';
import { requireValue } from '../values/require';
import { Toleration } from '../values/toleration';
import { Tolerations } from '../values/tolerations';
import { Volume } from '../values/volume';
import { VolumeMount } from '../values/volume-mount';

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

  private readonly settings: AgentSettings;
  private readonly object: DaemonSetObject;
  private readonly state: AgentState;
  /** Kept from check to check: cdk8s checks the whole App once for each of its Charts. */
  private kept: { readonly revision: number; readonly checksum: string | undefined; readonly model: DaemonSetModel; problems?: string[] } | undefined;

  /**
   * @throws NotAProp, InvalidName, InvalidLabelKey, InvalidLabelValue, InvalidNumber, EmptySelector, UnknownDefault, NoChart, NameTaken, PriorityClassDiffers, GlobalDefaultTwice, NoAccount, NoNamespace at once; the rest at synth
   */
  constructor(scope: Construct, id: string, props: NodeAgentDaemonSetProps) {
    super(scope, id);
    // All that can fail comes before the first object, so that none is left behind by an agent that was refused.
    this.settings = settle(this, props);
    const { name, annotations, configFiles = [], patches = [] } = this.settings.props;
    const isOpenShift = this.settings.platform.name === 'openshift';
    if (isOpenShift) {
      requireAccountOf(this, this.settings);
    }
    clusterOf(this);
    this.name = name;
    this.selector = { ...this.settings.identity.selector };
    this.state = new AgentState(this.settings);
    const configMaps = configFiles.map((files) => ({ name: this.state.addConfigFiles(files), files }));
    const priorityClass = this.settings.priority === undefined ? undefined : shareClass(this, this.settings.priority);

    this.object = new DaemonSetObject(this, 'Default', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: objectMetadata(name, this.settings.props.namespace, labelsOf(this.settings), annotations),
      spec: Lazy.any({ produce: () => renderDaemonSetSpec(this.current().model) }),
    });
    this.apiObject = this.object;
    if (isOpenShift) {
      new SecurityContextConstraints(this, this.settings, () => this.object.template());
      this.state.reasons.push(HostAccessReason._seLinux());
    }
    if (priorityClass !== undefined && priorityClass.chart === this.object.chart) {
      // Keeps the class before its agents, wherever the first of them stands; across charts cdk8s would rename every file.
      this.object.addDependency(priorityClass);
    }
    this.patch(...patches);
    configMaps.forEach((configMap) => this.makeConfigMap(configMap.name, configMap.files));
    this.node.addValidation({ validate: () => this.validate() });
    clusterOf(this).agents.add({ construct: this, name, changes: () => this.state.revision + this.object.patchCount, pod: () => this.finishedPod() });
  }

  /** The namespace, when it is known. */
  public get namespace(): string | undefined {
    return namespaceOf(this, this.settings.props.namespace);
  }

  /** Which nodes are meant, defaults included. */
  public get targeting(): NodeTargeting {
    return targetingOf(this.settings, this.state);
  }

  /** Which taints it stands, the scope's included. */
  public get tolerationPolicy(): Tolerations {
    return this.state.tolerations;
  }

  /**
   * What of the node the agent may see or change, patches included, each piece with its reason where one was given.
   *
   * @throws PatchFailed, PatchParentMissing, PatchWithoutEffect, InvalidPatch, WrongType, InvalidName, NoContainers for patches that cannot be applied, or leave no sound pod
   */
  public get hostAccess(): HostAccess[] {
    return hostAccessOf(this.object.template(), this.state.reasons, this.state.pathReasons);
  }

  /** Says why the agent has what it has of the node; shown by `hostAccess`, after what was said before. */
  public addHostAccessReason(...reasons: HostAccessReason[]): void {
    reasons.forEach((reason) => requireValue(this.node.path, 'reason', reason, HostAccessReason));
    this.state.reasons.push(...reasons);
  }

  /** Adds a container. */
  public addContainer(container: Container): void {
    requireValue(this.node.path, 'container', container, Container);
    this.state.addContainer(container);
  }

  /** Adds a container that runs to its end before the containers start, after the init containers that are there. Sidecars start before it, but for those that say otherwise. */
  public addInitContainer(container: Container): void {
    requireValue(this.node.path, 'container', container, Container);
    this.state.addInitContainer(container);
  }

  /**
   * Adds a container that runs beside the agent: from Kubernetes 1.29 on started before it and ended after it, before 1.29 an ordinary container.
   * It starts before all init containers, unless it is a `Container.startingAfter(…)` one of them.
   */
  public addSidecar(container: Container): void {
    requireValue(this.node.path, 'container', container, Container);
    this.state.addSidecar(container);
  }

  /** Adds a volume that is mounted by its name. */
  public addVolume(volume: Volume): void {
    requireValue(this.node.path, 'volume', volume, Volume);
    this.state.addVolume(volume);
  }

  /**
   * Mounts a volume into a container.
   *
   * @param mount what and where
   * @param container its name; unset for the first container
   */
  public mount(mount: VolumeMount, container?: string): void {
    this.requireAddition('mount', mount, VolumeMount, container);
    this.state.addMount(mount, container);
  }

  /**
   * Mounts a path of the node into a container.
   *
   * @param path what of the node
   * @param container its name; unset for the first container
   */
  public mountHostPath(path: HostPath, container?: string): void {
    this.requireAddition('path', path, HostPath, container);
    this.state.addHostPath(path, container);
  }

  /**
   * Adds a variable to the environment of a container.
   *
   * @param variable name and value
   * @param container its name; unset for the first container
   */
  public addEnv(variable: EnvVar, container?: string): void {
    this.requireAddition('variable', variable, EnvVar, container);
    this.state.addEnv(variable, container);
  }

  /** Stands these taints, too. */
  public addToleration(...tolerations: Toleration[]): void {
    tolerations.forEach((toleration) => requireValue(this.node.path, 'toleration', toleration, Toleration));
    this.state.addTolerations(Tolerations.of(...tolerations));
  }

  /** Adds a label to the pods, never to the selector. */
  public addPodLabel(key: string, value: string): void {
    requireText(this.node.path, 'pod label key', key);
    requireLabels(this.node.path, 'pod label', { [key]: value });
    this.state.addPodLabel(key, value);
  }

  /** Adds an annotation to the pods. */
  public addPodAnnotation(key: string, value: string): void {
    requireText(this.node.path, 'pod annotation key', key);
    requireAnnotations(this.node.path, 'pod annotation', { [key]: value });
    this.state.addPodAnnotation(key, value);
  }

  /**
   * Makes a ConfigMap of these files and mounts it; a change of its content rolls the pods.
   *
   * @throws NameTaken when this agent makes one of that name already
   */
  public addConfigFiles(config: ConfigFiles): void {
    requireValue(this.node.path, 'config', config, ConfigFiles);
    this.makeConfigMap(this.state.addConfigFiles(config), config);
  }

  /** Changes the finished manifest; what every API server would refuse for its shape afterwards is told at synth. */
  public patch(...patches: Patch[]): void {
    patches.forEach((patch) => requireValue(this.node.path, 'patch', patch, Patch));
    patches.forEach((patch) => this.object.patch(patch));
  }

  /** For Services and network policies of cdk8s-plus. */
  public toPodSelectorConfig(): PodSelectorConfig {
    // Loaded here, for few need it and it is most of the time that cdk8s-plus takes to load.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { LabelSelector } = require('cdk8s-plus-28') as typeof import('cdk8s-plus-28');
    const { namespace } = this;
    return {
      labelSelector: LabelSelector.of({ labels: this.selector }),
      // Else a policy of another namespace would look for the agent in its own.
      ...(namespace === undefined ? {} : { namespaces: { names: [namespace] } }),
    };
  }

  /** For network policies of cdk8s-plus. They have no effect on agents on the host network. */
  public toNetworkPolicyPeerConfig(): NetworkPolicyPeerConfig {
    return { podSelector: this.toPodSelectorConfig() };
  }

  /** For network policies of cdk8s-plus. */
  public toPodSelector(): IPodSelector | undefined {
    return this;
  }

  private requireAddition(what: string, value: unknown, type: { readonly prototype: object }, container: string | undefined): void {
    requireValue(this.node.path, what, value, type);
    requireKinds(this.node.path, { container }, { container: TEXT });
  }

  private makeConfigMap(name: string, config: ConfigFiles): void {
    new KubeObject(this, `ConfigMap-${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: objectMetadata(name, this.settings.props.namespace, labelsOf(this.settings)),
      data: config.files,
    });
  }

  private current(): NonNullable<typeof this.kept> {
    // ConfigMaps of cdk8s-plus can change without the agent being told, so that their checksum is asked each time.
    const { revision, checksum } = this.state;
    if (this.kept?.revision !== revision || this.kept.checksum !== checksum) {
      this.kept = { revision, checksum, model: daemonSetModel(this.settings, this.state, checksum) };
    }
    return this.kept;
  }

  /** With its patches; without, when they cannot be applied or leave no pod, which is told elsewhere. */
  private finishedPod(): ClusterPod {
    const rendered = this.current().model.template.spec as ClusterPod;
    if (this.object.patchCount === 0) {
      return rendered;
    }
    try {
      return this.object.template().spec as ClusterPod;
    } catch {
      return rendered;
    }
  }

  private validate(): string[] {
    const current = this.current();
    current.problems ??= [...this.state.check(), ...checkDaemonSet(current.model)].map((problem) => formatProblem(this.node.path, problem));
    return current.problems;
  }
}
