import type { Size } from 'cdk8s';
import { fail, show } from '../../../../errors';
import type { Rule } from '../../../../objects/rbac';
import { given } from '../../../../pod/given';
import { SIZE } from '../../../../pod/nested-kinds';
import { EnvVar } from '../../../../values/env-var';
import { BOOLEAN, FIELDS, TEXT, requireKinds } from '../../../../values/kinds';
import { requireFields } from '../../../../values/require';
import type { SectionContext, SectionParts } from '../parts';
import { Settings, bytes, over, rawSettings, requireSettingText } from '../settings';
import { requireTag } from '../tag';

/** Names and labels of the pod that a record comes from. */
export interface FluentBitKubernetesOptions {
  /**
   * Which records: the tag of `FluentBitInput.containerLogs()`.
   *
   * @default kube.*
   */
  readonly match?: string;
  /**
   * A log that is JSON becomes fields.
   *
   * @default true
   */
  readonly mergeLog?: boolean;
  /**
   * The field that gets them.
   *
   * @default - unset: they stand beside the others
   */
  readonly mergeLogKey?: string;
  /**
   * The text of a log that became fields is kept as well.
   *
   * @default false - it would be sent twice
   */
  readonly keepLog?: boolean;
  /**
   * Pods say by the annotation `fluentbit.io/parser` what parses their logs.
   *
   * @default true
   */
  readonly k8sLoggingParser?: boolean;
  /**
   * Pods say by the annotation `fluentbit.io/exclude: "true"` that their logs are not sent.
   *
   * @default true
   */
  readonly k8sLoggingExclude?: boolean;
  /**
   * Labels of the pod.
   *
   * @default - unset: the filter's true
   */
  readonly labels?: boolean;
  /**
   * Annotations of the pod.
   *
   * @default - unset: the filter's true
   */
  readonly annotations?: boolean;
  /**
   * Labels of the namespace. The filter may read namespaces then.
   *
   * @default - unset: the filter's false
   */
  readonly namespaceLabels?: boolean;
  /**
   * Annotations of the namespace. The filter may read namespaces then.
   *
   * @default - unset: the filter's false
   */
  readonly namespaceAnnotations?: boolean;
  /**
   * Pods are asked of the node's kubelet in place of the API server: for clusters whose API server would have too much to answer.
   *
   * The right to it is `nodes/pods` where `targetVersion` is 1.36; before, it is `nodes/proxy`, and lets whoever has it run commands in every pod of every node.
   *
   * @default false - the API server is asked once for each pod of the node, and the right to it is to read pods
   */
  readonly useKubelet?: boolean;
  /**
   * Certificates of the kubelet and the API server are checked. Kubelets often sign theirs themselves.
   *
   * @default - unset: the filter's true
   */
  readonly tlsVerify?: boolean;
  /**
   * The longest answer. A pod whose description is longer has no labels in its logs; 0 takes any.
   *
   * @default - unset: the filter's 32k
   */
  readonly bufferSize?: Size;
  /**
   * More settings in Fluent Bit's own words, which take the place of those made here.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

const FLAGS = [
  'mergeLog', 'keepLog', 'k8sLoggingParser', 'k8sLoggingExclude', 'labels', 'annotations', 'namespaceLabels', 'namespaceAnnotations', 'useKubelet', 'tlsVerify',
] as const;

const USUAL_PREFIX = 'kube.var.log.containers.';

export function checkKubernetes(where: string, options: FluentBitKubernetesOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { mergeLogKey: TEXT, bufferSize: SIZE, config: FIELDS, ...Object.fromEntries(FLAGS.map((flag) => [flag, BOOLEAN])) });
  const { match = 'kube.*', mergeLog, mergeLogKey, keepLog } = options;
  requireTag(where, 'match', match);
  if (mergeLogKey !== undefined) {
    requireSettingText(where, 'mergeLogKey', mergeLogKey);
  }
  if (mergeLog === false && (mergeLogKey !== undefined || keepLog !== undefined)) {
    fail('MergeLogOff', where, `mergeLog is false, and ${mergeLogKey === undefined ? `keepLog is ${show(keepLog)}` : `mergeLogKey is ${show(mergeLogKey)}`}; logs that are not taken apart stay as they are: leave it out`);
  }
  rawSettings(where, 'config', options.config ?? {});
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/filters/kubernetes */
export function kubernetes(options: FluentBitKubernetesOptions, { hasNodesPods }: SectionContext): SectionParts {
  const { match = 'kube.*', mergeLog = true, keepLog = false, useKubelet, config } = options;
  // The tag of a file's records is the input's, with the path in place of its `*` and dots in place of slashes.
  const prefix = match.endsWith('*') ? `${match.slice(0, -1)}var.log.containers.` : USUAL_PREFIX;
  const settings: Settings = given({
    match,
    'kube_tag_prefix': prefix === USUAL_PREFIX ? undefined : prefix,
    'merge_log': mergeLog,
    'merge_log_key': options.mergeLogKey,
    'keep_log': mergeLog ? keepLog : undefined,
    'k8s-logging.parser': options.k8sLoggingParser ?? true,
    'k8s-logging.exclude': options.k8sLoggingExclude ?? true,
    'labels': options.labels,
    'annotations': options.annotations,
    'namespace_labels': options.namespaceLabels,
    'namespace_annotations': options.namespaceAnnotations,
    ...(useKubelet === true ? { use_kubelet: true, kubelet_host: '${NODE_IP}' } : {}),
    'tls.verify': options.tlsVerify,
    'buffer_size': bytes(options.bufferSize),
  });
  return {
    settings: over(settings, config),
    rules: rules(options, hasNodesPods),
    env: useKubelet === true ? [EnvVar.fromField('NODE_IP', 'status.hostIP')] : [],
  };
}

/** One GET for each pod or namespace that it has not asked for yet: neither list nor watch. */
function rules({ useKubelet, namespaceLabels, namespaceAnnotations }: FluentBitKubernetesOptions, hasNodesPods: boolean): Rule[] {
  const source = 'https://docs.fluentbit.io/manual/data-pipeline/filters/kubernetes';
  const get = (resource: string, reason: string): Rule => ({ apiGroups: [''], resources: [resource], verbs: ['get'], reason, source });
  const ofPods = useKubelet !== true ? get('pods', 'labels of the pod of each log file are asked for by its name')
    : hasNodesPods ? get('nodes/pods', 'the kubelet is asked for the pods of its node')
      : get('nodes/proxy', 'the kubelet is asked for the pods of its node, and before Kubernetes 1.36 knows no smaller right to that');
  return [ofPods, ...(namespaceLabels === true || namespaceAnnotations === true ? [get('namespaces', 'labels or annotations of namespaces are wanted')] : [])];
}
