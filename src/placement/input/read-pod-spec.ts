import { All, At, Fields, amountsIn, bad, fields, fieldsIn, flagIn, labelsIn, mapIn, nameIn, text, textIn, wholeNumberIn, within } from './field';
import {
  KubeContainerPort, KubeNodeAffinity, KubeNodeSelectorTerm, KubePodContainer, KubePodSpec, KubeRequirement, KubeResources, KubeToleration,
} from '../kube';

/** What placement reads of a pod, or of the template of one. */
export function readPodSpec(value: unknown, at: At | undefined): All<KubePodSpec> {
  const spec = fields(value, at);
  return {
    nodeName: textIn(spec, 'nodeName', at),
    nodeSelector: labelsIn(spec, 'nodeSelector', at),
    affinity: readAffinity(spec, at),
    tolerations: mapIn(spec, 'tolerations', at, readToleration),
    hostNetwork: flagIn(spec, 'hostNetwork', at),
    priorityClassName: textIn(spec, 'priorityClassName', at),
    priority: wholeNumberIn(spec, 'priority', at),
    preemptionPolicy: textIn(spec, 'preemptionPolicy', at),
    containers: mapIn(spec, 'containers', at, readContainer)
      ?? bad(within(at, 'containers'), { code: 'MissingField', message: 'got nothing; write the list of containers' }),
    initContainers: mapIn(spec, 'initContainers', at, readContainer),
    overhead: amountsIn(spec, 'overhead', at),
    resources: readResources(spec, at),
  };
}

function readAffinity(spec: Fields, at: At | undefined): All<NonNullable<KubePodSpec['affinity']>> | undefined {
  const affinity = fieldsIn(spec, 'affinity', at);
  if (affinity === undefined) {
    return undefined;
  }
  const here = within(at, 'affinity');
  const nodeAffinity = fieldsIn(affinity, 'nodeAffinity', here);
  return { nodeAffinity: nodeAffinity === undefined ? undefined : readNodeAffinity(nodeAffinity, within(here, 'nodeAffinity')) };
}

function readNodeAffinity(affinity: Fields, at: At): All<KubeNodeAffinity> {
  const key = 'requiredDuringSchedulingIgnoredDuringExecution';
  const required = fieldsIn(affinity, key, at);
  return { [key]: required === undefined ? undefined : { nodeSelectorTerms: mapIn(required, 'nodeSelectorTerms', within(at, key), readTerm) } };
}

function readTerm(value: unknown, at: At): All<KubeNodeSelectorTerm> {
  const term = fields(value ?? {}, at);
  return { matchExpressions: mapIn(term, 'matchExpressions', at, readRequirement), matchFields: mapIn(term, 'matchFields', at, readRequirement) };
}

function readRequirement(value: unknown, at: At): All<KubeRequirement> {
  const requirement = fields(value, at);
  return {
    key: textIn(requirement, 'key', at) ?? '',
    operator: nameIn(requirement, 'operator', at),
    values: mapIn(requirement, 'values', at, text),
  };
}

function readToleration(value: unknown, at: At): All<KubeToleration> {
  const toleration = fields(value, at);
  return {
    key: textIn(toleration, 'key', at),
    operator: textIn(toleration, 'operator', at),
    value: textIn(toleration, 'value', at),
    effect: textIn(toleration, 'effect', at),
    tolerationSeconds: wholeNumberIn(toleration, 'tolerationSeconds', at),
  };
}

function readContainer(value: unknown, at: At): All<KubePodContainer> {
  const container = fields(value, at);
  return {
    name: textIn(container, 'name', at) ?? '',
    restartPolicy: textIn(container, 'restartPolicy', at),
    ports: mapIn(container, 'ports', at, readPort),
    resources: readResources(container, at),
  };
}

function readPort(value: unknown, at: At): All<KubeContainerPort> {
  const port = fields(value, at);
  return {
    containerPort: wholeNumberIn(port, 'containerPort', at) ?? bad(within(at, 'containerPort'), { code: 'MissingField', message: 'got nothing; write the port\'s number' }),
    hostPort: wholeNumberIn(port, 'hostPort', at),
    hostIP: textIn(port, 'hostIP', at),
    protocol: textIn(port, 'protocol', at),
  };
}

function readResources(parent: Fields, at: At | undefined): All<KubeResources> | undefined {
  const resources = fieldsIn(parent, 'resources', at);
  const here = within(at, 'resources');
  return resources === undefined ? undefined : { requests: amountsIn(resources, 'requests', here), limits: amountsIn(resources, 'limits', here) };
}
