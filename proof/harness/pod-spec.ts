import type { ObjectMeta } from './kube';

/*
 * What a kubelet reads of a pod, as far as the proof's own plays it. Fields that are not here have no effect on the process (resources, which
 * the test measures instead) or cannot be played without a container runtime: seccomp and AppArmor profiles, SELinux, devices.
 */

export interface Handler {
  readonly exec?: { readonly command: string[] };
  readonly httpGet?: {
    readonly path?: string;
    readonly port: number | string;
    readonly host?: string;
    readonly scheme?: string;
    readonly httpHeaders?: { readonly name: string; readonly value: string }[];
  };
  readonly tcpSocket?: { readonly port: number | string; readonly host?: string };
  readonly grpc?: unknown;
  readonly sleep?: { readonly seconds: number };
}

export interface ProbeSpec extends Handler {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
}

export interface EnvSpec {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly configMapKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean };
    readonly secretKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean };
    readonly resourceFieldRef?: unknown;
  };
}

export interface MountSpec {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly mountPropagation?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

export interface FilesSpec {
  readonly name?: string;
  readonly secretName?: string;
  readonly items?: { readonly key: string; readonly path: string; readonly mode?: number }[];
  readonly defaultMode?: number;
  readonly optional?: boolean;
}

export interface VolumeSpec {
  readonly name: string;
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly configMap?: FilesSpec;
  readonly secret?: FilesSpec;
}

export interface SecuritySpec {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly capabilities?: { readonly add?: string[]; readonly drop?: string[] };
}

export interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly workingDir?: string;
  readonly env?: EnvSpec[];
  readonly envFrom?: {
    readonly prefix?: string;
    readonly configMapRef?: { readonly name: string; readonly optional?: boolean };
    readonly secretRef?: { readonly name: string; readonly optional?: boolean };
  }[];
  readonly ports?: { readonly name?: string; readonly containerPort: number }[];
  readonly resources?: { readonly limits?: Record<string, string> };
  readonly volumeMounts?: MountSpec[];
  readonly securityContext?: SecuritySpec;
  readonly livenessProbe?: ProbeSpec;
  readonly readinessProbe?: ProbeSpec;
  readonly startupProbe?: ProbeSpec;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
}

export interface RunnablePod {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly hostPID?: boolean;
    readonly hostIPC?: boolean;
    readonly serviceAccountName?: string;
    readonly enableServiceLinks?: boolean;
    readonly terminationGracePeriodSeconds?: number;
    readonly hostAliases?: { readonly ip: string; readonly hostnames?: string[] }[];
    readonly securityContext?: SecuritySpec & { readonly fsGroup?: number; readonly supplementalGroups?: number[] };
    readonly volumes?: VolumeSpec[];
    readonly containers: ContainerSpec[];
    readonly initContainers?: ContainerSpec[];
  };
}

/** Contents of the objects that a pod names: name → key → text. */
export interface Contents {
  readonly configMaps: Record<string, Record<string, string>>;
  readonly secrets?: Record<string, Record<string, string>>;
  /** Services of its namespace: name → address. */
  readonly services?: Record<string, string>;
}

export function containerOf(pod: RunnablePod, name: string): ContainerSpec {
  const all = [...pod.spec.containers, ...pod.spec.initContainers ?? []];
  const found = all.find((container) => container.name === name);
  if (found === undefined) {
    throw new Error(`pod ${pod.metadata.name} has no container ${name} but ${all.map((container) => container.name).join(', ')}`);
  }
  return found;
}
