import { requireDnsLabel } from './kube-names';
import { requireOptions } from './option-fields';
import { requireFlag, requireText, requireUnsetOrOneOf, requireValue, valueClass } from './require';
import { Volume } from './volume';
import { fail, show } from '../errors';

/**
 * Whether mounts made on one side later are seen on the other.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation
 */
export enum MountPropagation {
  /** Neither side sees mounts made later; what Kubernetes does when nothing is said. */
  NONE = 'None',
  /** The container sees mounts that the node makes later. */
  HOST_TO_CONTAINER = 'HostToContainer',
  /** The node and other containers also see mounts that this container makes; it must be privileged. */
  BIDIRECTIONAL = 'Bidirectional',
}

/** Options of a mount. */
export interface VolumeMountOptions {
  /**
   * Whether the container cannot write to it.
   *
   * @default - unset: it can
   */
  readonly readOnly?: boolean;

  /**
   * Whether mounts made later are seen.
   *
   * @default - unset: they are not
   */
  readonly propagation?: MountPropagation;

  /**
   * Only this path within the volume. A ConfigMap's file mounted so is never updated in a running pod.
   *
   * @default - unset: the whole volume
   */
  readonly subPath?: string;

  /**
   * As `subPath`, with `$(VAR)` of the container's environment.
   *
   * @default - unset
   */
  readonly subPathExpr?: string;
}

/**
 * A volume at a path of a container.
 */
export class VolumeMount {
  /**
   * Mounts a volume, which comes into the pod with it.
   *
   * @param mountPath absolute path in the container
   * @throws InvalidPath, SubPathTwice, UnknownValue
   */
  public static of(mountPath: string, volume: Volume, options: VolumeMountOptions = {}): VolumeMount {
    requireValue('VolumeMount.of', 'volume', volume, Volume);
    return new VolumeMount('VolumeMount.of', mountPath, volume.name, options, volume);
  }

  /**
   * Mounts a volume by its name; the pod must have it in `volumes`.
   *
   * @param mountPath absolute path in the container
   * @throws InvalidPath, InvalidName, SubPathTwice, UnknownValue
   */
  public static named(mountPath: string, volumeName: string, options: VolumeMountOptions = {}): VolumeMount {
    requireDnsLabel('VolumeMount.named', 'volume name', volumeName);
    return new VolumeMount('VolumeMount.named', mountPath, volumeName, options);
  }

  private readonly kube: { [field: string]: unknown };

  private constructor(
    where: string,
    /** Absolute path in the container. */
    public readonly mountPath: string,
    /** The volume's name. */
    public readonly volumeName: string,
    options: VolumeMountOptions,
    /** @internal */
    public readonly _volume?: Volume,
  ) {
    checkedMountPath(where, mountPath);
    requireOptions(where, options, 'mount');
    requireFlag(where, 'readOnly', options.readOnly);
    requireUnsetOrOneOf(where, 'propagation', options.propagation, MountPropagation);
    if (options.subPath !== undefined && options.subPathExpr !== undefined) {
      fail('SubPathTwice', where, `subPath ${show(options.subPath)} and subPathExpr ${show(options.subPathExpr)} exclude each other; write one of them`);
    }
    for (const what of ['subPath', 'subPathExpr'] as const) {
      const path = options[what];
      if (path !== undefined) {
        requireText(where, what, path);
        if (path.startsWith('/') || path.split('/').includes('..')) {
          fail('InvalidPath', where, `${what} is ${show(path)}; write a relative path without ".."`);
        }
      }
    }
    const { propagation, readOnly, subPath, subPathExpr } = options;
    this.kube = {
      mountPath,
      ...(propagation === undefined ? {} : { mountPropagation: propagation }),
      name: volumeName,
      ...(readOnly === undefined ? {} : { readOnly }),
      ...(subPath === undefined ? {} : { subPath }),
      ...(subPathExpr === undefined ? {} : { subPathExpr }),
    };
  }

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    return this.kube;
  }
}

valueClass(VolumeMount, 'VolumeMount', 'VolumeMount.of("/var/cache", Volume.emptyDir("cache"))');

/** Absolute, on Linux or Windows; a colon is only Windows' drive. */
export function checkedMountPath(where: string, path: string): void {
  if (typeof path !== 'string' || !/^(\/|\\\\|[A-Za-z]:[\\/])[^:]*$/.test(path)) {
    fail('InvalidPath', where, `mount path is ${show(path)}; write an absolute path of the container without ":", such as "/var/log"`);
  }
}
