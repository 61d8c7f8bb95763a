import { FilebeatCondition, requireField } from './condition';
import { fail, show } from '../../../errors';
import { given, some } from '../../../pod/given';
import { BOOLEAN, TEXT, TEXTS, of, requireKinds } from '../../../values/kinds';
import { requireFields, requireList, requireTexts, requireValue, valueClass } from '../../../values/require';
import { Settings, rawSettings } from '../elastic/settings';

/** What Filebeat asks the API server for. */
export interface FilebeatKubernetesMetadataOptions {
  /**
   * The Deployment's name as well. May read ReplicaSets then.
   *
   * @default false
   */
  readonly deployment?: boolean;
  /**
   * The CronJob's name as well. May read Jobs then.
   *
   * @default false
   */
  readonly cronJob?: boolean;
  /**
   * Only these labels of pods.
   *
   * @default - all of them
   */
  readonly includeLabels?: string[];
  /**
   * Without these labels of pods.
   *
   * @default - none
   */
  readonly excludeLabels?: string[];
  /**
   * These annotations of pods.
   *
   * @default - none
   */
  readonly includeAnnotations?: string[];
  /**
   * The cluster's name from kubeadm's ConfigMap `kubeadm-config`, which it may read then.
   *
   * @default false - clusters that kubeadm did not make have none
   */
  readonly kubeadmClusterName?: boolean;
}

/** Names and labels of the pod, on events of a container's log file. */
export interface FilebeatAddKubernetesMetadataOptions extends FilebeatKubernetesMetadataOptions {
  /**
   * Filebeat sends nothing until it knows its pods, so that no early event is without.
   *
   * @default false
   */
  readonly waitForMetadata?: boolean;
}

/** When a processor is run. */
export interface FilebeatProcessorOptions {
  /**
   * Only on events of which this is true.
   *
   * @default - on every event
   */
  readonly when?: FilebeatCondition;
}

/** Fields that are added. */
export interface FilebeatAddFieldsOptions extends FilebeatProcessorOptions {
  /**
   * The field that gets them; empty for the root of the event.
   *
   * @default fields
   */
  readonly target?: string;
}

/** JSON within fields. */
export interface FilebeatDecodeJsonOptions extends FilebeatProcessorOptions {
  /**
   * The field that gets what is in the object; empty for the root of the event.
   *
   * @default - the field itself
   */
  readonly target?: string;
  /**
   * Its keys go before fields by the same names.
   *
   * @default false
   */
  readonly overwriteKeys?: boolean;
  /**
   * What is no JSON gets `error.message`.
   *
   * @default false
   */
  readonly addErrorKey?: boolean;
}

/**
 * What is done to an event before it is sent, one processor after the other.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/filtering-enhancing-data
 */
export class FilebeatProcessor {
  /**
   * Names and labels of pod, namespace and node, asked for the pods of its own node only. For files of `/var/log/containers`.
   *
   * @throws WrongType
   */
  public static addKubernetesMetadata(options: FilebeatAddKubernetesMetadataOptions = {}): FilebeatProcessor {
    const where = 'FilebeatProcessor.addKubernetesMetadata';
    requireMetadata(where, options);
    requireKinds(where, options, { waitForMetadata: BOOLEAN });
    return new FilebeatProcessor('add_kubernetes_metadata', {
      ...metadataSettings(options),
      matchers: [{ logs_path: { logs_path: '/var/log/containers/' } }],
      ...given({ wait_for_metadata: options.waitForMetadata }),
    });
  }

  /** Name, addresses and operating system: the node's on the host network, else the pod's. */
  public static addHostMetadata(): FilebeatProcessor {
    return new FilebeatProcessor('add_host_metadata', null);
  }

  /** The cloud's name of the machine, its region and kind, as the cloud tells it. */
  public static addCloudMetadata(): FilebeatProcessor {
    return new FilebeatProcessor('add_cloud_metadata', null);
  }

  /**
   * Fields with fixed texts, or with `%{[other.field]}` in them.
   *
   * @throws NotText, WrongType
   */
  public static addFields(fields: { [field: string]: string }, options: FilebeatAddFieldsOptions = {}): FilebeatProcessor {
    const where = 'FilebeatProcessor.addFields';
    requireTexts(where, 'fields', fields);
    requireOptions(where, options);
    requireKinds(where, options, { target: TEXT });
    const { target, when } = options;
    return new FilebeatProcessor('add_fields', given({ target, fields: { ...fields }, when: when?._config }));
  }

