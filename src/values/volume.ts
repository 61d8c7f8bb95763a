import { Size } from 'cdk8s';
import type { IConfigMap, ISecret } from 'cdk8s-plus-28';
import { sizeQuantity } from './cdk8s-amounts';
import { ConfigSource } from './config-source';
import { requireDnsLabel, requireDnsSubdomain } from './kube-names';
import { requireOptions } from './option-fields';
import { ProjectedSource, downwardItems, fileMode, renderFiles } from './projected-source';
import { isLater, rawKind } from './raw';
import { requireFlag, requireList, requireMethod, requireTexts, requireUnsetOrOneOf, requireValues, valueClass } from './require';
import { requireResource } from './resource';
import { fail, show } from '../errors';

/**
 * What must be at a path of the node before its pod starts.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#hostpath-volume-types
 */
export enum HostPathType {
  /** A directory, made with mode 0755 and root as owner when nothing is there. */
  DIRECTORY_OR_CREATE = 'DirectoryOrCreate',
  /** A directory that is there. */
  DIRECTORY = 'Directory',
  /** A file, made with mode 0644 when nothing is there; its directory must be there. */
  FILE_OR_CREATE = 'FileOrCreate',
  /** A file that is there. */
  FILE = 'File',
  /** A UNIX socket that is there. */
  SOCKET = 'Socket',
  /** A character device that is there. */
  CHAR_DEVICE = 'CharDevice',
  /** A block device that is there. */
  BLOCK_DEVICE = 'BlockDevice',
}

/**
 * Where an `emptyDir` keeps its files.
 */
export enum EmptyDirMedium {
  /** In memory, counted against the container's memory limit. */
  MEMORY = 'Memory',
  /** In huge pages. */
  HUGE_PAGES = 'HugePages',
}

/** Options of an `emptyDir`. */
export interface EmptyDirOptions {
  /**
   * Where the files are kept.
   *
   * @default - unset: on the node's disk
   */
  readonly medium?: EmptyDirMedium;

  /**
   * The pod is evicted when it holds more than this.
   *
   * @default - unset: no limit but the node's
   */
  readonly sizeLimit?: Size;
}

/** Options of a volume of files that come from an object. */
export interface FileVolumeOptions {
  /**
   * Only these keys, at these paths within the volume: key → relative path.
   *
   * @default - unset: every key, at a path of its own name
   */
  readonly items?: { [key: string]: string };

  /**
   * Permission bits in octal, for example `0440`.
   *
   * @default - unset: the API server sets 0644
   */
  readonly defaultMode?: string;

  /**
   * Whether the pod starts although the object is not there.
   *
   * @default - unset: it waits for the object
   */
  readonly optional?: boolean;
}

/** Options of a volume that a CSI driver provides. */
export interface CsiVolumeOptions {
  /**
   * Whether it is read-only.
   *
   * @default - unset: the driver decides
   */
  readonly readOnly?: boolean;

  /**
   * What the driver is told, by its own keys.
   *
   * @default - none
   */
  readonly attributes?: { [key: string]: string };

  /**
   * The Secret with which the driver publishes the volume.
   *
   * @default - none
   */
  readonly nodePublishSecretName?: string;
}

/**
 * A volume of a pod, by its name. A value: containers that mount it bring it into the pod by themselves.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/
 */
export class Volume {
  /**
   * A path of the node.
   *
   * @param name unique in the pod
   * @param path absolute, without `..`
   * @param type what must be there; unset for no check
   * @throws InvalidName, InvalidPath, UnknownValue
   */
  public static hostPath(name: string, path: string, type?: HostPathType): Volume {
    checkedHostPath('Volume.hostPath', path);
    requireUnsetOrOneOf('Volume.hostPath', 'type', type, HostPathType);
    return new Volume('Volume.hostPath', name, { hostPath: { path, ...(type === undefined ? {} : { type }) } });
  }

  /** The keys of a ConfigMap, as files. Its content, when it is known here, counts for the checksum that rolls the pods. */
  public static configMap(name: string, configMap: IConfigMap, options: FileVolumeOptions = {}): Volume {
    requireResource('Volume.configMap', 'ConfigMap', configMap);
    const rest = files('Volume.configMap', options);
    return new Volume('Volume.configMap', name, undefined, () => ({ configMap: { name: configMap.name, ...rest } }), [{ configMap }]);
  }

  /** The keys of a ConfigMap that exists in the agent's namespace, as files. */
  public static configMapNamed(name: string, configMapName: string, options: FileVolumeOptions = {}): Volume {
    requireDnsSubdomain('Volume.configMapNamed', 'configMapName', configMapName);
    return new Volume('Volume.configMapNamed', name, { configMap: { name: configMapName, ...files('Volume.configMapNamed', options) } });
  }

  /** The keys of a Secret, as files. */
  public static secret(name: string, secret: ISecret, options: FileVolumeOptions = {}): Volume {
    requireResource('Volume.secret', 'Secret', secret);
    const rest = files('Volume.secret', options);
    return new Volume('Volume.secret', name, undefined, () => ({ secret: { secretName: secret.name, ...rest } }));
  }

  /** The keys of a Secret that exists in the agent's namespace, as files. */
  public static secretNamed(name: string, secretName: string, options: FileVolumeOptions = {}): Volume {
    requireDnsSubdomain('Volume.secretNamed', 'secretName', secretName);
    return new Volume('Volume.secretNamed', name, { secret: { secretName, ...files('Volume.secretNamed', options) } });
  }

