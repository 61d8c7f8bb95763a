import type { Construct } from 'constructs';
import { AgentDefaults } from './agent-defaults';
import { ConfigFiles } from './config-files';
import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { HostAccessReason } from './host-access-reason';
import { requireNamespace } from './kube-object';
import { Patch } from './patch';
import { fail, show } from '../errors';
import { Container } from '../pod/container';
import { INSTEAD_OF_POD } from '../pod/instead';
import { DURATION, requirePodFields, requireSeconds } from '../pod/nested-kinds';
import { POD_KINDS } from '../pod/pod-kinds';
import { FIELDS, Kind, TEXT, listOf, of, requireKinds } from '../values/kinds';
import { Instead, KnownFields, fieldsOf, handedOn, requireKnown } from '../values/known-fields';
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

/** What a DaemonSet cannot have, or has by another name here. */
export const INSTEAD_OF_DAEMON_SET: Instead = {
  ...INSTEAD_OF_POD,
  hostIPC: 'write hostIpc',
  hostPID: 'write hostPid',
  metadata: 'write name, namespace, labels and annotations',
  minReadySeconds: 'write minReady: Duration.seconds(…)',
  replicas: 'drop it: there is one pod for each node that is meant',
  selector: 'write adopt: { matchLabels: … } for a DaemonSet that exists, or leave it out',
  strategy: 'write rollout: Rollout.rolling(…)',
  template: 'write what its spec has as props, its labels as podLabels and its annotations as podAnnotations',
  updateStrategy: 'write rollout: Rollout.rolling(…)',
};

/** All that the base takes. */
export const DAEMON_SET_PROPS = handedOn(fieldsOf<NodeAgentDaemonSetProps>({ ...KINDS, name: TEXT, revisionHistoryLimit: true }, INSTEAD_OF_DAEMON_SET));

/** What can be seen to be wrong in the props and where the agent stands; `known` are those of an agent that has more of them. */
export function checkProps(agent: Construct, props: NodeAgentDaemonSetProps, known: KnownFields = DAEMON_SET_PROPS): void {
  const where = agent.node.path;
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { name, containers, … }`);
  }
  requireKnown(where, props, known);
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
