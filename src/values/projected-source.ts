import type { IConfigMap, ISecret } from 'cdk8s-plus-28';
import { ConfigSource } from './config-source';
import { isVolumeField } from './field-path';
import { requireDataKey, requireDnsSubdomain, requireWholeNumber } from './kube-names';
import { requireOptions } from './option-fields';
import { rawKind } from './raw';
import { requireFields, requireFlag, requireUnsetOrText, valueClass } from './require';
import { requireResource } from './resource';
import { fail, show } from '../errors';

/** Options of a source of files that come from an object. */
export interface ProjectedFilesOptions {
  /**
   * Only these keys, at these paths within the volume: key → relative path.
   *
   * @default - unset: every key, at a path of its own name
   */
  readonly items?: { [key: string]: string };

  /**
   * Whether the pod starts although the object is not there.
   *
   * @default - unset: it waits for the object
   */
  readonly optional?: boolean;
}

/**
 * One source of a projected volume.
 *
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/
 */
export class ProjectedSource {
  /**
   * A token of the pod's ServiceAccount for one audience, renewed by the kubelet.
   *
   * @param path relative, for example `token`
   * @param audience unset for the API server
   * @param expirationSeconds 600 or more; unset for the API server's 3600
   * @throws InvalidPath, InvalidNumber
   */
  public static serviceAccountToken(path: string, audience?: string, expirationSeconds?: number): ProjectedSource {
    if (expirationSeconds !== undefined) {
      requireWholeNumber('ProjectedSource.serviceAccountToken', 'expirationSeconds', expirationSeconds, 600, 2 ** 32);
    }
    requireUnsetOrText('ProjectedSource.serviceAccountToken', 'audience', audience);
    const serviceAccountToken = {
      ...(audience === undefined ? {} : { audience }),
      ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
      path: relativePath('ProjectedSource.serviceAccountToken', 'path', path),
    };
    return new ProjectedSource(() => ({ serviceAccountToken }));
  }

  /** The keys of a ConfigMap. */
  public static configMap(configMap: IConfigMap, options: ProjectedFilesOptions = {}): ProjectedSource {
    requireResource('ProjectedSource.configMap', 'ConfigMap', configMap);
    const files = renderFiles('ProjectedSource.configMap', options);
    return new ProjectedSource(() => ({ configMap: { name: configMap.name, ...files } }), { configMap });
  }

  /** The keys of a ConfigMap that exists in the agent's namespace. */
  public static configMapNamed(name: string, options: ProjectedFilesOptions = {}): ProjectedSource {
    requireDnsSubdomain('ProjectedSource.configMapNamed', 'name', name);
    const files = renderFiles('ProjectedSource.configMapNamed', options);
    return new ProjectedSource(() => ({ configMap: { name, ...files } }));
  }

  /** The keys of a Secret. */
  public static secret(secret: ISecret, options: ProjectedFilesOptions = {}): ProjectedSource {
    requireResource('ProjectedSource.secret', 'Secret', secret);
    const files = renderFiles('ProjectedSource.secret', options);
    return new ProjectedSource(() => ({ secret: { name: secret.name, ...files } }));
  }

  /** The keys of a Secret that exists in the agent's namespace. */
  public static secretNamed(name: string, options: ProjectedFilesOptions = {}): ProjectedSource {
    requireDnsSubdomain('ProjectedSource.secretNamed', 'name', name);
    const files = renderFiles('ProjectedSource.secretNamed', options);
    return new ProjectedSource(() => ({ secret: { name, ...files } }));
  }

  /**
   * Fields of the pod.
   *
   * @param fields relative path → field, for example `labels` → `metadata.labels`
   * @throws NoSources, InvalidPath, InvalidField
   */
  public static downwardApi(fields: { [path: string]: string }): ProjectedSource {
    const items = downwardItems('ProjectedSource.downwardApi', fields);
    return new ProjectedSource(() => ({ downwardAPI: { items } }));
  }

  /**
   * Any other source in Kubernetes' own spelling, for example `{ clusterTrustBundle: { … } }`, which
   * Kubernetes knows from 1.29 on, behind a feature gate.
   *
   * @throws InvalidSource unless it names exactly one kind, in plain JSON
   */
  public static raw(source: { [kind: string]: any }): ProjectedSource {
    const kind = rawKind('InvalidSource', 'ProjectedSource.raw', source);
    if (kind === undefined) {
      fail('InvalidSource', 'ProjectedSource.raw', `source is ${show(source)}; write exactly one kind of source with its fields, such as { clusterTrustBundle: { name: '…', path: '…' } }`);
    }
    return new ProjectedSource(() => kind);
  }

  private constructor(private readonly render: () => { [kind: string]: unknown }, /** @internal */ public readonly _config?: ConfigSource) {}

  /** @internal */
  public _toKube(): { [kind: string]: unknown } {
    return this.render();
  }
}

valueClass(ProjectedSource, 'ProjectedSource', 'ProjectedSource.configMapNamed("my-config")');

/** The part that says which keys of an object become files. */
export function renderFiles(where: string, options: ProjectedFilesOptions, of: 'files' | 'projectedFiles' = 'projectedFiles'): object {
  requireOptions(where, options, of);
  const { items, optional } = options;
  requireFlag(where, 'optional', optional);
  if (items !== undefined) {
    requireFields(where, 'items', items);
  }
  const paths = Object.entries(items ?? {}).map(([key, path]) => {
    requireDataKey(where, 'key', key);
    return { key, path: relativePath(where, `path of key ${show(key)}`, path) };
  });
  return {
    ...(items === undefined ? {} : { items: paths.sort((a, b) => (a.key < b.key ? -1 : 1)) }),
    ...(optional === undefined ? {} : { optional }),
  };
}

/** A path within a volume. */
export function relativePath(where: string, what: string, path: string): string {
  if (typeof path !== 'string' || path === '' || path.startsWith('/') || path.split('/').includes('..')) {
    fail('InvalidPath', where, `${what} is ${show(path)}; write a relative path without ".."`);
  }
  return path;
}

/** Fields of the pod, as files in order of their paths. */
export function downwardItems(where: string, fields: { [path: string]: string }): object[] {
  requireFields(where, 'fields', fields);
  const paths = Object.keys(fields).sort();
  if (paths.length === 0) {
    fail('NoSources', where, 'got no field; write at least one, such as { labels: "metadata.labels" }');
  }
  return paths.map((path) => {
    relativePath(where, 'path', path);
    if (!isDownwardField(fields[path])) {
      fail('InvalidField', where,
        `field of ${show(path)} is ${show(fields[path])}; a file takes metadata.name, .namespace, .uid, .labels, .annotations, .labels['KEY'] and .annotations['KEY'], the others only EnvVar.fromField(…), and resources EnvVar.fromResource(…) or Volume.raw(…) with a resourceFieldRef`);
    }
    return { fieldRef: { fieldPath: fields[path] }, path };
  });
}

function isDownwardField(field: unknown): boolean {
  return typeof field === 'string' && isVolumeField(field);
}

/** `0440` to the number that Kubernetes takes. */
export function fileMode(where: string, mode: string): number {
  if (typeof mode !== 'string' || !/^0?[0-7]{3}$/.test(mode)) {
    fail('InvalidMode', where, `mode is ${show(mode)}; write permission bits in octal, such as "0440"`);
  }
  return parseInt(mode, 8);
}
