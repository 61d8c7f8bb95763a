import { requireDataKey, requireDnsSubdomain } from './kube-names';
import { isLater } from './raw';
import { fail, show } from '../errors';

/** A ConfigMap or Secret of cdk8s-plus, of whichever version: it has a name, and its kind if it says one. */
export function requireResource(where: string, kind: 'ConfigMap' | 'Secret', value: unknown): void {
  const resource = value as { readonly kind?: unknown; readonly name?: unknown } | null;
  const isResource = typeof resource === 'object' && resource !== null && 'name' in resource && (resource.kind === undefined || resource.kind === kind);
  if (!isResource || (typeof resource.name !== 'string' && !isLater(resource.name))) {
    fail('WrongType', where, `${kind} is ${show(value)}; write a ${kind} of cdk8s-plus, or give its name to ${where}Named`);
  }
  requireNameOrLater(where, `name of the ${kind}`, resource.name);
}

/** The name of an object that is imported may come later. */
export function requireNameOrLater(where: string, what: string, name: unknown): void {
  if (!isLater(name)) {
    requireDnsSubdomain(where, what, name as string);
  }
}

export function requireKeyOrLater(where: string, what: string, key: unknown): void {
  if (!isLater(key)) {
    requireDataKey(where, what, key as string);
  }
}
