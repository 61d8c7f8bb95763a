import type { IConfigMap, ISecret } from 'cdk8s-plus-28';
import { requireDataKey, requireDnsSubdomain, requireWholeNumber } from './kube-names';
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
   */
  public static serviceAccountToken(path: string, audience?: string, expirationSeconds?: number): ProjectedSource {
    if (expirationSeconds !== undefined) {
      requireWholeNumber('ProjectedSource.serviceAccountToken', 'expirationSeconds', expirationSeconds, 600);
    }
    return new ProjectedSource(() => ({
      serviceAccountToken: {
        ...(audience === undefined ? {} : { audience }),
        ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
        path: relative('ProjectedSource.serviceAccountToken', path),
      },
    }));
  }

  /** The keys of a ConfigMap. */
  public static configMap(configMap: IConfigMap, options: ProjectedFilesOptions = {}): ProjectedSource {
    const files = renderFiles('ProjectedSource.configMap', options);
    return new ProjectedSource(() => ({ configMap: { name: configMap.name, ...files } }));
  }

  /** The keys of a ConfigMap that exists in the agent's namespace. */
  public static configMapNamed(name: string, options: ProjectedFilesOptions = {}): ProjectedSource {
    requireDnsSubdomain('ProjectedSource.configMapNamed', 'name', name);
    const files = renderFiles('ProjectedSource.configMapNamed', options);
    return new ProjectedSource(() => ({ configMap: { name, ...files } }));
  }

  /** The keys of a Secret. */
  public static secret(secret: ISecret, options: ProjectedFilesOptions = {}): ProjectedSource {
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
   */
  public static downwardApi(fields: { [path: string]: string }): ProjectedSource {
    const items = Object.keys(fields).sort().map((path) => ({ fieldRef: { fieldPath: fields[path] }, path: relative('ProjectedSource.downwardApi', path) }));
    if (items.length === 0) {
      fail('NoSources', 'ProjectedSource.downwardApi', 'got no field; write at least one, such as { labels: "metadata.labels" }');
    }
    return new ProjectedSource(() => ({ downwardAPI: { items } }));
  }

  /** Any other source in Kubernetes' own spelling, for example `{ clusterTrustBundle: { … } }`. */
  public static raw(source: { [kind: string]: any }): ProjectedSource {
    return new ProjectedSource(() => ({ ...source }));
  }

  private constructor(private readonly render: () => { [kind: string]: unknown }) {}

  /** @internal */
  public _toKube(): { [kind: string]: unknown } {
    return this.render();
  }
}

/** The part that says which keys of an object become files. */
export function renderFiles(where: string, { items, optional }: ProjectedFilesOptions): object {
  const paths = Object.entries(items ?? {}).map(([key, path]) => {
    requireDataKey(where, 'key', key);
    return { key, path: relative(where, path, `path of key ${show(key)}`) };
  });
  return {
    ...(items === undefined ? {} : { items: paths.sort((a, b) => (a.key < b.key ? -1 : 1)) }),
    ...(optional === undefined ? {} : { optional }),
  };
}

function relative(where: string, path: string, what: string = 'path'): string {
  if (typeof path !== 'string' || path === '' || path.startsWith('/') || path.split('/').includes('..')) {
    fail('InvalidPath', where, `${what} is ${show(path)}; write a relative path without ".."`);
  }
  return path;
}

/** `0440` to the number that Kubernetes takes. */
export function fileMode(where: string, mode: string): number {
  if (typeof mode !== 'string' || !/^0?[0-7]{3}$/.test(mode)) {
    fail('InvalidMode', where, `mode is ${show(mode)}; write permission bits in octal, such as "0440"`);
  }
  return parseInt(mode, 8);
}
