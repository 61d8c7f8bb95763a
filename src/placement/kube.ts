/*
 * Kubernetes' own JSON, as far as placement reads it: as kubectl prints it, as Helm or this library write it. Whatever else is there is left alone.
 */

export interface KubeLabels { readonly [label: string]: string }

export interface KubeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface KubeToleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

export interface KubeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface KubeNodeSelectorTerm {
  readonly matchExpressions?: readonly KubeRequirement[];
  readonly matchFields?: readonly KubeRequirement[];
}

export interface KubeNodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly KubeNodeSelectorTerm[] };
}

/** Resource name → amount, in Kubernetes' spelling; a program may have written plain numbers. */
export interface KubeAmounts { readonly [resource: string]: string | number }

export interface KubeResources {
  readonly requests?: KubeAmounts;
  readonly limits?: KubeAmounts;
}

export interface KubeContainerPort {
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: string;
}

export interface KubePodContainer {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly ports?: readonly KubeContainerPort[];
  readonly resources?: KubeResources;
}

export interface KubePodSpec {
  readonly nodeName?: string;
  readonly nodeSelector?: KubeLabels;
  readonly affinity?: { readonly nodeAffinity?: KubeNodeAffinity };
  readonly tolerations?: readonly KubeToleration[];
  readonly hostNetwork?: boolean;
  readonly priorityClassName?: string;
  readonly priority?: number;
  readonly preemptionPolicy?: string;
  readonly containers: readonly KubePodContainer[];
  readonly initContainers?: readonly KubePodContainer[];
  readonly overhead?: KubeAmounts;
  readonly resources?: KubeResources;
}

export interface KubeDaemonSet {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string };
  readonly spec: { readonly template: { readonly metadata?: { readonly labels?: KubeLabels }; readonly spec: KubePodSpec } };
}

export interface KubeNode {
  readonly metadata: { readonly name: string; readonly labels?: KubeLabels };
  readonly spec?: { readonly taints?: readonly KubeTaint[]; readonly unschedulable?: boolean };
  readonly status?: { readonly allocatable?: KubeAmounts };
}

export interface KubePod {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid?: string; readonly controller?: boolean }[];
  };
  readonly spec: KubePodSpec;
  readonly status?: { readonly phase?: string; readonly startTime?: string };
}

export interface KubePriorityClass {
  readonly metadata: { readonly name: string };
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}
