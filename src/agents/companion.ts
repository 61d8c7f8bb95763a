import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PodBasis } from './agent-context';
import { HostAccess, hostAccessOf } from '../daemon-set/host-access';
import { HostAccessReason } from '../daemon-set/host-access-reason';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { formatProblem } from '../errors';
import { Ownership } from '../objects/rbac';
import { checkPod } from '../pod/check-pod';
import { Container } from '../pod/container';
import { PodModel } from '../pod/pod-model';
import { PodOptions } from '../pod/pod-options';
import { renderPodTemplate } from '../pod/render-pod';
import { NodeTargeting } from '../values/node-targeting';
import { Priority } from '../values/priority';
import { Tolerations } from '../values/tolerations';

/** A Deployment beside an agent: an operator, a controller, a cache between its pods and the API server. */
export interface Companion {
  readonly basis: PodBasis;
  /** By which the Deployment and what is made for it find its pods; never those of the agent. */
  readonly selector: { readonly [key: string]: string };
  /** Its pods' labels; by default those of the selector alone. */
  readonly podLabels?: { readonly [key: string]: string };
  /** Its pods' annotations. */
  readonly annotations?: { readonly [key: string]: string };
  readonly replicas: number;
  /** In Kubernetes' own words. */
  readonly strategy: object;
  readonly containers: readonly Container[];
  readonly options: PodOptions;
  readonly targeting: NodeTargeting;
  readonly tolerations: Tolerations;
  readonly priority: Priority;
  /** Its pods stand on nodes of their own: two on one node would need the same ports. */
  readonly isOneForANode?: boolean;
  /** Why its pods have what they have of the node. */
  readonly reasons?: readonly HostAccessReason[];
}

const ACCESS = Symbol.for('cdk8s-node-agents.companion-access');

/** What of the node the pods of a companion may see or change, each piece with its reason; nothing for objects that are none. */
export function companionAccess(object: ApiObject): HostAccess[] {
  return (object as ApiObject & { [ACCESS]?: HostAccess[] })[ACCESS] ?? [];
}

/** Its pods are checked as the agent's are. */
export function companionDeployment(scope: Construct, id: string, owner: Ownership, companion: Companion): KubeObject {
  const { basis, selector, podLabels = selector, annotations = {}, replicas, strategy, containers, options, tolerations, priority, reasons = [] } = companion;
  const model: PodModel = {
    ...basis,
    labels: { ...basis.labels, ...podLabels },
    options,
    containers,
    initContainers: [],
    sidecars: [],
    annotations,
    targeting: placed(companion),
    tolerations: tolerations._toKube(),
    priorityClassName: priority.className,
    windows: false,
  };
  const template = renderPodTemplate(model);
  const deployment = new KubeObject(scope, id, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: objectMetadata(owner.name, owner.namespace, owner.labels),
    spec: { replicas, selector: { matchLabels: selector }, strategy, template },
  });
  deployment.node.addValidation({ validate: () => checkPod(template, model).map((problem) => formatProblem(deployment.node.path, problem)) });
  const paths = containers.flatMap(({ name, _props }) => (_props.hostPaths ?? []).flatMap(({ path, reason, source }) => (
    reason === undefined ? [] : [{ path, container: name, reason, source }])));
  return Object.assign(deployment, { [ACCESS]: hostAccessOf(template, reasons, paths) });
}

function placed({ targeting, selector, isOneForANode }: Companion): PodModel['targeting'] {
  const kube = targeting._toKube();
  const apart = { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: selector }, topologyKey: 'kubernetes.io/hostname' }] };
  return isOneForANode === true ? { ...kube, affinity: { ...kube.affinity, podAntiAffinity: apart } } : kube;
}
