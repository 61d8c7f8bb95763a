import { Container } from './container';
import { ACCOUNT, DURATION } from './nested-kinds';
import { HostAlias, PodOptions } from './pod-options';
import { BOOLEAN, FIELDS, Kind, TEXT, TEXTS, listOf, of } from '../values/kinds';
import { Volume } from '../values/volume';

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
  terminationGracePeriod: DURATION,
  imagePullSecrets: TEXTS,
  enableServiceLinks: BOOLEAN,
  podSecurityContext: FIELDS,
  serviceAccount: ACCOUNT,
  automountServiceAccountToken: BOOLEAN,
  initContainers: listOf(of(Container)),
  sidecars: listOf(of(Container)),
  volumes: listOf(of(Volume)),
  podLabels: FIELDS,
  podAnnotations: FIELDS,
};
