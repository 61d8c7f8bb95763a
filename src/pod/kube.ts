/*
 * The parts of Kubernetes' own objects that the renderers write and the checks read.
 * Unset fields are undefined, and left out when they are written; nothing here adds a default.
 */

export interface KubePort {
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly name?: string;
  readonly protocol?: string;
}

export interface KubeProfile {
  readonly type: string;
  readonly localhostProfile?: string;
}

export interface KubeSecurity {
  readonly appArmorProfile?: KubeProfile;
  readonly seccompProfile?: KubeProfile;
  readonly seLinuxOptions?: { readonly type?: string };
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

export interface KubeProbe {
  readonly successThreshold?: number;
  readonly httpGet?: { readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
}

export interface KubeLifecycleHandler extends KubeProbe {
  readonly sleep?: { readonly seconds: number };
}

export interface KubeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly mountPropagation?: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

export interface KubeContainer {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  readonly env?: readonly { readonly name: string; readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } } }[];
  readonly ports?: readonly KubePort[];
  readonly securityContext?: KubeSecurity;
  readonly volumeMounts?: readonly KubeMount[];
  readonly livenessProbe?: KubeProbe;
  readonly readinessProbe?: KubeProbe;
  readonly startupProbe?: KubeProbe;
  readonly lifecycle?: { readonly postStart?: KubeLifecycleHandler; readonly preStop?: KubeLifecycleHandler };
}

export interface KubePodSpec {
  readonly containers: readonly KubeContainer[];
  readonly initContainers?: readonly KubeContainer[];
  readonly nodeSelector?: { readonly [label: string]: string };
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly shareProcessNamespace?: boolean;
  readonly dnsPolicy?: string;
  readonly dnsConfig?: { readonly nameservers?: readonly string[] };
  readonly terminationGracePeriodSeconds?: number;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: KubeSecurity;
}

export interface KubePodTemplate {
  readonly metadata: { readonly labels?: { readonly [key: string]: string }; readonly annotations?: { readonly [key: string]: string } };
  readonly spec: KubePodSpec;
}
