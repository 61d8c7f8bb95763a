import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { given } from '../pod/given';
import { requireLabels } from '../values/kube-names';
import { Monitor } from '../values/monitor';

/** Where the metrics are. */
export interface ScrapedEndpoint {
  /** Name of the pods' port, which is the Service's, too. */
  readonly port: string;
  /** Default: unset, `/metrics`. */
  readonly path?: string;
  /** Of the endpoint, in the operator's own words; for TLS and tokens. */
  readonly more?: object;
}

const NODE_AS_INSTANCE = [{ action: 'replace', sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'instance' }];

/** The monitor that was asked for; `selector` finds the pods (PodMonitor) or their Service (ServiceMonitor). */
export function monitorObject(
  scope: Construct, monitor: Monitor, owner: Ownership, selector: { readonly [key: string]: string }, scraped: readonly ScrapedEndpoint[],
): KubeObject {
  const { labels = {}, interval, scrapeTimeout, nodeAsInstance } = monitor._options;
  requireLabels(scope.node.path, 'monitor label', labels);
  const endpoints = scraped.map(({ port, path, more }) => given({
    interval: interval === undefined ? undefined : `${interval.toSeconds()}s`,
    path,
    port,
    relabelings: nodeAsInstance === true ? NODE_AS_INSTANCE : undefined,
    scrapeTimeout: scrapeTimeout === undefined ? undefined : `${scrapeTimeout.toSeconds()}s`,
    ...more,
  }));
  return new KubeObject(scope, monitor.kind, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: monitor.kind,
    metadata: objectMetadata(owner.name, owner.namespace, { ...owner.labels, ...labels }),
    spec: {
      jobLabel: 'app.kubernetes.io/name',
      selector: { matchLabels: selector },
      [monitor.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints']: endpoints,
    },
  });
}
