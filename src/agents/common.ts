import { NodeAgentOptions } from '../daemon-set/daemon-set-props';
import { ContainerOptions } from '../pod/container';

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

/** Every field of a container: the compiler sees to it that none is missing. */
const CONTAINER_FIELDS: { readonly [field in keyof Required<ContainerOptions>]: true } = {
  command: true,
  args: true,
  workingDir: true,
  env: true,
  envFrom: true,
  ports: true,
  resources: true,
  securityContext: true,
  mounts: true,
  hostPaths: true,
  livenessProbe: true,
  readinessProbe: true,
  startupProbe: true,
  postStart: true,
  preStop: true,
  imagePullPolicy: true,
  terminationMessagePath: true,
  terminationMessagePolicy: true,
  tty: true,
  stdin: true,
};

/** The part of an agent's props that is a container's. */
export function containerOptions(props: ContainerOptions): ContainerOptions {
  const fields = Object.keys(CONTAINER_FIELDS) as (keyof ContainerOptions)[];
  return Object.fromEntries(fields.filter((field) => props[field] !== undefined).map((field) => [field, props[field]]));
}

/** Whether something is mounted by hand at a path; a slash at its end makes no other path of it. */
export function mountedByHand({ mounts = [], hostPaths = [] }: ContainerOptions): (path: string) => boolean {
  const normal = (path: string) => path.replace(/(?!^)\/+$/, '');
  const taken = new Set([...mounts, ...hostPaths].map((mount) => normal(mount.mountPath)));
  return (path) => taken.has(normal(path));
}