  /**
   * Sends no event of which this is true.
   *
   * @throws WrongType
   */
  public static dropEvent(when: FilebeatCondition): FilebeatProcessor {
    requireValue('FilebeatProcessor.dropEvent', 'when', when, FilebeatCondition);
    return new FilebeatProcessor('drop_event', { when: when._config });
  }

  /**
   * Takes fields away; those that are not there are no error.
   *
   * @throws InvalidFieldName, NoFields, WrongType
   */
  public static dropFields(fields: string[], options: FilebeatProcessorOptions = {}): FilebeatProcessor {
    const where = 'FilebeatProcessor.dropFields';
    requireFieldNames(where, fields);
    requireOptions(where, options);
    return new FilebeatProcessor('drop_fields', given({ fields: [...fields], ignore_missing: true, when: options.when?._config }));
  }

  /**
   * Makes fields of JSON that is in a field's text.
   *
   * @throws InvalidFieldName, NoFields, WrongType
   */
  public static decodeJsonFields(fields: string[], options: FilebeatDecodeJsonOptions = {}): FilebeatProcessor {
    const where = 'FilebeatProcessor.decodeJsonFields';
    requireFieldNames(where, fields);
    requireOptions(where, options);
    requireKinds(where, options, { target: TEXT, overwriteKeys: BOOLEAN, addErrorKey: BOOLEAN });
    const { target, overwriteKeys, addErrorKey, when } = options;
    return new FilebeatProcessor('decode_json_fields', given({
      fields: [...fields], target, overwrite_keys: overwriteKeys, add_error_key: addErrorKey, when: when?._config,
    }));
  }

  /**
   * Any other, in Filebeat's own words: `FilebeatProcessor.raw('dissect', { tokenizer: '%{key1} %{key2}' })`. Rights for `add_kubernetes_metadata` come with it.
   *
   * @throws InvalidFieldName, WrongType, SecretAsText
   */
  public static raw(name: string, config: { [key: string]: any }): FilebeatProcessor {
    if (typeof name !== 'string' || !/^[a-z0-9_]+$/.test(name)) {
      fail('InvalidFieldName', 'FilebeatProcessor.raw', `name is ${show(name)}; write the processor's name, such as "dissect"`);
    }
    return new FilebeatProcessor(name, rawSettings('FilebeatProcessor.raw', name, config));
  }

  private constructor(
    /** Its name. */
    public readonly name: string,
    private readonly settings: Settings | null,
  ) {}

  /** @internal */
  public get _config(): Settings {
    return { [this.name]: this.settings };
  }
}

valueClass(FilebeatProcessor, 'FilebeatProcessor', 'FilebeatProcessor.addHostMetadata()');

export function requireMetadata(where: string, options: FilebeatKubernetesMetadataOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, {
    deployment: BOOLEAN, cronJob: BOOLEAN, includeLabels: TEXTS, excludeLabels: TEXTS, includeAnnotations: TEXTS, kubeadmClusterName: BOOLEAN,
  });
}

/** Alike for the processor and for autodiscover. Without a node, every node's Filebeat would watch every pod of the cluster. */
export function metadataSettings(options: FilebeatKubernetesMetadataOptions): Settings {
  const { deployment, cronJob, includeLabels, excludeLabels, includeAnnotations, kubeadmClusterName = false } = options;
  return {
    node: '${NODE_NAME}',
    use_kubeadm: kubeadmClusterName,
    ...given({
      include_labels: includeLabels,
      exclude_labels: excludeLabels,
      include_annotations: includeAnnotations,
      add_resource_metadata: some({ deployment, cronjob: cronJob }),
    }),
  };
}

function requireOptions(where: string, options: FilebeatProcessorOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { when: of(FilebeatCondition) });
}

function requireFieldNames(where: string, fields: string[]): void {
  requireList(where, 'fields', fields);
  if (fields.length === 0) {
    fail('NoFields', where, 'fields are []; write at least one');
  }
  fields.forEach((field) => requireField(where, field));
}
