import { createHash } from 'crypto';
import { fail, show } from '../errors';
import { copied } from '../pod/copied';
import { FIELDS, TEXT, TEXTS, requireKinds } from '../values/kinds';
import { fieldsOf, requireKnown } from '../values/known-fields';
import { requireDataKey, requireDnsSubdomain, requireText } from '../values/kube-names';
import { fileMode } from '../values/projected-source';
import { valueClass } from '../values/require';
import { checkedMountPath } from '../values/volume-mount';

/** How configuration files are brought into a container. */
export interface ConfigFilesOptions {
  /**
   * The ConfigMap's name.
   *
   * @default - the agent's name with `-config`
   */
  readonly configMapName?: string;
  /**
   * The containers that get them.
   *
   * @default - the first
   */
  readonly containers?: string[];
  /**
   * Only this file, mounted at the path itself instead of in a directory.
   *
   * @default - all files, in a directory at the path
   */
  readonly onlyFile?: string;
  /**
   * Permission bits in octal, for example `0640`, for programs that refuse a configuration which others may read.
   *
   * @default - unset: the API server sets 0644
   */
  readonly defaultMode?: string;
}

const OPTIONS = { configMapName: TEXT, containers: TEXTS, onlyFile: TEXT, defaultMode: TEXT };
const KINDS = { files: FIELDS, options: FIELDS, ...OPTIONS };
const KNOWN = fieldsOf<ConfigFilesOptions>(OPTIONS, { container: 'write containers: ["…"]', mode: 'write defaultMode', name: 'write configMapName' });

/**
 * Configuration of an agent: a ConfigMap that is made, mounted, and whose change rolls the pods.
 */
export class ConfigFiles {
  /**
   * @param mountPath the directory in the container
   * @param files file name → content
   * @throws WrongType, NotAProp, NoFiles, InvalidKey, ConfigTooLarge, InvalidPath, InvalidMode
   */
  public static of(mountPath: string, files: { [name: string]: string }, options: ConfigFilesOptions = {}): ConfigFiles {
    requireKinds('ConfigFiles.of', { files: files ?? null, options: options ?? null, ...options }, KINDS);
    requireKnown('ConfigFiles.of', options, KNOWN);
    const names = Object.keys(files);
    if (names.length === 0) {
      fail('NoFiles', 'ConfigFiles.of', `files for ${show(mountPath)} are ${show(files)}; write at least one name with its content`);
    }
    checkedMountPath('ConfigFiles.of', mountPath);
    let size = 0;
    for (const name of names) {
      requireDataKey('ConfigFiles.of', 'file name', name);
      requireText('ConfigFiles.of', `content of ${show(name)}`, files[name]);
      size += name.length + Buffer.byteLength(files[name]);
    }
    if (size > 1024 * 1024) {
      fail('ConfigTooLarge', 'ConfigFiles.of', `the files take ${size} bytes together, and a ConfigMap holds at most 1048576; split them, or bring them in the image`);
    }
    if (options.onlyFile !== undefined && !Object.hasOwn(files, options.onlyFile)) {
      fail('NoFiles', 'ConfigFiles.of', `onlyFile is ${show(options.onlyFile)}; write one of ${names.join(', ')}`);
    }
    if (options.containers !== undefined && options.containers.length === 0) {
      fail('NoContainers', 'ConfigFiles.of', `containers for ${show(mountPath)} are []; write at least one name, or leave it out for the first container`);
    }
    if (options.defaultMode !== undefined) {
      fileMode('ConfigFiles.of', options.defaultMode);
    }
    if (options.configMapName !== undefined) {
      requireDnsSubdomain('ConfigFiles.of', 'configMapName', options.configMapName);
    }
    return new ConfigFiles(mountPath, { ...files }, copied(options));
  }

  private constructor(
    /** The directory in the container (or the path of the only file). */
    public readonly mountPath: string,
    /** File name → content. */
    public readonly files: { [name: string]: string },
    /** @internal */
    public readonly _options: ConfigFilesOptions,
  ) {}
}

valueClass(ConfigFiles, 'ConfigFiles', 'ConfigFiles.of("/etc/agent", { "agent.conf": "…" })');

/** The same for the same content, in whatever order it was given. */
export function checksum(contents: readonly { readonly name: string; readonly data: { readonly [key: string]: string } }[]): string {
  const hash = createHash('sha256');
  for (const { name, data } of [...contents].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const key of Object.keys(data).sort()) {
      // Lengths keep two different sets of files from running together to one text.
      hash.update(`${name.length}:${name}${key.length}:${key}${data[key].length}:${data[key]}`);
    }
  }
  return hash.digest('hex');
}
