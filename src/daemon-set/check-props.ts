import { AgentDefaults } from './agent-defaults';
import { ConfigFiles } from './config-files';
import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { HostAccessReason } from './host-access-reason';
import { Patch } from './patch';
import { fail, show } from '../errors';
import { Container } from '../pod/container';
import { POD_KINDS } from '../pod/pod-kinds';
import { FIELDS, Kind, TEXT, listOf, of, requireKinds } from '../values/kinds';
import { requireAnnotations, requireDnsSubdomain, requireLabels, requireWholeNumber } from '../values/kube-names';
import { NodeTargeting } from '../values/node-targeting';
import { Priority } from '../values/priority';
import { Rollout } from '../values/rollout';
import { TargetVersion } from '../values/target-version';
import { Tolerations } from '../values/tolerations';

/** A time is judged where it is used, a number by its bounds. */
type Elsewhere = 'minReady' | 'revisionHistoryLimit' | 'name';

const KINDS: { readonly [prop in Exclude<keyof Required<NodeAgentDaemonSetProps>, Elsewhere>]: Kind } = {
  ...POD_KINDS,
  namespace: TEXT,
  instance: TEXT,
  adopt: FIELDS,
  targeting: of(NodeTargeting),
  tolerations: of(Tolerations),
  priority: of(Priority),
  rollout: of(Rollout),
  labels: FIELDS,
  annotations: FIELDS,
  configFiles: listOf(of(ConfigFiles)),
  hostAccessReasons: listOf(of(HostAccessReason)),
  targetVersion: of(TargetVersion),
  defaults: of(AgentDefaults),
  patches: listOf(of(Patch)),
  containers: listOf(of(Container)),
};

/** What can be seen to be wrong in the props alone. */
export function checkProps(where: string, props: NodeAgentDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { name, containers, … }`);
  }
  requireKinds(where, props, KINDS);
  requireDnsSubdomain(where, 'name', props.name);
  requireLabels(where, 'label', props.labels ?? {});
  requireLabels(where, 'pod label', props.podLabels ?? {});
  requireAnnotations(where, 'annotation', props.annotations ?? {});
  requireAnnotations(where, 'pod annotation', props.podAnnotations ?? {});
  if (props.namespace !== undefined) {
    requireDnsSubdomain(where, 'namespace', props.namespace);
  }
  if (props.revisionHistoryLimit !== undefined) {
    requireWholeNumber(where, 'revisionHistoryLimit', props.revisionHistoryLimit, 0);
  }
}
