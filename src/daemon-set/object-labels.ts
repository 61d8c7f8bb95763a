import { AgentDefaults } from './agent-defaults';
import { Identity } from './identity';
import { ScopeDefaultsProps } from './scope-defaults';

/** Labels of the DaemonSet itself and of everything that is made beside it: what belongs together is found by the same labels. */
export function objectLabels(
  written: { readonly [key: string]: string } | undefined, scope: ScopeDefaultsProps, defaults: AgentDefaults, identity: Identity,
): { [key: string]: string } {
  return {
    ...scope.labels,
    ...(defaults.isOn('recommendedLabels') && !identity.adopted ? identity.selector : {}),
    ...written,
  };
}

/** `metadata` of an object of the agent, without what is not known or empty. */
export function objectMetadata(name: string, namespace: string | undefined, labels: { [key: string]: string }, annotations?: { [key: string]: string }): {
  name: string; namespace?: string; labels?: { [key: string]: string }; annotations?: { [key: string]: string };
} {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}
