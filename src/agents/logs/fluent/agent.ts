import { Construct } from 'constructs';
import { Metrics, serviceWithMonitor } from '../../../objects/metrics';
import { Ownership } from '../../../objects/rbac';
import { localService } from '../../../objects/service';
import { ContainerPort } from '../../../values/container-port';
import { ownAccount } from '../../own-default';

// What the agents of the Fluent family have in common.

export const SERVICE_ACCOUNT = ownAccount('with the rights of its filters', 'the API server is asked in its name; without an account it has neither token nor rights');

/** One Service for who asks for metrics, of every node; another for who sends to `ports`, to its own node. */
export function addServices(scope: Construct, ownership: Ownership, ports: readonly ContainerPort[], hasService: boolean, metrics: Metrics): void {
  serviceWithMonitor(scope, ownership, hasService, metrics);
  if (ports.length > 0) {
    localService(scope, 'Forward', { ...ownership, name: `${ownership.name}-forward` }, metrics.selector, ports.map(({ name, number }) => ({ name: name!, port: number })));
  }
}
