import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { HostPath } from '../../../values/host-path';
import { AppArmorProfile, ContainerSecurity, SeccompProfile } from '../../../values/security';

/** What watching one thing needs of the node: each piece with its reason. */
export interface Needs {
  readonly hostPid?: boolean;
  readonly privileged?: boolean;
  readonly capabilities?: readonly string[];
  /** The container runtime's seccomp profile refuses what is needed. */
  readonly seccompUnconfined?: boolean;
  /** The container runtime's AppArmor profile refuses what is needed. */
  readonly appArmorUnconfined?: boolean;
  readonly hostPaths?: readonly HostPath[];
  readonly reasons?: readonly HostAccessReason[];
}

/** All of them together; a path that several need is mounted once. */
export function joined(all: readonly Needs[]): Needs {
  const some = (of: (needs: Needs) => boolean | undefined) => all.some((needs) => of(needs) === true);
  const paths = all.flatMap(({ hostPaths = [] }) => hostPaths);
  return {
    hostPid: some((needs) => needs.hostPid),
    privileged: some((needs) => needs.privileged),
    capabilities: [...new Set(all.flatMap(({ capabilities = [] }) => capabilities))].sort(),
    seccompUnconfined: some((needs) => needs.seccompUnconfined),
    appArmorUnconfined: some((needs) => needs.appArmorUnconfined),
    hostPaths: paths.filter(({ mountPath }, i) => paths.findIndex((other) => other.mountPath === mountPath) === i),
    reasons: all.flatMap(({ reasons = [] }) => reasons),
  };
}

/** A privileged container has every capability, and is under no profile. `drop` takes away what nothing needs. */
export function securityFor({ privileged, capabilities = [], seccompUnconfined, appArmorUnconfined }: Needs, drop: boolean): ContainerSecurity {
  if (privileged === true) {
    return { privileged: true, ...(drop ? { runAsUser: 0 } : {}) };
  }
  return {
    ...(drop ? { runAsUser: 0 } : {}),
    ...(drop || capabilities.length > 0 ? {
      capabilities: { ...(capabilities.length === 0 ? {} : { add: [...capabilities] }), ...(drop ? { drop: ['ALL'] } : {}) },
    } : {}),
    ...(seccompUnconfined === true ? { seccompProfile: SeccompProfile.unconfined() } : {}),
    ...(appArmorUnconfined === true ? { appArmorProfile: AppArmorProfile.unconfined() } : {}),
  };
}
