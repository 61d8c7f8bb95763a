import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail } from '../errors';
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

/** Where an agent is scraped, and by what a monitor can find it. */
export interface Scraped {
  /** Of the DaemonSet. */
  readonly selector: { readonly [key: string]: string };
  /** Whether there is a headless Service. */
  readonly hasService: boolean;
  readonly endpoint: ScrapedEndpoint;
}

/** The monitor that was asked for, of either kind; refused where it would find nothing, or everything. */
export function monitorAgent(scope: Construct, monitor: Monitor, owner: Ownership, { selector, hasService, endpoint }: Scraped): KubeObject {
  const where = scope.node.path;
  if (monitor.kind === 'PodMonitor') {
    return monitorObject(scope, monitor, owner, selector, [endpoint]);
  }
  if (!hasService) {
    fail('MonitorWithoutService', where, 'monitor is a ServiceMonitor, and there is no Service for it to find; write Monitor.podMonitor(), or leave the default "service" on and listen where Prometheus can ask');
  }
  if (Object.keys(owner.labels).length === 0) {
    fail('MonitorWithoutLabels', where, 'monitor is a ServiceMonitor, and the Service has no labels to be found by; write labels, or Monitor.podMonitor()');
  }
  return monitorObject(scope, monitor, owner, owner.labels, [endpoint]);
}
