import { All, At, Fields, amountsIn, bad, fields, fieldsIn, flagIn, labelsIn, mapIn, nameIn, requiredFieldsIn, shared, textIn, wholeNumberIn, within } from './field';
import { readPodSpec } from './read-pod-spec';
import { KubeDaemonSet, KubeNode, KubePod, KubePriorityClass, KubeTaint } from '../kube';

/*
 * Raw JSON of anybody's, to what placement reads of it: copied, so that the rest can be forgotten, and checked, so that the engine need not.
 */

/** @throws BadValue */
export function readDaemonSet(object: Fields, at?: At): All<KubeDaemonSet> {
  const metadata = requiredFieldsIn(object, 'metadata', at);
  const spec = requiredFieldsIn(object, 'spec', at);
  const template = requiredFieldsIn(spec, 'template', within(at, 'spec'));
  const here = within(at, 'metadata');
  const there = within(within(at, 'spec'), 'template');
  const templateMetadata = fieldsIn(template, 'metadata', there);
  return {
    metadata: {
      name: nameIn(metadata, 'name', here), namespace: textIn(metadata, 'namespace', here), uid: textIn(metadata, 'uid', here),
    } satisfies All<KubeDaemonSet['metadata']>,
    spec: {
      template: {
        metadata: templateMetadata === undefined ? undefined : { labels: labelsIn(templateMetadata, 'labels', within(there, 'metadata')) },
        spec: readPodSpec(requiredFieldsIn(template, 'spec', there), within(there, 'spec')),
      },
    },
  };
}

/** @throws BadValue */
export function readNode(object: Fields, at?: At): All<KubeNode> {
  const metadata = requiredFieldsIn(object, 'metadata', at);
  const spec = fieldsIn(object, 'spec', at);
  const status = fieldsIn(object, 'status', at);
  const inMetadata = within(at, 'metadata');
  const inSpec = within(at, 'spec');
  return {
    metadata: { name: nameIn(metadata, 'name', inMetadata), labels: labelsIn(metadata, 'labels', inMetadata) } satisfies All<KubeNode['metadata']>,
    spec: spec === undefined ? undefined : {
      taints: mapIn(spec, 'taints', inSpec, readTaint), unschedulable: flagIn(spec, 'unschedulable', inSpec),
    } satisfies All<KubeNode['spec']>,
    status: status === undefined ? undefined : { allocatable: amountsIn(status, 'allocatable', within(at, 'status')) } satisfies All<KubeNode['status']>,
  };
}

function readTaint(value: unknown, at: At): All<KubeTaint> {
  const taint = fields(value, at);
  const written = textIn(taint, 'value', at);
  return { key: shared(nameIn(taint, 'key', at)), value: written === undefined ? undefined : shared(written), effect: shared(nameIn(taint, 'effect', at)) };
}

/** @throws BadValue */
export function readPod(object: Fields, at?: At): All<KubePod> {
  const metadata = requiredFieldsIn(object, 'metadata', at);
  const status = fieldsIn(object, 'status', at);
  const here = within(at, 'metadata');
  return {
    metadata: {
      name: nameIn(metadata, 'name', here),
      namespace: textIn(metadata, 'namespace', here),
      ownerReferences: mapIn(metadata, 'ownerReferences', here, (value, of) => {
        const owner = fields(value, of);
        return { kind: nameIn(owner, 'kind', of), name: nameIn(owner, 'name', of), uid: textIn(owner, 'uid', of), controller: flagIn(owner, 'controller', of) };
      }),
    } satisfies All<KubePod['metadata']>,
    spec: readPodSpec(requiredFieldsIn(object, 'spec', at), within(at, 'spec')),
    status: status === undefined ? undefined : readPodStatus(status, within(at, 'status')),
  };
}

function readPodStatus(status: Fields, at: At): All<NonNullable<KubePod['status']>> {
  return { phase: textIn(status, 'phase', at), startTime: textIn(status, 'startTime', at) };
}

/** @throws BadValue */
export function readPriorityClass(object: Fields, at?: At): All<KubePriorityClass> {
  return {
    metadata: { name: nameIn(requiredFieldsIn(object, 'metadata', at), 'name', within(at, 'metadata')) },
    value: wholeNumberIn(object, 'value', at) ?? bad(within(at, 'value'), { code: 'MissingField', message: 'got nothing; write the priority, a whole number' }),
    globalDefault: flagIn(object, 'globalDefault', at),
    preemptionPolicy: textIn(object, 'preemptionPolicy', at),
  };
}

/** Whether the DaemonSet controller of Kubernetes itself takes care of it: others have kinds of the same name. */
export function isDaemonSet(object: Fields): boolean {
  return object.kind === 'DaemonSet' && typeof object.apiVersion === 'string' && /^(apps|extensions)\//.test(object.apiVersion);
}

export function isPriorityClass(object: Fields): boolean {
  return object.kind === 'PriorityClass' && typeof object.apiVersion === 'string' && object.apiVersion.startsWith('scheduling.k8s.io/');
}

