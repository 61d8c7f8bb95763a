import { Construct } from 'constructs';
import type { AgentSettings } from './agent-model';
import { labelsOf } from './agent-model';
import { ClusterObject, namespaceOf } from './kube-object';
import { objectMetadata } from './object-labels';
import { fail } from '../errors';
import { constraintsFor } from '../platforms/openshift';
import { KubePodTemplate } from '../pod/kube';

/** Where constraints apply is told by name: there must be a ServiceAccount of the agent's own and a namespace. */
export function requireAccountOf(agent: Construct, { where, props }: AgentSettings): void {
  if (props.serviceAccount === undefined) {
    fail('NoAccount', where, 'there is no ServiceAccount, and on OpenShift what the agent may do would be allowed to every pod of its namespace that names none; write serviceAccount, or leave the default "serviceAccount" of the agent on');
  }
  if (namespaceOf(agent, props.namespace) === undefined) {
    fail('NoNamespace', where, 'namespace is not known, and SecurityContextConstraints must name the account\'s; set namespace on the agent or on its Chart');
  }
}

/** What OpenShift lets the agent do: read off the finished pod, patches included. */
export class SecurityContextConstraints extends ClusterObject {
  constructor(agent: Construct, private readonly settings: AgentSettings, private readonly template: () => KubePodTemplate) {
    const { props } = settings;
    super(agent, 'SecurityContextConstraints', {
      apiVersion: 'security.openshift.io/v1',
      kind: 'SecurityContextConstraints',
      metadata: objectMetadata(`${namespaceOf(agent, props.namespace)}.${props.name}`, undefined, labelsOf(settings)),
    });
  }

  protected unpatched(): any {
    const { namespace, serviceAccount } = this.settings.props;
    return { ...super.unpatched(), ...constraintsFor(this.template(), `system:serviceaccount:${namespaceOf(this, namespace)}:${serviceAccount!.name}`) };
  }
}
