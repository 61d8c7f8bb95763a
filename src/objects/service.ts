import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail, show } from '../errors';

/** A port of a Service that leads to a named port of the pods. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
}

/** RFC 1035, unlike most names: a Service's is a name of DNS. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A Service without an address of its own: whoever asks for it gets every pod, one for each node, never just any of them. @throws InvalidName */
export function headlessService(scope: Construct, owner: Ownership, selector: { [key: string]: string }, ports: readonly NamedPort[]): void {
  if (!SERVICE_NAME.test(owner.name)) {
    fail('InvalidName', scope.node.path, `name ${show(owner.name)} is no name of a Service, which is made beside the agent; begin with a letter and write no dot, or switch the default "service" off`);
  }
  new KubeObject(scope, 'Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(owner.name, owner.namespace, owner.labels),
    spec: { clusterIP: 'None', ports: ports.map(({ name, port }) => ({ name, port, targetPort: name })), selector },
  });
}
