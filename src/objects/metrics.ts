import { Construct } from 'constructs';
import { ScrapedEndpoint, monitorObject } from './monitor';
import { Ownership } from './rbac';
import { headlessService } from './service';
import { fail } from '../errors';
import { Monitor } from '../values/monitor';

/** What an agent is scraped for. */
export interface Metrics extends Omit<ScrapedEndpoint, 'port'> {
  /** Of the DaemonSet. */
  readonly selector: { [key: string]: string };
  /** Of the pods, and of the Service. */
  readonly port: { readonly name: string; readonly port: number };
  /** Unset when nobody asked for one. */
  readonly monitor?: Monitor;
}

/** For agents with a headless Service by default: it, unless it is off, and the monitor that was asked for. */
export function serviceWithMonitor(scope: Construct, owner: Ownership, hasService: boolean, metrics: Metrics): void {
  if (hasService) {
    headlessService(scope, owner, metrics.selector, [metrics.port]);
  }
  addMonitor(scope, owner, hasService, metrics);
}

/** For agents without: the monitor that was asked for, and the headless Service behind which a ServiceMonitor finds pods. */
export function monitorWithService(scope: Construct, owner: Ownership, metrics: Metrics): void {
  const hasService = metrics.monitor?.kind === 'ServiceMonitor';
  if (hasService) {
    headlessService(new Construct(scope, 'Metrics'), { ...owner, name: `${owner.name}-metrics` }, metrics.selector, [metrics.port]);
  }
  addMonitor(scope, owner, hasService, metrics);
}

/** Of either kind; refused where it would find nothing, or everything. */
function addMonitor(scope: Construct, owner: Ownership, hasService: boolean, { selector, port, path, more, monitor }: Metrics): void {
  if (monitor === undefined) {
    return;
  }
  const where = scope.node.path;
  if (monitor.kind === 'ServiceMonitor' && !hasService) {
    fail('MonitorWithoutService', where, 'monitor is a ServiceMonitor, and there is no Service for it to find; write Monitor.podMonitor(), or leave the default "service" on and listen where Prometheus can ask');
  }
  if (monitor.kind === 'ServiceMonitor' && Object.keys(owner.labels).length === 0) {
    fail('MonitorWithoutLabels', where, 'monitor is a ServiceMonitor, and the Service has no labels to be found by; write labels, or Monitor.podMonitor()');
  }
  monitorObject(scope, monitor, owner, monitor.kind === 'PodMonitor' ? selector : owner.labels, [{ port: port.name, path, more }]);
}
