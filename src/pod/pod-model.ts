import { Container } from './container';
import { PodOptions } from './pod-options';
import { RegistryMirror } from '../values/image-name';
import { RenderedTargeting } from '../values/render-targeting';
import { TargetVersion } from '../values/target-version';

/** Defaults of the pod that can be switched off one by one. */
export interface PodDefaults {
  readonly dnsPolicy: boolean;
  readonly imagePullPolicy: boolean;
  readonly nodeNameEnv: boolean;
  readonly noPrivilegeEscalation: boolean;
  readonly runtimeDefaultSeccomp: boolean;
  readonly serviceAccountToken: boolean;
}

/** All that a pod template is made of; what the pure functions of this folder read. */
export interface PodModel {
  readonly options: PodOptions;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly sidecars: readonly Container[];
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  readonly targeting: RenderedTargeting;
  readonly tolerations: readonly object[] | undefined;
  readonly priorityClassName: string | undefined;
  readonly imagePullSecrets: readonly string[];
  readonly mirrors: readonly RegistryMirror[];
  readonly defaults: PodDefaults;
  readonly target: TargetVersion;
  readonly windows: boolean;
  /** Where messages point. */
  readonly where: string;
}

/** Containers beside the agent are init containers that go on, where the target knows them. */
export const FIRST_WITH_SIDECARS = TargetVersion.of('1.29');
/** Before, AppArmor's profile is an annotation. */
export const FIRST_WITH_APPARMOR_FIELD = TargetVersion.of('1.30');
/** Followed by the container's name. */
export const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
