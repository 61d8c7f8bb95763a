import { requireText, valueClass } from './require';
import { fail, show } from '../errors';

/** https://pkg.go.dev/github.com/distribution/reference: the grammar of image names. */
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::\d+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha(?:256:[a-f0-9]{64}|384:[a-f0-9]{96}|512:[a-f0-9]{128})$/;
const LONGEST_NAME = 255;

/**
 * The name of a container image, taken apart and checked.
 */
export class ImageName {
  /**
   * An image with a tag or a digest.
   *
   * A node agent restarts on its own on every node, at any time: without a tag, nodes would come to run different programs.
   *
   * @param name for example `quay.io/prometheus/node-exporter:v1.12.1`
   * @throws InvalidImage when it is no image name
   * @throws ImageNotPinned when it has neither tag nor digest, or the tag `latest`
   */
  public static of(name: string): ImageName {
    const image = ImageName.read('ImageName.of', name);
    if (!image.isPinned) {
      fail('ImageNotPinned', 'ImageName.of',
        `got ${show(name)}, which names no version, so that nodes come to run different ones; write a tag such as ${show(`${image.repositoryName}:v1.2.3`)} or a digest, or ImageName.unpinned(…) when that is meant`);
    }
    return image;
  }

  /**
   * An image that may be without tag or digest, or have the tag `latest`: nodes may run different programs.
   *
   * @throws InvalidImage when it is no image name
   */
  public static unpinned(name: string): ImageName {
    return ImageName.read('ImageName.unpinned', name);
  }

  private static read(where: string, name: string): ImageName {
    requireText(where, 'image', name);
    const [beforeDigest, digest, more] = name.split('@');
    const first = beforeDigest.split('/')[0];
    const hasHost = beforeDigest.includes('/') && standsForHost(first);
    const host = hasHost ? first : undefined;
    const rest = hasHost ? beforeDigest.slice(first.length + 1) : beforeDigest;
    const colon = rest.indexOf(':');
    const path = colon === -1 ? rest : rest.slice(0, colon);
    const tag = colon === -1 ? undefined : rest.slice(colon + 1);
    const good = more === undefined && path.length <= LONGEST_NAME && PATH.test(path) && (host === undefined || HOST.test(host))
      && (tag === undefined || TAG.test(tag)) && (digest === undefined || DIGEST.test(digest));
    if (!good) {
      fail('InvalidImage', where, `got ${show(name)}, which is no image name; write [registry/]repository[:tag][@digest] in lower case, such as "fluent/fluentd:v1.14"`);
    }
    return new ImageName(host, path, tag, digest);
  }

  private constructor(
    /** The registry's host, with its port if it has one; unset for the node's default registry. */
    public readonly registry: string | undefined,
    /** The path within the registry, for example `prometheus/node-exporter`. */
    public readonly repository: string,
    /** The tag, unset when there is none. */
    public readonly tag: string | undefined,
    /** The digest with its algorithm, unset when there is none. */
    public readonly digest: string | undefined,
  ) {}

  /** Whether it names one version: it has a digest, or a tag other than `latest`. */
  public get isPinned(): boolean {
    return this.digest !== undefined || (this.tag !== undefined && this.tag !== 'latest');
  }

  /** Registry and repository, without tag and digest. */
  public get repositoryName(): string {
    return this.registry === undefined ? this.repository : `${this.registry}/${this.repository}`;
  }

  /**
   * The same image at another tag, without a digest.
   *
   * @throws InvalidImage, ImageNotPinned when it is `latest`
   */
  public withTag(tag: string): ImageName {
    requireText('ImageName.withTag', 'tag', tag);
    return ImageName.of(`${this.repositoryName}:${tag}`);
  }

  /**
   * The same image pinned to this digest, for example `sha256:…`; the tag is kept for people to read.
   *
   * @throws InvalidImage when it is none
   */
  public withDigest(digest: string): ImageName {
    requireText('ImageName.withDigest', 'digest', digest);
    return ImageName.of(`${this.repositoryName}${this.tag === undefined ? '' : `:${this.tag}`}@${digest}`);
  }

  /** As Kubernetes takes it. */
  public toString(): string {
    return `${this.repositoryName}${this.tag === undefined ? '' : `:${this.tag}`}${this.digest === undefined ? '' : `@${this.digest}`}`;
  }

  /** The same image from elsewhere. @internal */
  public _from(registry: string, repository: string): ImageName {
    return new ImageName(registry, repository, this.tag, this.digest);
  }
}

valueClass(ImageName, 'ImageName', 'ImageName.of("repository:tag")');

/** Whether the first part of a name is a registry's host, by the rule of all container tools: `proxy/nginx` is a repository of the default registry. */
function standsForHost(first: string): boolean {
  return /[.:\]]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
}

function isHost(text: unknown): text is string {
  return typeof text === 'string' && HOST.test(text) && standsForHost(text);
}

/**
 * Where a cluster fetches images from instead of their own registry.
 */
export class RegistryMirror {
  /**
   * Every image is fetched from this mirror, under the path it has in its own registry
   * (`quay.io/prometheus/node-exporter:v1` becomes `mirror.example.com/prometheus/node-exporter:v1`).
   *
   * @param mirror host, with an optional port and path, for example `mirror.example.com/proxy`
   * @throws InvalidMirror when it is none
   */
  public static ofAll(mirror: string): RegistryMirror {
    return new RegistryMirror(undefined, checkedMirror('RegistryMirror.ofAll', mirror));
  }

  /**
   * Images of one registry are fetched from this mirror.
   *
   * @param registry for example `quay.io`; `docker.io` also means images without a registry
   * @param mirror host, with an optional port and path
   * @throws InvalidMirror when either is none
   */
  public static of(registry: string, mirror: string): RegistryMirror {
    if (!isHost(registry)) {
      fail('InvalidMirror', 'RegistryMirror.of', `registry is ${show(registry)}; write a host such as "quay.io", "docker.io" for images without one`);
    }
    return new RegistryMirror(registry, checkedMirror('RegistryMirror.of', mirror));
  }

  private constructor(
    /** The registry that is mirrored; unset for all. */
    public readonly registry: string | undefined,
    /** The mirror's host, with port and path. */
    public readonly mirror: string,
  ) {}

  /** @internal */
  public _apply(image: ImageName): ImageName | undefined {
    const registry = image.registry ?? 'docker.io';
    if (this.registry !== undefined && this.registry !== registry) {
      return undefined;
    }
    // An image of one word stands under `library/` in its registry, which a mirror does not know by itself.
    const path = registry === 'docker.io' && !image.repository.includes('/') ? `library/${image.repository}` : image.repository;
    const [host, ...prefix] = this.mirror.split('/');
    return image._from(host, [...prefix, path].join('/'));
  }
}

function checkedMirror(where: string, mirror: string): string {
  const [host, ...path] = typeof mirror === 'string' ? mirror.split('/') : [''];
  if (!isHost(host) || (path.length > 0 && !PATH.test(path.join('/')))) {
    fail('InvalidMirror', where, `mirror is ${show(mirror)}; write a host with an optional port and path, such as "mirror.example.com:5000/proxy"`);
  }
  return mirror;
}

valueClass(RegistryMirror, 'RegistryMirror', 'RegistryMirror.ofAll("mirror.example.com")');
