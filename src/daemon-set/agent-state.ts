import type { AgentSettings } from './agent-model';
import { ConfigFiles, checksum } from './config-files';
import { PathReason } from './host-access';
import { HostAccessReason } from './host-access-reason';
import { Problem, fail, show } from '../errors';
import { Container } from '../pod/container';
import { ConfigSource, contentOf } from '../values/config-source';
import { EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
import { requireDnsSubdomain } from '../values/kube-names';
import { Tolerations } from '../values/tolerations';
import { Volume } from '../values/volume';
import { VolumeMount } from '../values/volume-mount';

/** Something added to one container after construction: to the first, when no name is given. */
interface Added<T> {
  readonly container: string | undefined;
  readonly item: T;
}

/** A ConfigMap whose content is known here. */
interface KnownConfig {
  readonly name: string;
  readonly data: { readonly [file: string]: string };
}

/** What of an agent grows after construction. Nothing is ever replaced or removed. */
export class AgentState {
  private readonly containers: Container[];
  private readonly initContainers: Container[];
  private readonly sidecars: Container[];
  public readonly volumes: Volume[];
  public readonly podLabels: { [key: string]: string };
  public readonly podAnnotations: { [key: string]: string };
  private readonly mounts: Added<VolumeMount>[] = [];
  private readonly env: Added<EnvVar>[] = [];
  private readonly hostPaths: Added<HostPath>[] = [];
  private readonly configs: KnownConfig[] = [];
  /** Why the agent has what it has of the node. */
  public readonly reasons: HostAccessReason[];
  private policy: Tolerations;
  private changes = 0;
  /** Kept until something is added. */
  private read: { readonly revision: number; readonly sources: readonly ConfigSource[]; readonly checksum: string | undefined } | undefined;

  constructor(private readonly settings: AgentSettings) {
    const { props, tolerations } = settings;
    this.policy = tolerations;
    this.containers = [...props.containers ?? []];
    this.initContainers = [...props.initContainers ?? []];
    this.sidecars = [...props.sidecars ?? []];
    this.volumes = [...props.volumes ?? []];
    this.podLabels = { ...props.podLabels };
    this.podAnnotations = { ...props.podAnnotations };
    this.reasons = [...props.hostAccessReasons ?? []];
  }

  /** Another one after every change. */
  public get revision(): number {
    return this.changes;
  }

  public get tolerations(): Tolerations {
    return this.policy;
  }

  public addContainer(container: Container): void {
    this.containers.push(container);
    this.changes++;
  }

  public addInitContainer(container: Container): void {
    this.initContainers.push(container);
    this.changes++;
  }

  public addSidecar(container: Container): void {
    this.sidecars.push(container);
    this.changes++;
  }

  public addVolume(volume: Volume): void {
    this.volumes.push(volume);
    this.changes++;
  }

  public addTolerations(tolerations: Tolerations): void {
    this.policy = this.policy.and(tolerations);
    this.changes++;
  }

  public addPodLabel(key: string, value: string): void {
    this.put('pod label', this.podLabels, key, value);
  }

  public addPodAnnotation(key: string, value: string): void {
    this.put('pod annotation', this.podAnnotations, key, value);
  }

  public addMount(item: VolumeMount, container: string | undefined): void {
    this.mounts.push({ container, item });
    this.changes++;
  }

  public addHostPath(path: HostPath, container: string | undefined): void {
    this.hostPaths.push({ container, item: path });
    this.addMount(path.toMount(), container);
  }

  public addEnv(item: EnvVar, container: string | undefined): void {
    this.env.push({ container, item });
    this.changes++;
  }

  /** Mounts the files; the ConfigMap's name is given back for whoever makes it. */
  public addConfigFiles(config: ConfigFiles): string {
    const { configMapName, containers = [undefined], onlyFile, defaultMode } = config._options;
    const suffix = this.configs.length === 0 ? '' : `-${this.configs.length}`;
    const name = configMapName ?? `${this.settings.props.name}-config${suffix}`;
    requireDnsSubdomain(this.settings.where, 'configMapName', name);
    if (this.configs.some((other) => other.name === name)) {
      fail('NameTaken', this.settings.where, `ConfigMap ${show(name)} is made by this agent already; write another configMapName, or put the files together`);
    }
    this.configs.push({ name, data: config.files });
    const options = { readOnly: true, ...(onlyFile === undefined ? {} : { subPath: onlyFile }) };
    const mount = VolumeMount.of(config.mountPath, Volume.configMapNamed(`config${suffix}`, name, { defaultMode }), options);
    containers.forEach((container) => this.addMount(mount, container));
    return name;
  }

  /** The containers with what was added to them. */
  public get completed(): { containers: Container[]; initContainers: Container[]; sidecars: Container[] } {
    return {
      containers: this.containers.map((container, i) => this.complete(container, i === 0)),
      initContainers: this.initContainers.map((container) => this.complete(container, false)),
      sidecars: this.sidecars.map((container) => this.complete(container, false)),
    };
  }

  /** Why paths of the node are mounted; the first reason for each path of a container is the one that is shown. */
  public get pathReasons(): PathReason[] {
    const own = this.all.flatMap((container) => (container._props.hostPaths ?? []).map((item) => ({ container: container.name, item })));
    const added = this.hostPaths.map(({ container, item }) => ({ container: container ?? this.containers[0]?.name, item }));
    return [...own, ...added].flatMap(({ container, item: { path, reason, source } }) => (reason === undefined ? [] : [{ container, path, reason, source }]));
  }

  /** Over what the library makes itself, and over ConfigMaps of cdk8s-plus whose content is known here; undefined when there is none. */
  public get checksum(): string | undefined {
    if (this.read?.revision !== this.revision) {
      const sources = this.sources();
      this.read = { revision: this.revision, sources, checksum: this.digest(sources) };
      return this.read.checksum;
    }
    // ConfigMaps of cdk8s-plus can change without being told here; what the library made itself cannot.
    return this.read.sources.length === 0 ? this.read.checksum : this.digest(this.read.sources);
  }

  private digest(sources: readonly ConfigSource[]): string | undefined {
    const known = new Map<string, { [key: string]: string }>();
    for (const { name, data } of [...this.configs, ...sources.map(contentOf)]) {
      known.set(name, { ...known.get(name), ...data });
    }
    const contents = [...known].map(([name, data]) => ({ name, data })).filter(({ data }) => Object.keys(data).length > 0);
    return contents.length === 0 ? undefined : checksum(contents);
  }

  /** The ConfigMaps that volumes and variables read. */
  private sources(): ConfigSource[] {
    return [
      ...this.volumes.flatMap((volume) => volume._configs),
      ...this.all.flatMap((container) => container._configs),
      ...this.mounts.flatMap(({ item }) => item._volume?._configs ?? []),
      ...this.env.flatMap(({ item }) => item._config ?? []),
    ];
  }

  /** What is said of containers that are not there. */
  public check(): Problem[] {
    return [...this.checkAdded(), ...this.checkOrder()];
  }

  /** Below Kubernetes 1.29, too, where it is of no effect. */
  private checkOrder(): Problem[] {
    const inits = this.initContainers.map(({ name }) => name);
    const ordered = this.all.filter(({ _startsAfter }) => _startsAfter !== undefined);
    return ordered.flatMap((container): Problem[] => {
      const { name, _startsAfter: after } = container;
      if (!this.sidecars.includes(container)) {
        return [{ code: 'NotASidecar', message: `container ${show(name)} starts after ${show(after)}, which only sidecars can; add it to sidecars, or leave startingAfter(…) out` }];
      }
      return inits.includes(after!) ? [] : [{ code: 'UnknownContainer', message: `sidecar ${show(name)} starts after init container ${show(after)}, and there are ${show(inits)}; write one of them` }];
    });
  }

  private checkAdded(): Problem[] {
    const names = new Set(this.all.map((container) => container.name));
    const unknown = [...this.mounts, ...this.env].flatMap(({ container }) => (container === undefined || names.has(container) ? [] : [container]));
    return [...new Set(unknown)].map((name) => ({
      code: 'UnknownContainer',
      message: `something was added to container ${show(name)}, and there are ${show([...names])}; write one of them`,
    }));
  }

  /** Every container, without what was added to it. */
  public get all(): Container[] {
    return [...this.containers, ...this.initContainers, ...this.sidecars];
  }

  private put(what: string, map: { [key: string]: string }, key: string, value: string): void {
    const before = Object.hasOwn(map, key) ? map[key] : undefined;
    if (before !== undefined && before !== value) {
      fail('AlreadySet', this.settings.where, `${what} ${key} is ${show(before)} already, and would become ${show(value)}; set it once`);
    }
    map[key] = value;
    this.changes++;
  }

  private complete(container: Container, first: boolean): Container {
    if (this.mounts.length + this.env.length === 0) {
      return container;
    }
    const isMeant = (added: Added<unknown>) => (added.container === undefined ? first : added.container === container.name);
    const mounts = this.mounts.filter(isMeant).map(({ item }) => item);
    const env = this.env.filter(isMeant).map(({ item }) => item);
    return mounts.length + env.length === 0 ? container : container._with({
      mounts: [...container._props.mounts ?? [], ...mounts],
      env: [...container._props.env ?? [], ...env],
    });
  }
}
