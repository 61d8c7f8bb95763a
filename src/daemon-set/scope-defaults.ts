import { Construct } from 'constructs';
import { AgentDefaults } from './agent-defaults';
import { fail, show } from '../errors';
import { copied } from '../pod/copied';
import { RegistryMirror } from '../values/image-name';
import { FIELDS, Kind, TEXTS, listOf, of, requireKinds } from '../values/kinds';
import { fieldsOf, requireKnown } from '../values/known-fields';
import { requireDnsSubdomain, requireLabels } from '../values/kube-names';
import { Platform } from '../values/platform';
import { Priority } from '../values/priority';
import { TargetVersion } from '../values/target-version';
import { Tolerations } from '../values/tolerations';

/** What holds for all agents of a scope. */
export interface ScopeDefaultsProps {
  /**
   * Where images are fetched from; the first that fits.
   *
   * @default - from their own registries
   */
  readonly registryMirrors?: RegistryMirror[];
  /**
   * Names of Secrets with which images are fetched, in every namespace of an agent.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * Labels of the DaemonSets and their pods, never part of a selector. A change restarts the pods.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * Tolerated by every agent, besides what it tolerates itself.
   *
   * @default - none
   */
  readonly tolerations?: Tolerations;
  /**
   * The priority of agents that are given none of their own.
   *
   * @default - each agent's
   */
  readonly priority?: Priority;
  /**
   * Whose Kubernetes it is.
   *
   * @default Platform.kubernetes() - nothing is added or refused
   */
  readonly platform?: Platform;
  /**
   * The Kubernetes version that the output is for.
   *
   * @default TargetVersion.V1_28 - the line that cdk8s-plus-28 is made for
   */
  readonly targetVersion?: TargetVersion;
  /**
   * Which defaults are on.
   *
   * @default AgentDefaults.all() - each has its reason
   */
  readonly defaults?: AgentDefaults;
}

const KINDS: { readonly [prop in keyof Required<ScopeDefaultsProps>]: Kind } = {
  registryMirrors: listOf(of(RegistryMirror)),
  imagePullSecrets: TEXTS,
  labels: FIELDS,
  tolerations: of(Tolerations),
  priority: of(Priority),
  platform: of(Platform),
  targetVersion: of(TargetVersion),
  defaults: of(AgentDefaults),
};
const KNOWN = fieldsOf<ScopeDefaultsProps>(KINDS);

const DEFAULTS = Symbol.for('cdk8s-node-agents.scope-defaults');
const READ = Symbol.for('cdk8s-node-agents.scope-defaults-read');

interface Marked {
  [DEFAULTS]?: ScopeDefaultsProps;
  [READ]?: string;
}

/**
 * Defaults for all agents of a scope: an App, a ClusterScope, a Chart or any construct. Set once, before its agents; inner scopes go before outer ones,
 * labels, tolerations, mirrors and pull secrets are joined.
 */
export class ScopeDefaults {
  /**
   * @throws MissingProps, NotAProp, WrongType, InvalidLabelKey, InvalidLabelValue, InvalidName, UnknownDefault, DefaultsSetTwice, DefaultsSetTooLate when an agent of the scope has read them already
   */
  public static set(scope: Construct, props: ScopeDefaultsProps): void {
    const marked = scope as Construct & Marked;
    const where = scope.node.path === '' ? 'ScopeDefaults.set' : scope.node.path;
    if (marked[DEFAULTS] !== undefined) {
      fail('DefaultsSetTwice', where, 'defaults of this scope are set already; set them once, with all they say');
    }
    const reader = ScopeDefaults._reader(scope);
    if (reader !== undefined) {
      fail('DefaultsSetTooLate', where, `agent ${reader} was made before; set the defaults of a scope before its agents`);
    }
    if (typeof props !== 'object' || props === null) {
      fail('MissingProps', where, `defaults are ${show(props)}; write { labels, tolerations, … }`);
    }
    requireKnown(where, props, KNOWN);
    requireKinds(where, props, KINDS);
    props.defaults?._requireKnownToSome(where);
    requireLabels(where, 'label', props.labels ?? {});
    for (const name of props.imagePullSecrets ?? []) {
      requireDnsSubdomain(where, 'image pull secret', name);
    }
    marked[DEFAULTS] = copied(props);
  }

  /** What holds for a construct. @internal */
  public static _of(construct: Construct): ScopeDefaultsProps {
    const scopes = construct.node.scopes as (Construct & Marked)[];
    let joined: ScopeDefaultsProps = {};
    for (const scope of scopes) {
      scope[READ] ??= construct.node.path;
      const own = scope[DEFAULTS];
      if (own !== undefined) {
        joined = join(joined, own);
      }
    }
    return joined;
  }

  /** The agent that read the defaults of this scope first; undefined while none has. @internal */
  public static _reader(scope: Construct): string | undefined {
    return (scope as Construct & Marked)[READ];
  }

  private constructor() {}
}

function join(outer: ScopeDefaultsProps, inner: ScopeDefaultsProps): ScopeDefaultsProps {
  return {
    registryMirrors: [...inner.registryMirrors ?? [], ...outer.registryMirrors ?? []],
    imagePullSecrets: [...new Set([...outer.imagePullSecrets ?? [], ...inner.imagePullSecrets ?? []])],
    labels: { ...outer.labels, ...inner.labels },
    tolerations: outer.tolerations === undefined || inner.tolerations === undefined
      ? inner.tolerations ?? outer.tolerations
      : outer.tolerations.and(inner.tolerations),
    priority: inner.priority ?? outer.priority,
    platform: inner.platform ?? outer.platform,
    targetVersion: inner.targetVersion ?? outer.targetVersion,
    defaults: inner.defaults ?? outer.defaults,
  };
}
