import type { Construct } from 'constructs';
import { AgentDefaults } from './agent-defaults';
import { ConfigFiles } from './config-files';
import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { HostAccessReason } from './host-access-reason';
import { requireNamespace } from './kube-object';
import { Patch } from './patch';
import { fail, show } from '../errors';
import { Container } from '../pod/container';
import { DURATION, requirePodFields, requireSeconds } from '../pod/nested-kinds';
import { POD_KINDS } from '../pod/pod-kinds';
import { FIELDS, Kind, TEXT, listOf, of, requireKinds } from '../values/kinds';
import { isToken, requireAnnotations, requireDnsSubdomain, requireLabels, requireWholeNumber } from '../values/kube-names';
import { NodeTargeting } from '../values/node-targeting';
import { Platform } from '../values/platform';
import { Priority } from '../values/priority';
import { Rollout } from '../values/rollout';
import { TargetVersion } from '../values/target-version';
import { Tolerations } from '../values/tolerations';

/** A number is judged by its bounds, the name by its spelling. */
type Elsewhere = 'revisionHistoryLimit' | 'name';

const KINDS: { readonly [prop in Exclude<keyof Required<NodeAgentDaemonSetProps>, Elsewhere>]: Kind } = {
  ...POD_KINDS,
  namespace: TEXT,
  instance: TEXT,
  adopt: FIELDS,
  targeting: of(NodeTargeting),
  tolerations: of(Tolerations),
  priority: of(Priority),
  rollout: of(Rollout),
  minReady: DURATION,
  labels: FIELDS,
  annotations: FIELDS,
  configFiles: listOf(of(ConfigFiles)),
  hostAccessReasons: listOf(of(HostAccessReason)),
  platform: of(Platform),
  targetVersion: of(TargetVersion),
  defaults: of(AgentDefaults),
  patches: listOf(of(Patch)),
  containers: listOf(of(Container)),
};

/** What can be seen to be wrong in the props and where the agent stands. */
export function checkProps(agent: Construct, props: NodeAgentDaemonSetProps): void {
  const where = agent.node.path;
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { name, containers, … }`);
  }
  requireOwnNames(where, props);
  requireKinds(where, props, KINDS);
  requirePodFields(where, props);
  requireSeconds(where, 'minReady', props.minReady);
  requireDnsSubdomain(where, 'name', props.name);
  requireLabels(where, 'label', props.labels ?? {});
  requireLabels(where, 'pod label', props.podLabels ?? {});
  requireAnnotations(where, 'annotation', props.annotations ?? {});
  requireAnnotations(where, 'pod annotation', props.podAnnotations ?? {});
  requireNamespace(agent, props.namespace);
  if (props.serviceAccount !== undefined && !isToken(props.serviceAccount.name)) {
    requireDnsSubdomain(where, 'name of serviceAccount', props.serviceAccount.name);
  }
  for (const name of props.imagePullSecrets ?? []) {
    requireDnsSubdomain(where, 'image pull secret', name);
  }
  if (props.revisionHistoryLimit !== undefined) {
    requireWholeNumber(where, 'revisionHistoryLimit', props.revisionHistoryLimit, 0);
  }
}

/** What a DaemonSet cannot have, or has by another name here. Compilers refuse them; plain JavaScript would have them dropped without a word. */
const NOT_PROPS: { readonly [field: string]: string } = {
  activeDeadlineSeconds: 'drop it: pods of a DaemonSet run as long as their node',
  affinity: 'write targeting: NodeTargeting.matching(…)',
  ephemeralContainers: 'drop it: kubectl debug adds them to a running pod',
  hostIPC: 'write hostIpc',
  hostPID: 'write hostPid',
  minReadySeconds: 'write minReady: Duration.seconds(…)',
  nodeName: 'write targeting: NodeTargeting.named(…)',
  nodeSelector: 'write targeting: NodeTargeting.matching(…)',
  priorityClassName: 'write priority: Priority.ofClass(…)',
  replicas: 'drop it: there is one pod for each node that is meant',
  restartPolicy: 'drop it: pods of a DaemonSet always restart',
  serviceAccountName: 'write serviceAccount: ServiceAccount.fromServiceAccountName(…)',
  terminationGracePeriodSeconds: 'write terminationGracePeriod: Duration.seconds(…)',
  updateStrategy: 'write rollout: Rollout.rolling(…)',
};

function requireOwnNames(where: string, props: object): void {
  for (const field of Object.keys(props)) {
    if (Object.hasOwn(NOT_PROPS, field)) {
      fail('NotAProp', where, `${field} is ${show((props as { [field: string]: unknown })[field])}, and there is no such prop; ${NOT_PROPS[field]}`);
    }
  }
}
