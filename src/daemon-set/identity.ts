import { AdoptedIdentity } from './daemon-set-props';
import { Problem, fail, show } from '../errors';
import { FIELDS, requireKinds } from '../values/kinds';
import { fieldsOf, requireKnown } from '../values/known-fields';
import { requireLabelValue, requireLabels } from '../values/kube-names';

/** What never changes for a DaemonSet that exists. */
export interface Identity {
  readonly selector: { readonly [key: string]: string };
  readonly templateLabels: { readonly [key: string]: string };
  readonly adopted: boolean;
}

const ADOPTED = fieldsOf<AdoptedIdentity>({ matchLabels: true, templateLabels: true }, {
  labels: 'write templateLabels',
  matchExpressions: 'write matchLabels, which alone can be adopted, and what the selector has besides by patches: [Patch.merge({ spec: { selector: { matchExpressions: [ … ] } } })]',
  selector: 'write matchLabels: spec.selector.matchLabels of the DaemonSet that exists',
  template: 'write templateLabels: spec.template.metadata.labels of the DaemonSet that exists',
});

/** Stable: of what was written, never of where the construct stands. */
export function identify(where: string, name: string, instance: string | undefined, adopt: AdoptedIdentity | undefined): Identity {
  if (adopt !== undefined) {
    requireKnown(where, adopt, ADOPTED, 'adopt');
    if (!FIELDS.holds(adopt.matchLabels)) {
      fail('WrongType', where, `adopt.matchLabels is ${show(adopt.matchLabels)}; write spec.selector.matchLabels of the DaemonSet that exists`);
    }
    requireKinds(where, adopt, { templateLabels: FIELDS }, 'adopt');
    requireLabels(where, 'adopt.matchLabels', adopt.matchLabels);
    requireLabels(where, 'adopt.templateLabels', adopt.templateLabels ?? {});
    if (Object.keys(adopt.matchLabels).length === 0) {
      fail('EmptySelector', where, `adopt.matchLabels is ${show(adopt.matchLabels)}, which selects every pod of the namespace; write spec.selector.matchLabels of the DaemonSet that exists`);
    }
    return { selector: { ...adopt.matchLabels }, templateLabels: { ...adopt.templateLabels ?? adopt.matchLabels }, adopted: true };
  }
  requireLabelValue(where, 'name', name);
  requireLabelValue(where, 'instance', instance ?? name);
  const labels = { 'app.kubernetes.io/instance': instance ?? name, 'app.kubernetes.io/name': name };
  return { selector: labels, templateLabels: labels, adopted: false };
}

/** The API server refuses a selector that its own pods do not meet. */
export function checkSelector(selector: { readonly [key: string]: string }, templateLabels: { readonly [key: string]: string }): Problem[] {
  return Object.entries(selector).filter(([key, value]) => templateLabels[key] !== value).map(([key, value]) => ({
    code: 'SelectorNotInTemplate',
    message: `the selector asks for ${key}: ${show(value)}, and the pods have ${show(templateLabels[key])}; give the pods the same label`,
  }));
}
