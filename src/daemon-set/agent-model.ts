import type { Construct } from 'constructs';
import { AgentDefaults } from './agent-defaults';
import type { AgentState } from './agent-state';
import { checkProps } from './check-props';
import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { Identity, identify } from './identity';
import { objectLabels } from './object-labels';
import { DaemonSetModel } from './render-daemon-set';
import { ScopeDefaults, ScopeDefaultsProps } from './scope-defaults';
import { ALLOWLIST_LABEL } from '../platforms/gke-autopilot';
import { forSeLinux } from '../platforms/openshift';
import { copied } from '../pod/copied';
import { PodDefaults, PodModel } from '../pod/pod-model';
import { renderPodTemplate } from '../pod/render-pod';
import { isForWindows } from '../pod/windows';
import { IntOrPercent } from '../values/int-or-percent';
import { NodeTargeting } from '../values/node-targeting';
import { Platform } from '../values/platform';
import { Priority } from '../values/priority';
import { Rollout } from '../values/rollout';
import { TargetVersion } from '../values/target-version';
import { Tolerations } from '../values/tolerations';

/** The second one is older, and still on every node. */
const OS_LABELS = ['kubernetes.io/os', 'beta.kubernetes.io/os'];
const LINUX = NodeTargeting.linux();
const WINDOWS = NodeTargeting.windows();
const TENTH = Rollout.rolling(IntOrPercent.percent(10));

/** What of an agent is settled when it is made: its props, with what its scopes say. */
export interface AgentSettings {
  /** Where messages point. */
  readonly where: string;
  readonly props: NodeAgentDaemonSetProps;
  readonly identity: Identity;
  readonly defaults: AgentDefaults;
  readonly scopeDefaults: ScopeDefaultsProps;
  readonly platform: Platform;
  readonly target: TargetVersion;
  readonly priority: Priority | undefined;
  readonly tolerations: Tolerations;
}

/** Reads the scopes, and refuses what can be seen to be wrong. */
export function settle(agent: Construct, props: NodeAgentDaemonSetProps): AgentSettings {
  const where = agent.node.path;
  checkProps(agent, props);
  const inherited = ScopeDefaults._of(agent);
  const defaults = props.defaults ?? inherited.defaults ?? AgentDefaults.all();
  // Defaults of a scope name ids of agents of every kind; only what was written here can be judged.
  props.defaults?._requireKnown(agent);
  const scopeDefaults = defaults.isOn('scopeDefaults') ? inherited : {};
  const own = props.tolerations ?? Tolerations.none();
  return {
    where,
    props: copied(props),
    identity: identify(where, props.name, props.instance, props.adopt),
    defaults,
    scopeDefaults,
    platform: props.platform ?? inherited.platform ?? Platform.kubernetes(),
    target: props.targetVersion ?? inherited.targetVersion ?? TargetVersion.V1_28,
    priority: props.priority ?? scopeDefaults.priority,
    tolerations: scopeDefaults.tolerations === undefined ? own : own.and(scopeDefaults.tolerations),
  };
}

/** Labels of the agent's objects themselves. */
export function labelsOf({ scopeDefaults, defaults, identity, props }: AgentSettings): { [key: string]: string } {
  return objectLabels(props.labels, scopeDefaults, defaults, identity);
}

/** Which nodes are meant, defaults included: what asks about no operating system means that of the container. */
export function targetingOf({ props, defaults }: AgentSettings, state: AgentState): NodeTargeting {
  const asked = props.targeting;
  if (!defaults.isOn('linuxNodes')) {
    return asked ?? NodeTargeting.everyNode();
  }
  const own = hasWindowsOptions(props, state) ? WINDOWS : LINUX;
  return asked?._unlessAsked(OS_LABELS, own) ?? own;
}

/** The whole DaemonSet, ready to be checked and written; `checksum` is that of its configuration. */
export function daemonSetModel(settings: AgentSettings, state: AgentState, checksum: string | undefined): DaemonSetModel {
  const { props, defaults, platform } = settings;
  const pod = podModel(settings, state, checksum);
  const template = renderPodTemplate(pod);
  return {
    identity: settings.identity,
    template: platform.name === 'openshift' && defaults.isOn('openShiftSeLinux') ? forSeLinux(template) : template,
    platform,
    rollout: props.rollout ?? (defaults.isOn('rollingUpdate') ? TENTH : undefined),
    minReadySeconds: props.minReady?.toSeconds(),
    revisionHistoryLimit: props.revisionHistoryLimit,
    pod,
  };
}

function podModel(settings: AgentSettings, state: AgentState, configs: string | undefined): PodModel {
  const { props, identity, defaults, scopeDefaults, platform: { allowlist } } = settings;
  const checksum = defaults.isOn('configChecksum') ? configs : undefined;
  const targeting = targetingOf(settings, state)._toKube();
  return {
    options: { ...props, volumes: state.volumes, podLabels: undefined, podAnnotations: undefined },
    ...state.completed,
    // What was written goes before the identity, so that a label which contradicts the selector is found instead of dropped.
    labels: {
      ...(identity.adopted ? {} : scopeDefaults.labels),
      ...(allowlist === undefined ? {} : { [ALLOWLIST_LABEL]: allowlist }),
      ...identity.templateLabels,
      ...state.podLabels,
    },
    annotations: { ...(checksum === undefined ? {} : { 'checksum/config': checksum }), ...state.podAnnotations },
    targeting,
    tolerations: state.tolerations._toKube(),
    priorityClassName: settings.priority?.className,
    imagePullSecrets: [...new Set([...scopeDefaults.imagePullSecrets ?? [], ...props.imagePullSecrets ?? []])],
    mirrors: scopeDefaults.registryMirrors ?? [],
    defaults: podDefaults(defaults),
    target: settings.target,
    windows: OS_LABELS.some((label) => targeting.nodeSelector?.[label] === 'windows') || hasWindowsOptions(props, state),
    where: settings.where,
  };
}

/** Those of the defaults that every pod has, of the agent and beside it. */
export function podDefaults(defaults: AgentDefaults): PodDefaults {
  const isOn = (id: string) => defaults.isOn(id);
  return {
    dnsPolicy: isOn('dnsPolicy'),
    imagePullPolicy: isOn('imagePullPolicy'),
    nodeNameEnv: isOn('nodeNameEnv'),
    noPrivilegeEscalation: isOn('noPrivilegeEscalation'),
    runtimeDefaultSeccomp: isOn('runtimeDefaultSeccomp'),
    serviceAccountToken: isOn('serviceAccountToken'),
  };
}

function hasWindowsOptions(props: NodeAgentDaemonSetProps, state: AgentState): boolean {
  return isForWindows(props.podSecurityContext, ...state.all.map((container) => container._props.securityContext));
}
