import { HostAccessReason } from './host-access-reason';
import { KubeContainer, KubePodSpec, KubePodTemplate, KubeSecurity } from '../pod/kube';

/**
 * One thing of the node that an agent may see or change.
 */
export class HostAccess {
  /** @internal */
  public static _of(what: string, container: string | undefined, why?: { readonly reason: string; readonly source?: string }): HostAccess {
    return new HostAccess(what, container, why?.reason, why?.source);
  }

  private constructor(
    /**
     * `hostNetwork`, `hostPid`, `hostIpc`; `privileged`, `capability NET_ADMIN`, `HostProcess`; `user 0`, or `user of the image`, which may be root;
     * `seccomp Unconfined`, `seccomp unset`, `AppArmor Unconfined`, `SELinux spc_t`, `procMount Unmasked`; `port 9100`; `reads /var/log`, `writes /var/lib/log-agent`.
     */
    public readonly what: string,
    /** The container that has it; unset when the whole pod has. */
    public readonly container: string | undefined,
    /** Why; unset when nobody said. */
    public readonly reason: string | undefined,
    /** Where that can be looked up; unset when nobody said. */
    public readonly source?: string,
  ) {}
}

/** Why a path is mounted, in the words of its HostPath. */
export interface PathReason {
  readonly path: string;
  readonly container: string;
  readonly reason: string;
  readonly source?: string;
}

/** What of the node a container has, and under which kind its reason is kept. */
type Found = readonly [kind: string, what: string];

/** Read off the finished pod, patches included, so that nothing is left out. */
export function hostAccessOf(template: KubePodTemplate, reasons: readonly HostAccessReason[], paths: readonly PathReason[]): HostAccess[] {
  const { spec } = template;
  const reasonOf = (kind: string, container?: string) => reasons.find((reason) => (
    reason._kind === kind && (reason.container === undefined || reason.container === container)));
  const ofPod = ([['hostNetwork', 'hostNetwork'], ['hostPID', 'hostPid'], ['hostIPC', 'hostIpc']] as const)
    .filter(([field]) => spec[field] === true).map(([, what]) => HostAccess._of(what, undefined, reasonOf(what)));
  const ofContainers = [...spec.containers, ...spec.initContainers ?? []].flatMap((container) => [
    ...[...privilegeOf(container, spec), ...confinementOf(container, template), ...portsOf(container, spec)]
      .map(([kind, what]) => HostAccess._of(what, container.name, reasonOf(kind, container.name) ?? reasonOf(what, container.name))),
    ...pathsOf(container, spec).map(({ path, what }) => (
      HostAccess._of(what, container.name, paths.find((one) => one.path === path && one.container === container.name)))),
  ]);
  return [...ofPod, ...ofContainers];
}

function privilegeOf(container: KubeContainer, spec: KubePodSpec): Found[] {
  const { security, pod } = securityOf(container, spec);
  const added = (security.capabilities?.add ?? []).map((name): Found => [`capability ${name}`, `capability ${name}`]);
  if (isWindows(spec)) {
    return (security.windowsOptions?.hostProcess ?? pod.windowsOptions?.hostProcess) === true ? [['privileged', 'HostProcess']] : [];
  }
  const user = security.runAsUser ?? pod.runAsUser;
  const nonRoot = security.runAsNonRoot ?? pod.runAsNonRoot;
  // In a user namespace of the pod's own, its root is nobody on the node.
  const root: Found[] = spec.hostUsers === false ? [] : user === 0 ? [['user', 'user 0']] : user === undefined && nonRoot !== true ? [['user', 'user of the image']] : [];
  return [...(security.privileged === true ? [['privileged', 'privileged'] as const] : []), ...added, ...root];
}

function confinementOf(container: KubeContainer, { metadata, spec }: KubePodTemplate): Found[] {
  const { security, pod } = securityOf(container, spec);
  // Windows has none, and a privileged container is never under one, whatever is written.
  const seccomp = isWindows(spec) || security.privileged === true ? undefined : (security.seccompProfile ?? pod.seccompProfile)?.type ?? 'unset';
  const annotation = metadata.annotations?.[`container.apparmor.security.beta.kubernetes.io/${container.name}`];
  const appArmor = (security.appArmorProfile ?? pod.appArmorProfile)?.type ?? (annotation === 'unconfined' ? 'Unconfined' : undefined);
  const seLinux = (security.seLinuxOptions ?? pod.seLinuxOptions)?.type;
  return [
    ...(seccomp === 'Unconfined' || seccomp === 'unset' ? [`seccomp ${seccomp}`] : []),
    ...(appArmor === 'Unconfined' ? ['AppArmor Unconfined'] : []),
    // The type that container runtimes do not confine.
    ...(seLinux === 'spc_t' ? ['SELinux spc_t'] : []),
    ...(security.procMount === 'Unmasked' ? ['procMount Unmasked'] : []),
  ].map((what) => ['unconfined', what]);
}

function portsOf(container: KubeContainer, spec: KubePodSpec): Found[] {
  return (container.ports ?? []).flatMap((port): Found[] => {
    const onHost = port.hostPort ?? (spec.hostNetwork === true ? port.containerPort : undefined);
    const address = port.hostIP === undefined ? '' : `${port.hostIP}:`;
    const protocol = port.protocol === undefined || port.protocol === 'TCP' ? '' : `/${port.protocol}`;
    return onHost === undefined ? [] : [['port', `port ${address}${onHost}${protocol}`]];
  });
}

function pathsOf(container: KubeContainer, spec: KubePodSpec): { path: string; what: string }[] {
  const paths = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume.hostPath?.path]));
  return (container.volumeMounts ?? []).flatMap((mount) => {
    const path = paths.get(mount.name);
    const within = mount.subPath ?? mount.subPathExpr;
    const shown = within === undefined ? path : `${path?.replace(/\/$/, '')}/${within}`;
    return path === undefined ? [] : [{ path, what: `${mount.readOnly === true ? 'reads' : 'writes'} ${shown}` }];
  });
}

function securityOf(container: KubeContainer, spec: KubePodSpec): { security: KubeSecurity; pod: KubeSecurity } {
  return { security: container.securityContext ?? {}, pod: spec.securityContext ?? {} };
}

function isWindows(spec: KubePodSpec): boolean {
  return spec.securityContext?.windowsOptions !== undefined || spec.nodeSelector?.['kubernetes.io/os'] === 'windows';
}
