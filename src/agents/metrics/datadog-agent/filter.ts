import { fail, show } from '../../../errors';
import { TEXTS, requireKinds } from '../../../values/kinds';

/**
 * What the Agent tells containers apart by: `image:`, `name:` or `kube_namespace:`, and a regular expression. A list becomes words of one variable.
 *
 * @see https://docs.datadoghq.com/containers/guide/container-discovery-management/
 */
export function requireFilters(where: string, what: string, filters: readonly string[] | undefined): void {
  requireKinds(where, { [what]: filters }, { [what]: TEXTS });
  const bad = filters?.find((filter) => !/^(image|name|kube_namespace):\S+$/.test(filter));
  if (bad !== undefined) {
    fail('InvalidFilter', where, `${what} has ${show(bad)}; write image:, name: or kube_namespace: and a regular expression without spaces, such as "kube_namespace:^kube-system$"`);
  }
}
