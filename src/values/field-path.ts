import { isQualifiedName } from './kube-names';

const OF_ENV = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'];
const OF_VOLUME = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels', 'metadata.annotations'];

/** Whether a variable can come from this field of the pod. */
export function isEnvField(path: string): boolean {
  return OF_ENV.includes(path) || isOneOfMany(path);
}

/** Whether a file of a downward API volume can come from this field of the pod. */
export function isVolumeField(path: string): boolean {
  return OF_VOLUME.includes(path) || isOneOfMany(path);
}

/** `metadata.labels['KEY']`; keys of annotations may have capitals in their prefix. */
function isOneOfMany(path: string): boolean {
  const match = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  return match !== null && isQualifiedName(match[1] === 'annotations' ? match[2].toLowerCase() : match[2]);
}
