/* Manifests in the form in which ours and a vendor's are compared: without what every installation names for itself. */

/** The first object of a kind, of those whose name fits. */
export function objectOf(objects: readonly any[], kind: string, name: RegExp = /./): any {
  return objects.find((object) => object.kind === kind && name.test(object.metadata.name));
}

/** The pod of a DaemonSet or Deployment. */
export function podOf(workload: any): any {
  const { serviceAccountName: _, ...pod } = workload.spec.template.spec;
  return pod;
}

/** The same, where a vendor keeps the configuration in other ConfigMaps. */
export function podWithoutConfigMaps(workload: any): any {
  const pod = podOf(workload);
  return { ...pod, volumes: pod.volumes.filter((volume: any) => volume.configMap === undefined) };
}

/** A Service, whose selector is every installation's own. */
export function serviceOf(objects: readonly any[], name?: RegExp): any {
  const { selector: _, ...service } = objectOf(objects, 'Service', name).spec;
  return service;
}

/** Whether the account's token goes to every pod that has it. */
export function tokenOf(objects: readonly any[]): object {
  return { automountServiceAccountToken: objectOf(objects, 'ServiceAccount').automountServiceAccountToken };
}

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** What may be done with each resource, in whichever order and split the rules say it. */
export function rights(rules: readonly Rule[]): object[] {
  const found = new Map<string, Set<string>>();
  for (const { apiGroups = [''], resources = [], resourceNames = [], nonResourceURLs = [], verbs } of rules) {
    const named = apiGroups.flatMap((group) => resources.map((resource) => [[group, resource].filter((text) => text !== '').join('/'), ...resourceNames].join(' ')));
    for (const name of [...named, ...nonResourceURLs]) {
      found.set(name, new Set([...found.get(name) ?? [], ...verbs]));
    }
  }
  return [...found].map(([name, verbs]) => ({ name, verbs: [...verbs].sort().join() }));
}
