import { CONTAINER_KINDS, CONTAINER_PROPS } from './container-kinds';
import { copied } from './copied';
import { requireContainerFields } from './nested-kinds';
import { ContainerResources, renderResources } from './resources';
import { fail, show } from '../errors';
import { ConfigSource } from '../values/config-source';
import { ContainerPort } from '../values/container-port';
import { EnvFrom, EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
import { ImageName } from '../values/image-name';
import { requireKinds } from '../values/kinds';
import { requireKnown } from '../values/known-fields';
import { requireDnsLabel } from '../values/kube-names';
import { LifecycleHandler, Probe } from '../values/probe';
import { isValueOf, valueClass } from '../values/require';
import { ContainerSecurity } from '../values/security';
import { VolumeMount } from '../values/volume-mount';

/** When a node fetches an image. */
export enum ImagePullPolicy {
  /** At every start; a node that cannot reach the registry cannot start the agent. */
  ALWAYS = 'Always',
  /** When the node does not have it. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Never; it must be there. */
  NEVER = 'Never',
}

/** All of a container that an agent may set, its name and image aside. */
export interface ContainerOptions {
  /**
   * The program, in place of the image's.
   *
   * @default - unset: the image's
   */
  readonly command?: string[];
  /**
   * Its arguments.
   *
   * @default - unset: the image's
   */
  readonly args?: string[];
  /**
   * Where it starts.
   *
   * @default - unset: the image's
   */
  readonly workingDir?: string;
  /**
   * Variables of its environment, in this order.
   *
   * @default - NODE_NAME only, by which agents know their node without asking the API server
   */
  readonly env?: EnvVar[];
  /**
   * Objects whose keys become variables.
   *
   * @default - none
   */
  readonly envFrom?: EnvFrom[];
  /**
   * Ports it listens on.
   *
   * @default - none
   */
  readonly ports?: ContainerPort[];
  /**
   * What it needs of its node.
   *
   * @default - unset: a number that nobody measured would be wrong on every node
   */
  readonly resources?: ContainerResources;
  /**
   * What it may do.
   *
   * @default - no privilege escalation
   */
  readonly securityContext?: ContainerSecurity;
  /**
   * Volumes at paths; volumes come into the pod with their mounts.
   *
   * @default - none
   */
  readonly mounts?: VolumeMount[];
  /**
   * Paths of the node.
   *
   * @default - none
   */
  readonly hostPaths?: HostPath[];
  /**
   * Fails: the container is started again.
   *
   * @default - none
   */
  readonly livenessProbe?: Probe;
  /**
   * Fails: the pod gets no traffic, and a rollout waits.
   *
   * @default - none
   */
  readonly readinessProbe?: Probe;
  /**
   * The other probes wait until it succeeds.
   *
   * @default - none
   */
  readonly startupProbe?: Probe;
  /**
   * Right after the start.
   *
   * @default - none
   */
  readonly postStart?: LifecycleHandler;
  /**
   * Right before the end, within the pod's termination grace.
   *
   * @default - none
   */
  readonly preStop?: LifecycleHandler;
  /**
   * When the image is fetched.
   *
   * @default IfNotPresent for an image with tag or digest - a node that starts again must not depend on the registry
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * The file whose content becomes the container's last words.
   *
   * @default - unset: the API server sets /dev/termination-log
   */
  readonly terminationMessagePath?: string;
  /**
   * `File` or `FallbackToLogsOnError`.
   *
   * @default - unset: the API server sets File
   */
  readonly terminationMessagePolicy?: string;
  /**
   * With a terminal, so that output is not buffered.
   *
   * @default - unset: without
   */
  readonly tty?: boolean;
  /**
   * With an open standard input.
   *
   * @default - unset: without
   */
  readonly stdin?: boolean;
}

/** A container. */
export interface ContainerProps extends ContainerOptions {
  /** A DNS label, unique in the pod. */
  readonly name: string;
  /** The image. */
  readonly image: ImageName;
}

/**
 * A container of a pod: a value, which `NodeAgentDaemonSet` takes as a container, an init container or a sidecar.
 */
export class Container {
  /**
   * @throws InvalidName, MissingImage, NotAProp, WrongType, RequestAboveLimit, InvalidResource, InvalidQuantity, HugePagesAlone
   */
  public static of(props: ContainerProps): Container {
    if (typeof props !== 'object' || props === null) {
      fail('MissingContainer', 'Container.of', `got ${show(props)}; write { name, image, … }`);
    }
    requireDnsLabel('Container.of', 'container name', props.name);
    if (!isValueOf(props.image, ImageName)) {
      fail('MissingImage', `Container.of ${show(props.name)}`, `image is ${show(props.image)}; write ImageName.of("repository:tag")`);
    }
    const where = `Container.of ${show(props.name)}`;
    requireKnown(where, props, CONTAINER_PROPS);
    requireKinds(where, props, CONTAINER_KINDS);
    requireContainerFields(where, props);
    // Here, so that a mistake of one container is found where it is made.
    return new Container(copied(props), renderResources(where, props.resources ?? {}));
  }

  /** All mounts, those of host paths first. @internal */
  public readonly _mounts: readonly VolumeMount[];
  /** The ConfigMaps that its own volumes and variables read; paths of the node hold none. @internal */
  public readonly _configs: readonly ConfigSource[];

  private constructor(
    /** @internal */
    public readonly _props: ContainerProps,
    /** As the API server stores them. @internal */
    public readonly _resources: object,
    /** The init container after which it starts. @internal */
    public readonly _startsAfter?: string,
  ) {
    this._mounts = [...(_props.hostPaths ?? []).map((path) => path.toMount()), ..._props.mounts ?? []];
    this._configs = [
      ...(_props.mounts ?? []).flatMap((mount) => mount._volume?._configs ?? []),
      ...[..._props.env ?? [], ..._props.envFrom ?? []].flatMap((variable) => variable._config ?? []),
    ];
  }

  /** The container's name. */
  public get name(): string {
    return this._props.name;
  }

  /**
   * The same, for a sidecar that needs what an init container makes: it starts when that one has ended. Sidecars start before all init containers
   * otherwise, so that these can use them.
   *
   * @param initContainer the name of an init container of the pod
   * @throws InvalidName; at synth UnknownContainer when there is no such init container, NotASidecar
   */
  public startingAfter(initContainer: string): Container {
    requireDnsLabel('Container.startingAfter', 'container name', initContainer);
    return new Container(this._props, this._resources, initContainer);
  }

  /** The same with more. @internal */
  public _with(more: Partial<Pick<ContainerProps, 'mounts' | 'env'>>): Container {
    return new Container({ ...this._props, ...more }, this._resources, this._startsAfter);
  }
}

valueClass(Container, 'Container', 'Container.of({ name: "agent", image: ImageName.of("repository:tag") })');
