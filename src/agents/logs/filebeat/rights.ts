import { Rule } from '../../../objects/rbac';
import { Settings, isSettings, valueAt } from '../elastic/settings';

const READ = ['get', 'list', 'watch'];

/** What a configuration lets Filebeat ask the API server for. */
export interface Rights {
  readonly cluster: readonly Rule[];
  /** Takes turns with others by a lease. */
  readonly lease: boolean;
  /** Asks kubeadm's ConfigMap for the cluster's name. */
  readonly kubeadm: boolean;
}

/** Rights follow the finished configuration, whoever wrote it: what it asks for, it may read, and nothing more. */
export function rightsOf(config: Settings): Rights {
  const askers = [...processorsIn(config), ...providersIn(config)];
  const asks = (path: string, value: unknown) => askers.some((one) => valueAt(one, path) === value);
  const cluster: Rule[] = askers.length === 0 ? [] : [
    { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: READ },
    ...(asks('resource', 'service') ? [{ apiGroups: [''], resources: ['services'], verbs: READ }] : []),
    ...(asks('add_resource_metadata.deployment', true) ? [{ apiGroups: ['apps'], resources: ['replicasets'], verbs: READ }] : []),
    ...(asks('add_resource_metadata.cronjob', true) ? [{ apiGroups: ['batch'], resources: ['jobs'], verbs: READ }] : []),
  ];
  return {
    cluster,
    lease: asks('unique', true),
    // What was written by hand and does not say asks, for that is Filebeat's own default.
    kubeadm: askers.some((one) => valueAt(one, 'use_kubeadm') !== false),
  };
}

/** `add_kubernetes_metadata`, wherever it stands: in the input's processors, in templates, in branches. */
function processorsIn(value: unknown): Settings[] {
  if (Array.isArray(value)) {
    return value.flatMap(processorsIn);
  }
  if (!isSettings(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => (key === 'add_kubernetes_metadata' ? [isSettings(inner) ? inner : {}] : processorsIn(inner)));
}

function providersIn(config: Settings): Settings[] {
  const providers = valueAt(config, 'filebeat.autodiscover.providers');
  return (Array.isArray(providers) ? providers : []).filter((one): one is Settings => isSettings(one) && one.type === 'kubernetes');
}
