import { fail, show } from '../../../../errors';
import { given, some } from '../../../../pod/given';
import { ContainerPort } from '../../../../values/container-port';
import { HostPath } from '../../../../values/host-path';
import { BOOLEAN, FIELDS, TEXT, requireKinds } from '../../../../values/kinds';
import { requirePort } from '../../../../values/kube-names';
import { requireFields } from '../../../../values/require';
import { over, rawSettings } from '../directive';
import { LOGS, SectionContext, SectionParts } from '../parts';
import { requireSettingTexts } from '../text';
import { Json } from '../value';
import { requireTag } from './tail';

/** How the journal is read. */
export interface FluentdSystemdOptions {
  /**
   * By which filters and outputs choose what comes from here.
   *
   * @default systemd
   */
  readonly tag?: string;
  /**
   * Only records of these units, for example `kubelet.service`.
   *
   * @default - every record
   */
  readonly units?: string[];
  /**
   * The directory of the journal: `/run/log/journal`, where it is in memory only.
   *
   * @default /var/log/journal
   */
  readonly path?: string;
  /**
   * Without a known position, all of the journal is read.
   *
   * @default false - it goes back for months
   */
  readonly readFromHead?: boolean;
  /**
   * Names of fields are in lower case, without the underscores that they begin with.
   *
   * @default true
   */
  readonly plainFields?: boolean;
  /**
   * More settings in Fluentd's own words, over those made here; sections are joined.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** How records are taken from programs of the node. */
export interface FluentdForwardSourceOptions {
  /**
   * The port.
   *
   * @default 24224 - the protocol's own
   */
  readonly port?: number;
  /**
   * The same port of the node as well, for programs that are told their node's address. Every node of the agent must have it free.
   *
   * @default false - the Service leads to the agent of the same node
   */
  readonly hostPort?: boolean;
  /**
   * More settings in Fluentd's own words, over those made here; sections are joined.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

export function checkSystemd(where: string, options: FluentdSystemdOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { path: TEXT, readFromHead: BOOLEAN, plainFields: BOOLEAN, config: FIELDS });
  if (options.tag !== undefined) {
    requireTag(where, options.tag);
  }
  if (options.units !== undefined) {
    requireSettingTexts(where, 'units', options.units);
  }
  if (options.path !== undefined && !options.path.startsWith('/')) {
    fail('InvalidPath', where, `path is ${show(options.path)}; write an absolute path of the node, such as "/run/log/journal"`);
  }
  rawSettings(where, 'config', options.config ?? {});
}

/** @see https://github.com/fluent-plugin-systemd/fluent-plugin-systemd */
export function systemd(options: FluentdSystemdOptions, { directory, id }: SectionContext): SectionParts {
  const { tag = 'systemd', units, path = '/var/log/journal', readFromHead = false, plainFields = true, config } = options;
  const settings = given({
    '@type': 'systemd',
    '@id': id,
    '@label': LOGS,
    tag,
    path,
    'matches': units === undefined ? undefined : new Json(units.map((unit) => ({ _SYSTEMD_UNIT: unit }))),
    'read_from_head': readFromHead,
    'storage': directory === undefined ? undefined : { '@type': 'local', 'persistent': true, 'path': `${directory}/${id}.json` },
    'entry': some({ fields_strip_underscores: plainFields ? true : undefined, fields_lowercase: plainFields ? true : undefined }),
  });
  const isMounted = path === '/var/log' || path.startsWith('/var/log/');
  return {
    directives: [{ name: 'source', settings: over(settings, config) }],
    hostPaths: isMounted ? [] : [HostPath.of(path).because('the journal of the node is there')],
  };
}

export function checkForward(where: string, options: FluentdForwardSourceOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { hostPort: BOOLEAN, config: FIELDS });
  requirePort(where, 'port', options.port ?? 24224);
  rawSettings(where, 'config', options.config ?? {});
}

/** @see https://docs.fluentd.org/input/forward */
export function forward({ port = 24224, hostPort, config }: FluentdForwardSourceOptions, { id }: SectionContext): SectionParts {
  return {
    directives: [{ name: 'source', settings: over({ '@type': 'forward', '@id': id, '@label': LOGS, 'bind': '0.0.0.0', port }, config) }],
    ports: [ContainerPort.of(port, { name: id.replace(/^in_/, '').replace(/_/g, '-').slice(0, 15), hostPort: hostPort === true ? port : undefined })],
  };
}
