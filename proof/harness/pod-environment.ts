import type { Image } from './images';
import type { ContainerSpec, Contents, EnvSpec, RunnablePod } from './pod-spec';

/** Addresses that the downward API hands out. */
export interface Addresses {
  readonly node: string;
  readonly pod: string;
}

/** The environment as the kubelet makes it: the image's, addresses of Services, then `envFrom`, then `env` in order; `$(NAME)` means variables before it. */
export function environment(pod: RunnablePod, container: ContainerSpec, image: Image, contents: Contents, addresses: Addresses): Record<string, string> {
  const env: Record<string, string> = { ...image.env };
  for (const [name, address] of Object.entries(pod.spec.enableServiceLinks === false ? {} : contents.services ?? {})) {
    env[`${name.toUpperCase().replace(/-/g, '_')}_SERVICE_HOST`] = address;
  }
  for (const { prefix, configMapRef, secretRef } of container.envFrom ?? []) {
    const ref = configMapRef ?? secretRef;
    const data = ref === undefined ? undefined : (configMapRef === undefined ? contents.secrets ?? {} : contents.configMaps)[ref.name];
    if (data === undefined && ref?.optional !== true) {
      throw new Error(`container ${container.name}: envFrom names ${ref?.name}, which is not there`);
    }
    Object.entries(data ?? {}).forEach(([key, value]) => { env[`${prefix ?? ''}${key}`] = value; });
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(variable, pod, contents, addresses);
    if (value !== undefined) {
      env[variable.name] = variable.valueFrom === undefined ? expand(value, env) : value;
    }
  }
  return env;
}

/** `$(NAME)` of a variable that is there, `$$` for one `$`; all else stays. */
export function expand(text: string, env: Record<string, string>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name: string | undefined) => (name === undefined ? '$' : env[name] ?? whole));
}

function valueOf(variable: EnvSpec, pod: RunnablePod, contents: Contents, addresses: Addresses): string | undefined {
  const { fieldRef, configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {};
  if (variable.valueFrom === undefined) {
    return variable.value ?? '';
  }
  if (fieldRef !== undefined) {
    return fieldOf(fieldRef.fieldPath, pod, addresses);
  }
  const ref = configMapKeyRef ?? secretKeyRef;
  if (ref === undefined) {
    throw new Error(`variable ${variable.name}: the proof does not play ${Object.keys(variable.valueFrom).join()}`);
  }
  const value = (configMapKeyRef === undefined ? contents.secrets ?? {} : contents.configMaps)[ref.name]?.[ref.key];
  if (value === undefined && ref.optional !== true) {
    throw new Error(`variable ${variable.name}: ${ref.name} has no key ${ref.key}`);
  }
  return value;
}

function fieldOf(path: string, pod: RunnablePod, addresses: Addresses): string {
  const { metadata, spec } = pod;
  const one = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (one !== null) {
    return metadata[one[1] as 'labels' | 'annotations']?.[one[2]] ?? '';
  }
  const values: Record<string, string | undefined> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace ?? 'default',
    'metadata.uid': metadata.uid,
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName ?? 'default',
    'status.hostIP': addresses.node,
    'status.hostIPs': addresses.node,
    'status.podIP': addresses.pod,
    'status.podIPs': addresses.pod,
  };
  const value = values[path];
  if (value === undefined) {
    throw new Error(`pod ${metadata.name} has no ${path}`);
  }
  return value;
}
