import { ConfigFiles, checksum } from './config-files';
import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { PathReason } from './host-access';
import { HostAccessReason } from './host-access-reason';
import { Problem, show } from '../errors';
import { Container } from '../pod/container';
import { EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
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

  constructor(props: NodeAgentDaemonSetProps, tolerations: Tolerations) {
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
    this.podLabels[key] = value;
    this.changes++;
  }

  public addPodAnnotation(key: string, value: string): void {
    this.podAnnotations[key] = value;
    this.changes++;
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
  public addConfigFiles(agent: string, config: ConfigFiles): string {
    const { configMapName, containers = [undefined], onlyFile } = config._options;
    const suffix = this.configs.length === 0 ? '' : `-${this.configs.length}`;
    const name = configMapName ?? `${agent}-config${suffix}`;
    this.configs.push({ name, data: config.files });
    const options = { readOnly: true, ...(onlyFile === undefined ? {} : { subPath: onlyFile }) };
    const mount = VolumeMount.of(config.mountPath, Volume.configMapNamed(`config${suffix}`, name), options);
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
    return [...own, ...added].flatMap(({ container, item: { path, reason } }) => (reason === undefined ? [] : [{ container, path, reason }]));
  }

  /** Over what the library makes itself, and over ConfigMaps of cdk8s-plus whose content is known here; undefined when there is none. */
  public get checksum(): string | undefined {
    const volumes = [
      ...this.volumes,
      // Paths of the node, which are mounts as well, hold no ConfigMap.
      ...this.all.flatMap((container) => container._props.mounts ?? []).map((mount) => mount._volume),
      ...this.mounts.map(({ item }) => item._volume),
    ];
    const known = [...this.configs, ...volumes.flatMap(knownConfig)];
    return known.length === 0 ? undefined : checksum([...new Map(known.map((config) => [config.name, config])).values()]);
  }

  /** What was added to containers that are not there. */
  public check(): Problem[] {
    const names = new Set(this.all.map((container) => container.name));
    const unknown = [...this.mounts, ...this.env].flatMap(({ container }) => (container === undefined || names.has(container) ? [] : [container]));
    return [...new Set(unknown)].map((name) => ({
      code: 'UnknownContainer',
      message: `something was added to container ${show(name)}, and there are ${show([...names])}; write one of them`,
    }));
  }

  private get all(): Container[] {
    return [...this.containers, ...this.initContainers, ...this.sidecars];
  }

  private complete(container: Container, first: boolean): Container {
    const isMeant = (added: Added<unknown>) => (added.container === undefined ? first : added.container === container.name);
    const mounts = this.mounts.filter(isMeant).map(({ item }) => item);
    const env = this.env.filter(isMeant).map(({ item }) => item);
    return mounts.length + env.length === 0 ? container : container._with({
      mounts: [...container._props.mounts ?? [], ...mounts],
      env: [...container._props.env ?? [], ...env],
    });
  }
}

/** Of an imported ConfigMap there is only the name. */
function knownConfig(volume: Volume | undefined): KnownConfig[] {
  const configMap = volume?._configMap as { name: string } & Partial<{ [kind in 'data' | 'binaryData']: { [key: string]: string } }> | undefined;
  const data = { ...configMap?.data, ...configMap?.binaryData };
  return configMap === undefined || Object.keys(data).length === 0 ? [] : [{ name: configMap.name, data }];
}
