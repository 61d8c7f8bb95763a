import { FilebeatContainerFormat, FilebeatContainersOptions, FilebeatFilestreamOptions, FilebeatStream } from './input-options';
import { FilebeatParser } from './parser';
import { FilebeatProcessor } from './processor';
import { fail, show } from '../../../errors';
import { given, list, some } from '../../../pod/given';
import { DURATION, requireSeconds } from '../../../pod/nested-kinds';
import { BOOLEAN, FIELDS, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { requireWholeNumber } from '../../../values/kube-names';
import { requireFields, requireList, requireTexts, requireUnsetOrOneOf, valueClass } from '../../../values/require';
import { Settings, merge, rawSettings, valueAt } from '../elastic/settings';

/** Where Kubernetes keeps a link to the log file of every container. */
const LINKS = '/var/log/containers';
/** By which Filebeat tells the containers that autodiscover found. */
const CONTAINER = '${data.kubernetes.container.id}';
/** Filebeat's hash takes no fewer bytes. */
const LEAST_FINGERPRINT = 64;

/**
 * Where logs come from.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/filebeat-input-filestream
 */
export class FilebeatInput {
  /**
   * Logs of every container of the node.
   *
   * @throws WrongType, UnknownValue, InvalidNumber, InvalidFingerprint, SecretAsText
   */
  public static containers(options: FilebeatContainersOptions = {}): FilebeatInput {
    const where = 'FilebeatInput.containers';
    requireContainers(where, options);
    const { kubernetesMetadata = true, processors = [] } = options;
    const addsMetadata = kubernetesMetadata && !processors.some(({ name }) => name === 'add_kubernetes_metadata');
    return new FilebeatInput(where, ofContainers('kubernetes-container-logs', `${LINKS}/*.log`, {
      ...options, processors: [...(addsMetadata ? [FilebeatProcessor.addKubernetesMetadata()] : []), ...processors],
    }));
  }

  /**
   * Logs of one container: the one that autodiscover found, so that it stands in templates and hints only.
   *
   * @throws WrongType, UnknownValue, InvalidNumber, InvalidFingerprint, SecretAsText
   */
  public static discovered(options: FilebeatContainersOptions = {}): FilebeatInput {
    const where = 'FilebeatInput.discovered';
    requireContainers(where, options);
    if (options.kubernetesMetadata !== undefined) {
      fail('MetadataTwice', where, 'kubernetesMetadata is written, and what autodiscover finds has them already; write options of the autodiscover provider');
    }
    return new FilebeatInput(where, ofContainers(`kubernetes-container-logs-${CONTAINER}`, `${LINKS}/*-${CONTAINER}.log`, options));
  }

  /**
   * Lines of any files.
   *
   * @param id unique in the agent; a change sends all files again
   * @param paths with `*` and `**`; they must be in the container: below `/var/log`, or mounted by `hostPaths`
   * @throws InvalidInput, WrongType, InvalidNumber, InvalidFingerprint, SecretAsText; FilesNotMounted and InputTwice in the agent
   */
  public static filestream(id: string, paths: string[], options: FilebeatFilestreamOptions = {}): FilebeatInput {
    const where = 'FilebeatInput.filestream';
    requireId(where, id);
    requireList(where, 'paths', paths);
    if (paths.length === 0 || !paths.every((path) => typeof path === 'string' && path.startsWith('/'))) {
      fail('InvalidInput', where, `paths are ${show(paths)}; write absolute paths, such as "/var/log/audit/*.log"`);
    }
    requireFilestream(where, options);
    return new FilebeatInput(where, filestream(id, paths, options, [], {}));
  }

  /**
   * Any other input, in Filebeat's own words: `FilebeatInput.raw('journald', { id: 'journal', paths: ['/var/log/journal'] })`.
   *
   * @throws InvalidInput, DeprecatedInput, WrongType, SecretAsText
   */
  public static raw(type: string, config: { [key: string]: any }): FilebeatInput {
    const where = 'FilebeatInput.raw';
    if (typeof type !== 'string' || !/^[a-z0-9_-]+$/.test(type)) {
      fail('InvalidInput', where, `type is ${show(type)}; write the input's type, such as "journald"`);
    }
    const settings = rawSettings(where, type, config);
    if ((type === 'log' || type === 'container') && settings.allow_deprecated_use !== true) {
      fail('DeprecatedInput', where, `type is ${show(type)}, with which Filebeat 9 does not start; write FilebeatInput.containers() or FilebeatInput.filestream(…), or allow_deprecated_use: true`);
    }
    return new FilebeatInput(where, { type, ...settings });
  }

  /**
   * A module, with its filesets in Filebeat's own words: `FilebeatInput.module('nginx', { access: { enabled: true } })`.
   *
   * @throws InvalidInput, WrongType, SecretAsText
   */
  public static module(name: string, filesets: { [fileset: string]: any }): FilebeatInput {
    const where = 'FilebeatInput.module';
    if (typeof name !== 'string' || !/^[a-z0-9_]+$/.test(name)) {
      fail('InvalidInput', where, `name is ${show(name)}; write the module's name, such as "nginx"`);
    }
    return new FilebeatInput(where, { module: name, ...rawSettings(where, name, filesets) });
  }

  private constructor(
    private readonly factory: string,
    /** @internal */
    public readonly _config: Settings,
  ) {}

  /** For messages. @internal */
  public get _name(): string {
    return this.id === undefined ? `${this.factory}(${show(this._config.module ?? this._config.type)})` : `input ${show(this.id)}`;
  }

  /** Unset where it needs none. */
  public get id(): string | undefined {
    const { id } = this._config;
    return typeof id === 'string' ? id : undefined;
  }

  /** @internal */
  public get _isModule(): boolean {
    return this._config.module !== undefined;
  }

  /** Whether it reads files, and thereby needs an id that no other has. @internal */
  public get _isFilestream(): boolean {
    return this._config.type === 'filestream';
  }

  /** Whether it reads logs of all containers, which autodiscover would send a second time. @internal */
  public get _isOfContainers(): boolean {
    return this._paths.some((path) => path.startsWith(LINKS));
  }

  /** Of files. @internal */
  public get _paths(): string[] {
    const paths = valueAt(this._config, 'paths');
    return Array.isArray(paths) ? paths.filter((path): path is string => typeof path === 'string') : [];
  }

  /** Whether it is of one container that autodiscover found. @internal */
  public get _isDiscovered(): boolean {
    return JSON.stringify(this._config).includes('${data.');
  }
}

valueClass(FilebeatInput, 'FilebeatInput', 'FilebeatInput.containers()');

function requireId(where: string, id: unknown): void {
  if (typeof id !== 'string' || !/^\S+$/.test(id)) {
    fail('InvalidInput', where, `id is ${show(id)}; write a name without spaces that no other input has, such as "audit-log"`);
  }
}

function requireContainers(where: string, options: FilebeatContainersOptions): void {
  requireFilestream(where, options);
  requireKinds(where, options, { kubernetesMetadata: BOOLEAN });
  requireUnsetOrOneOf(where, 'stream', options.stream, FilebeatStream);
  requireUnsetOrOneOf(where, 'format', options.format, FilebeatContainerFormat);
}

function requireFilestream(where: string, options: FilebeatFilestreamOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, {
    parsers: listOf(of(FilebeatParser)),
    processors: listOf(of(FilebeatProcessor)),
    includeLines: TEXTS,
    excludeLines: TEXTS,
    excludeFiles: TEXTS,
    tags: TEXTS,
    ignoreOlder: DURATION,
    fieldsUnderRoot: BOOLEAN,
    config: FIELDS,
  });
  requireSeconds(where, 'ignoreOlder', options.ignoreOlder);
  if (options.fields !== undefined) {
    requireTexts(where, 'fields', options.fields);
  }
  if (options.fingerprintLength !== undefined) {
    requireWholeNumber(where, 'fingerprintLength', options.fingerprintLength, 1);
    if (options.fingerprintLength < LEAST_FINGERPRINT) {
      fail('InvalidFingerprint', where, `fingerprintLength is ${options.fingerprintLength}, with which Filebeat does not start; write at least ${LEAST_FINGERPRINT}`);
    }
  }
}

