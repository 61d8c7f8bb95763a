import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail, show } from '../errors';
import { isServiceName } from '../values/kube-names';

/** A port of a Service that leads to a port of the pods with the same name. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
  /** Unset for TCP. */
  readonly protocol?: string;
}

/** A Service without an address of its own: whoever asks for it gets every pod, one for each node, never just any of them. */
export function headlessService(scope: Construct, owner: Ownership, selector: { [key: string]: string }, ports: readonly NamedPort[]): KubeObject {
  return service(scope, 'Service', owner, selector, ports, { clusterIP: 'None' });
}

/** A Service for clients that are to reach the agent of their own node, and none when that one is away. */
export function localService(
  scope: Construct, id: string, owner: Ownership, selector: { [key: string]: string }, ports: readonly NamedPort[],
): KubeObject {
  return service(scope, id, owner, selector, ports, { internalTrafficPolicy: 'Local' });
}

function service(
  scope: Construct, id: string, owner: Ownership, selector: { [key: string]: string }, ports: readonly NamedPort[], kind: object,
): KubeObject {
  // DaemonSets may have dots in their names, Services may not.
  const name = owner.name.replace(/\./g, '-');
  if (!isServiceName(name)) {
    fail('InvalidName', scope.node.path, `name ${show(name)} is no name of a Service, and one is made beside the agent; begin with a letter, or switch the default "service" off`);
  }
  return new KubeObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(name, owner.namespace, owner.labels),
    spec: {
      ...kind,
      ports: ports.map((one) => ({ name: one.name, port: one.port, ...(one.protocol === undefined ? {} : { protocol: one.protocol }), targetPort: one.name })),
      selector,
    },
  });
}
