import { PresetParts } from './parts';
import { fail, show } from '../../../../errors';
import { Rule } from '../../../../objects/rbac';
import { BOOLEAN, TEXTS, requireKinds } from '../../../../values/kinds';
import { requireTexts } from '../../../../values/require';
import { literal } from '../literal';

/** Names and labels of the pod that data come from. */
export interface OtelKubernetesAttributesOptions {
  /**
   * Which attributes, for example `k8s.deployment.name`, `container.image.tag`. Those that need it may read more of the cluster.
   *
   * @default - unset: the processor's: names of namespace, pod, Deployment and node, and the pod's uid and start
   */
  readonly metadata?: string[];
  /**
   * Labels of pods: attribute → label's key.
   *
   * @default - none
   */
  readonly podLabels?: { [attribute: string]: string };
  /**
   * Annotations of pods: attribute → annotation's key.
   *
   * @default - none
   */
  readonly podAnnotations?: { [attribute: string]: string };
  /**
   * Labels of namespaces: attribute → label's key.
   *
   * @default - none
   */
  readonly namespaceLabels?: { [attribute: string]: string };
  /**
   * The Collector waits, for at most 10 s, until it knows its pods, so that no early record is without its attributes.
   *
   * @default - unset: it does not
   */
  readonly waitForMetadata?: boolean;
}

const READ = ['get', 'list', 'watch'];

/** What certain attributes need besides pods and namespaces. */
const MORE: readonly (readonly [attributes: RegExp, rule: Rule])[] = [
  [/^k8s\.deployment\.uid$/, { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: READ }],
  [/^k8s\.node\.uid$/, { apiGroups: [''], resources: ['nodes'], verbs: READ }],
  [/^k8s\.cronjob\.uid$/, { apiGroups: ['batch'], resources: ['jobs'], verbs: READ }],
];

export function checkKubernetesAttributes(where: string, options: OtelKubernetesAttributesOptions): void {
  requireKinds(where, options, { metadata: TEXTS, waitForMetadata: BOOLEAN });
  for (const what of ['podLabels', 'podAnnotations', 'namespaceLabels'] as const) {
    if (options[what] !== undefined) {
      requireTexts(where, what, options[what]);
    }
  }
  const unknown = options.metadata?.find((name) => !/^(k8s|container|service)\.[a-z_.]+$/.test(name));
  if (unknown !== undefined || options.metadata?.length === 0) {
    fail('UnknownMetadata', where, `metadata are ${show(options.metadata)}; write names of attributes, such as "k8s.deployment.name" or "container.image.tag"`);
  }
}

/** @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.158.0/processor/k8sattributesprocessor */
export function kubernetesAttributes(options: OtelKubernetesAttributesOptions): PresetParts {
  const { metadata, podLabels, podAnnotations, namespaceLabels, waitForMetadata } = options;
  const labels = [...extracted(podLabels, 'pod'), ...extracted(namespaceLabels, 'namespace')];
  const annotations = extracted(podAnnotations, 'pod');
  const extract = {
    ...(metadata === undefined ? {} : { metadata: [...metadata] }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(annotations.length === 0 ? {} : { annotations }),
  };
  return {
    processors: {
      k8s_attributes: {
        auth_type: 'serviceAccount',
        // Without, every node's Collector would watch every pod of the cluster.
        filter: { node_from_env_var: 'K8S_NODE_NAME' },
        ...(Object.keys(extract).length === 0 ? {} : { extract }),
        // The uid first: pods on the host network share their address.
        pod_association: [
          { sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] },
          { sources: [{ from: 'resource_attribute', name: 'k8s.pod.ip' }] },
          { sources: [{ from: 'connection' }] },
        ],
        ...(waitForMetadata === undefined ? {} : { wait_for_metadata: waitForMetadata }),
      },
    },
    rules: [
      { apiGroups: [''], resources: ['namespaces', 'pods'], verbs: READ },
      ...MORE.filter(([attributes]) => metadata?.some((name) => attributes.test(name))).map(([, rule]) => rule),
    ],
  };
}

function extracted(keys: { [attribute: string]: string } = {}, from: string): object[] {
  return Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)).map(([attribute, key]) => ({ tag_name: literal(attribute), key: literal(key), from }));
}
