import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail, show } from '../errors';
import { given } from '../pod/given';
import { isServiceName } from '../values/kube-names';

/** A port of a Service that leads to a port of the pods with the same name. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
  /** Unset for TCP. */
  readonly protocol?: string;
  /** What is spoken there, for proxies and meshes that ask: `grpc`, for example. */
  readonly appProtocol?: string;
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

/** A Service that leads to any of the pods. */
export function clusterService(
  scope: Construct, id: string, owner: Ownership, selector: { [key: string]: string }, ports: readonly NamedPort[],
): KubeObject {
  return service(scope, id, owner, selector, ports, {});
}

function service(
  scope: Construct, id: string, owner: Ownership, selector: { [key: string]: string }, ports: readonly NamedPort[], kind: object,
): KubeObject {
  if (!isServiceName(owner.name)) {
    fail('InvalidName', scope.node.path,
      `name ${show(owner.name)} is no name of a Service, which is made beside the agent; begin with a letter and write no dot, or switch the default "service" off`);
  }
  return new KubeObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(owner.name, owner.namespace, owner.labels),
    spec: {
      ...kind,
      ports: ports.map(({ name, port, protocol, appProtocol }) => given({ appProtocol, name, port, protocol, targetPort: name })),
      selector,
    },
  });
}
