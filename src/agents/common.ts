import { DAEMON_SET_PROPS, INSTEAD_OF_DAEMON_SET } from '../daemon-set/check-props';
import { NodeAgentDaemonSetProps, NodeAgentOptions } from '../daemon-set/daemon-set-props';
import { ContainerOptions } from '../pod/container';
import { CONTAINER_OPTIONS } from '../pod/container-kinds';
import { KnownFields, fieldsOf, handedOn, picked } from '../values/known-fields';

/**
 * What every agent takes: all of the base, and of its main container.
 *
 * Lists (arguments, ports, mounts, paths, environment) are added to what the agent sets; everything else takes the place of it.
 */
export interface AgentProps extends NodeAgentOptions, ContainerOptions {
  /**
   * The DaemonSet's name, and the value of `app.kubernetes.io/name`.
   *
   * @default - the agent's own
   */
  readonly name?: string;
  /**
   * The main container's name.
   *
   * @default - the agent's own
   */
  readonly containerName?: string;
  /**
   * Annotations of the ServiceAccount that is made, by which clouds know it: `eks.amazonaws.com/role-arn`, `iam.gke.io/gcp-service-account`.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };
}

/** What agents have besides the base and a container. */
const OF_AGENTS = fieldsOf<Omit<AgentProps, keyof NodeAgentDaemonSetProps | keyof ContainerOptions>>({ containerName: true, serviceAccountAnnotations: true });

/** All that an agent takes: what every agent does, and what is its own. */
export function agentProps<T extends AgentProps>(own: { readonly [prop in Exclude<keyof Required<T>, keyof AgentProps>]: unknown }): KnownFields {
  const names = new Set([...Object.keys(own), ...DAEMON_SET_PROPS.names, ...CONTAINER_OPTIONS.names, ...OF_AGENTS.names]);
  names.delete('containers');
  return handedOn({ names, instead: { ...CONTAINER_OPTIONS.instead, ...INSTEAD_OF_DAEMON_SET, containers: 'write sidecars: [Container.of({ … })]' } });
}

/** The part of an agent's props that is a container's. */
export function containerOptions(props: ContainerOptions): ContainerOptions {
  return picked(props, CONTAINER_OPTIONS);
}

/** Whether something is mounted by hand at a path; a slash at its end makes no other path of it. */
export function isMounted({ mounts = [], hostPaths = [] }: ContainerOptions, path: string): boolean {
  const normal = (one: string) => one.replace(/(?!^)\/+$/, '');
  return [...mounts, ...hostPaths].some(({ mountPath }) => normal(mountPath) === normal(path));
}

/** What is mounted at the same path by hand takes the place of one's own. */
export function unlessMounted<T extends { readonly mountPath: string }>(options: ContainerOptions, own: readonly T[]): T[] {
  return own.filter(({ mountPath }) => !isMounted(options, mountPath));
}