/** The links must be followed, and a file goes by its beginning: its number on the disk is given to another once it is deleted. */
function ofContainers(id: string, path: string, options: FilebeatContainersOptions): Settings {
  const container = some({ stream: options.stream, format: options.format }) ?? null;
  return filestream(id, [path], options, [{ container }], { symlinks: true });
}

function filestream(id: string, paths: string[], options: FilebeatFilestreamOptions, first: Settings[], scanner: Settings): Settings {
  const { includeLines, excludeLines, excludeFiles, ignoreOlder, fingerprintLength, fields, fieldsUnderRoot, tags } = options;
  const parsers = [...first, ...(options.parsers ?? []).map(({ _config }) => _config)];
  const processors = (options.processors ?? []).map(({ _config }) => _config);
  const made = given({
    type: 'filestream',
    id,
    paths: [...paths],
    parsers: list(parsers),
    prospector: some({
      scanner: some({ ...scanner, fingerprint: { enabled: true, ...given({ length: fingerprintLength }) }, exclude_files: excludeFiles }),
    }),
    file_identity: { fingerprint: null },
    include_lines: includeLines,
    exclude_lines: excludeLines,
    ignore_older: ignoreOlder === undefined ? undefined : `${ignoreOlder.toSeconds()}s`,
    fields: fields === undefined ? undefined : { ...fields },
    fields_under_root: fieldsUnderRoot,
    tags,
    processors: list(processors),
  });
  return merge(made as Settings, rawSettings('FilebeatInput', 'config', options.config ?? {}));
}
