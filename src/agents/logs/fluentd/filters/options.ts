import { fail } from '../../../../errors';
import type { Rule } from '../../../../objects/rbac';
import { given } from '../../../../pod/given';
import { BOOLEAN, FIELDS, TEXT, TEXTS, requireKinds } from '../../../../values/kinds';
import { requireWholeNumber } from '../../../../values/kube-names';
import { requireFields, requireTexts } from '../../../../values/require';
import { Settings, over, rawSettings } from '../directive';
import { requireSettingText } from '../text';
import { isReference } from '../value';

/** Names and labels of the pod that a record comes from. */
export interface FluentdKubernetesMetadataOptions {
  /**
   * Which records: those of `FluentdSource.containerLogs()`.
   *
   * @default kubernetes.**
   */
  readonly match?: string;
  /**
   * Pods of the node and namespaces are watched, so that changes are seen.
   *
   * @default true - without, each pod is asked for once, and the right to watch is not given
   */
  readonly watch?: boolean;
  /**
   * Labels are left out.
   *
   * @default - unset: they are there
   */
  readonly skipLabels?: boolean;
  /**
   * Image and id of the container are left out.
   *
   * @default - unset: they are there
   */
  readonly skipContainerMetadata?: boolean;
  /**
   * Labels of the namespace are left out.
   *
   * @default - unset: they are there
   */
  readonly skipNamespaceMetadata?: boolean;
  /**
   * The address of the API server is left out.
   *
   * @default true - it is the same in every record
   */
  readonly skipMasterUrl?: boolean;
  /**
   * Annotations whose names match one of these regular expressions.
   *
   * @default - none
   */
  readonly annotationMatch?: string[];
  /**
   * How many pods are remembered.
   *
   * @default - unset: the filter's 1000
   */
  readonly cacheSize?: number;
  /**
   * More settings in Fluentd's own words, over those made here.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** @see https://github.com/fabric8io/fluent-plugin-kubernetes_metadata_filter */
export function kubernetesMetadata(where: string, options: FluentdKubernetesMetadataOptions): Settings {
  requireFields(where, 'options', options);
  requireKinds(where, options, {
    watch: BOOLEAN,
    skipLabels: BOOLEAN,
    skipContainerMetadata: BOOLEAN,
    skipNamespaceMetadata: BOOLEAN,
    skipMasterUrl: BOOLEAN,
    annotationMatch: TEXTS,
    config: FIELDS,
  });
  if (options.cacheSize !== undefined) {
    requireWholeNumber(where, 'cacheSize', options.cacheSize, 1);
  }
  return over(given({
    watch: options.watch ?? true,
    skip_labels: options.skipLabels,
    skip_container_metadata: options.skipContainerMetadata,
    skip_namespace_metadata: options.skipNamespaceMetadata,
    skip_master_url: options.skipMasterUrl ?? true,
    annotation_match: options.annotationMatch,
    cache_size: options.cacheSize,
  }), rawSettings(where, 'config', options.config ?? {}));
}

/** The filter lists what it then watches; without a watch it asks for one after the other. */
export function metadataRules({ watch, skipNamespaceMetadata }: FluentdKubernetesMetadataOptions): Rule[] {
  const resources = skipNamespaceMetadata === true ? ['pods'] : ['namespaces', 'pods'];
  return [{
    apiGroups: [''],
    resources,
    verbs: watch === false ? ['get'] : ['get', 'list', 'watch'],
    reason: 'labels of the pod of each log file, and of its namespace, are asked for by their names, or watched',
    source: 'https://github.com/fabric8io/fluent-plugin-kubernetes_metadata_filter',
  }];
}

/** Which records are kept. */
export interface FluentdGrepOptions {
  /**
   * Which records are looked at.
   *
   * @default ** - all of them
   */
  readonly match?: string;
  /**
   * Kept are records of which all of these fields match: field → regular expression. A field within another is `$.kubernetes.namespace_name`.
   *
   * @default - none
   */
  readonly regexp?: { [field: string]: string };
  /**
   * Left out are records of which any of these fields matches: field → regular expression.
   *
   * @default - none
   */
  readonly exclude?: { [field: string]: string };
}

/** @see https://docs.fluentd.org/filter/grep */
export function grep(where: string, options: FluentdGrepOptions): Settings {
  requireFields(where, 'options', options);
  const sections = (what: 'regexp' | 'exclude') => {
    requireTexts(where, what, options[what] ?? {});
    const found = Object.entries(options[what] ?? {}).map(([key, pattern]) => {
      requireSettingText(where, `${what} ${key}`, pattern);
      return { key, pattern: `/${pattern.replace(/\\\//g, '/').replace(/\//g, '\\/')}/` };
    });
    return found.length === 0 ? undefined : found;
  };
  const settings = given({ regexp: sections('regexp'), exclude: sections('exclude') });
  if (Object.keys(settings).length === 0) {
    fail('NoPatterns', where, 'neither regexp nor exclude has a field; write { exclude: { message: "healthz" } }');
  }
  return settings;
}

/** Which fields records get. */
export interface FluentdRecordTransformerOptions {
  /**
   * Which records.
   *
   * @default ** - all of them
   */
  readonly match?: string;
  /**
   * Field → text, for example `{ cluster: 'production-eu' }`. `${tag}` and the like are what the filter makes of them.
   *
   * @default - none
   */
  readonly record?: { [field: string]: string };
  /**
   * Fields that go.
   *
   * @default - none
   */
  readonly removeKeys?: string[];
}

/** @see https://docs.fluentd.org/filter/record_transformer */
export function recordTransformer(where: string, options: FluentdRecordTransformerOptions): Settings {
  requireFields(where, 'options', options);
  requireKinds(where, options, { removeKeys: TEXTS });
  const { record = {}, removeKeys = [] } = options;
  requireTexts(where, 'record', record);
  if (Object.keys(record).length + removeKeys.length === 0) {
    fail('NoChanges', where, 'nothing is changed; write record or removeKeys');
  }
  const bad = Object.keys(record).find((key) => !/^[\w.@-]+$/.test(key) || isReference(key));
  if (bad !== undefined) {
    fail('InvalidSetting', where, `record has a field "${bad}"; write a name of letters, digits, dots, dashes and underscores`);
  }
  return given({ remove_keys: removeKeys.length === 0 ? undefined : removeKeys.join(','), record: Object.keys(record).length === 0 ? undefined : { ...record } });
}

/** How one field's text becomes fields. */
export interface FluentdParserOptions {
  /**
   * Which records.
   *
   * @default kubernetes.**
   */
  readonly match?: string;
  /**
   * The field: `message` of what containerd and CRI-O write, `log` of what Docker writes.
   *
   * @default message
   */
  readonly keyName?: string;
  /**
   * The section `parse`, in Fluentd's own words.
   *
   * @default { '@type': 'json' }
   */
  readonly parse?: { [key: string]: any };
  /**
   * The other fields of the record stay.
   *
   * @default true - without, labels of the pod would be lost
   */
  readonly reserveData?: boolean;
  /**
   * The field goes when it was taken apart.
   *
   * @default - unset: it stays
   */
  readonly removeKeyNameField?: boolean;
  /**
   * Under which field the new ones stand.
   *
   * @default - unset: beside the others
   */
  readonly hashValueField?: string;
}

/** @see https://docs.fluentd.org/filter/parser */
export function parser(where: string, options: FluentdParserOptions): Settings {
  requireFields(where, 'options', options);
  requireKinds(where, options, { keyName: TEXT, parse: FIELDS, reserveData: BOOLEAN, removeKeyNameField: BOOLEAN, hashValueField: TEXT });
  return given({
    key_name: options.keyName ?? 'message',
    reserve_data: options.reserveData ?? true,
    remove_key_name_field: options.removeKeyNameField,
    hash_value_field: options.hashValueField,
    // What is no JSON stays as it is: most programs write something else at times.
    emit_invalid_record_to_error: false,
    parse: rawSettings(where, 'parse', options.parse ?? { '@type': 'json' }),
  });
}
