import { Container } from './container';
import { HostAlias, PodOptions } from './pod-options';
import { BOOLEAN, FIELDS, Kind, TEXT, TEXTS, listOf, of } from '../values/kinds';
import { Volume } from '../values/volume';

const OBJECT: Kind = { what: 'an object of cdk8s', holds: (value) => typeof value === 'object' && value !== null };

/** What each option of a pod takes. */
export const POD_KINDS: { readonly [field in keyof Required<PodOptions>]: Kind } = {
  hostNetwork: BOOLEAN,
  hostPid: BOOLEAN,
  hostIpc: BOOLEAN,
  hostUsers: BOOLEAN,
  shareProcessNamespace: BOOLEAN,
  dnsPolicy: TEXT,
  dnsConfig: FIELDS,
  runtimeClassName: TEXT,
  schedulerName: TEXT,
  hostAliases: listOf(of(HostAlias)),
  terminationGracePeriod: OBJECT,
  imagePullSecrets: TEXTS,
  enableServiceLinks: BOOLEAN,
  podSecurityContext: FIELDS,
  serviceAccount: OBJECT,
  automountServiceAccountToken: BOOLEAN,
  initContainers: listOf(of(Container)),
  sidecars: listOf(of(Container)),
  volumes: listOf(of(Volume)),
  podLabels: FIELDS,
  podAnnotations: FIELDS,
};