  /**
   * An empty directory that lives as long as the pod.
   *
   * @throws WrongType, UnknownValue
   * @throws InvalidQuantity when its size is no whole number of bytes
   */
  public static emptyDir(name: string, options: EmptyDirOptions = {}): Volume {
    requireOptions('Volume.emptyDir', options, 'emptyDir');
    requireUnsetOrOneOf('Volume.emptyDir', 'medium', options.medium, EmptyDirMedium);
    if (options.sizeLimit !== undefined) {
      requireMethod('Volume.emptyDir', 'sizeLimit', options.sizeLimit, 'toKibibytes', 'a Size of cdk8s, such as Size.mebibytes(100)');
    }
    const sizeLimit = options.sizeLimit === undefined ? {} : { sizeLimit: sizeQuantity('Volume.emptyDir', 'sizeLimit', options.sizeLimit).toString() };
    return new Volume('Volume.emptyDir', name, { emptyDir: { ...(options.medium === undefined ? {} : { medium: options.medium }), ...sizeLimit } });
  }

  /**
   * Several sources in one directory.
   *
   * @param name unique in the pod
   * @param sources in the order in which later ones win, where two objects have a key of one name; paths that are listed by `items` stand once
   * @param defaultMode permission bits in octal, for example `0440`
   */
  public static projected(name: string, sources: ProjectedSource[], defaultMode?: string): Volume {
    requireList('Volume.projected', 'sources', sources);
    requireValues('Volume.projected', 'source', sources, ProjectedSource);
    if (sources.length === 0) {
      fail('NoSources', 'Volume.projected', `volume ${show(name)} has no source; write at least one ProjectedSource`);
    }
    const listed = [...sources];
    const mode = defaultMode === undefined ? {} : { defaultMode: fileMode('Volume.projected', defaultMode) };
    const configs = listed.flatMap((source) => source._config ?? []);
    return new Volume('Volume.projected', name, undefined, () => ({ projected: { ...mode, sources: listed.map((source) => source._toKube()) } }), configs);
  }

  /**
   * Fields of the pod, as files.
   *
   * @param name unique in the pod
   * @param fields relative path → field, for example `labels` → `metadata.labels`
   */
  public static downwardApi(name: string, fields: { [path: string]: string }): Volume {
    return new Volume('Volume.downwardApi', name, { downwardAPI: { items: downwardItems('Volume.downwardApi', fields) } });
  }

  /** A volume that a CSI driver provides to this pod alone. */
  public static csi(name: string, driver: string, options: CsiVolumeOptions = {}): Volume {
    requireDnsSubdomain('Volume.csi', 'driver', driver);
    requireOptions('Volume.csi', options, 'csi');
    requireFlag('Volume.csi', 'readOnly', options.readOnly);
    if (options.attributes !== undefined) {
      requireTexts('Volume.csi', 'attribute', options.attributes);
    }
    if (options.nodePublishSecretName !== undefined) {
      requireDnsSubdomain('Volume.csi', 'nodePublishSecretName', options.nodePublishSecretName);
    }
    return new Volume('Volume.csi', name, {
      csi: {
        driver,
        ...(options.nodePublishSecretName === undefined ? {} : { nodePublishSecretRef: { name: options.nodePublishSecretName } }),
        ...(options.readOnly === undefined ? {} : { readOnly: options.readOnly }),
        ...(options.attributes === undefined ? {} : { volumeAttributes: { ...options.attributes } }),
      },
    });
  }

  /**
   * Any other kind, in Kubernetes' own spelling and without its name, for example `{ image: { reference: '…' } }`,
   * which Kubernetes knows from 1.35 on.
   *
   * @throws InvalidVolume unless it names exactly one kind, in plain JSON
   * @throws InvalidPath, UnknownValue for a path of the node that the API server refuses
   */
  public static raw(name: string, source: { [kind: string]: any }): Volume {
    const kind = rawKind('InvalidVolume', 'Volume.raw', source);
    if (kind === undefined) {
      fail('InvalidVolume', 'Volume.raw', `source is ${show(source)}; write exactly one kind of volume with its fields, such as { nfs: { server: '…', path: '/' } }`);
    }
    // Here, and not when the pod is checked: most volumes of agents are paths of the node, and all others of them were checked when they were made.
    const { path, type } = (kind.hostPath ?? { path: '/' }) as { path?: string; type?: string };
    if (!isLater(path)) {
      checkedHostPath('Volume.raw', path);
    }
    if (type !== '' && !isLater(type)) {
      requireUnsetOrOneOf('Volume.raw', 'type', type, HostPathType);
    }
    return new Volume('Volume.raw', name, kind);
  }

  private readonly render: () => { [kind: string]: unknown };

  private constructor(
    where: string,
    /** Unique in the pod. */
    public readonly name: string,
    source: { [kind: string]: unknown } | undefined,
    later?: () => { [kind: string]: unknown },
    /** @internal */
    public readonly _configs: readonly ConfigSource[] = [],
  ) {
    requireDnsLabel(where, 'volume name', name);
    this.render = later ?? (() => source!);
  }

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    return { name: this.name, ...this.render() };
  }
}

valueClass(Volume, 'Volume', 'Volume.emptyDir("cache")');

/** Absolute, and without the `..` that the API server refuses. */
export function checkedHostPath(where: string, path: string | undefined): void {
  if (typeof path !== 'string' || !path.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(path) && !path.startsWith('\\\\.\\') || path.split('/').includes('..')) {
    fail('InvalidPath', where, `path is ${show(path)}; write an absolute path without "..", such as "/var/log"`);
  }
}

function files(where: string, options: FileVolumeOptions): object {
  requireOptions(where, options, 'files');
  return {
    ...(options.defaultMode === undefined ? {} : { defaultMode: fileMode(where, options.defaultMode) }),
    ...renderFiles(where, options, 'files'),
  };
}
