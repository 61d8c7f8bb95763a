import { KubePodSpec } from '../pod/kube';

/**
 * One thing of the node that an agent may see or change.
 */
export class HostAccess {
  /** @internal */
  public static _of(what: string, container: string | undefined, reason: string | undefined): HostAccess {
    return new HostAccess(what, container, reason);
  }

  private constructor(
    /** For example `hostNetwork`, `privileged`, `capability NET_ADMIN`, `writes /var/lib/log-agent`, `reads /var/log`. */
    public readonly what: string,
    /** The container that has it; unset when the whole pod has. */
    public readonly container: string | undefined,
    /** Why; unset when nobody said. */
    public readonly reason: string | undefined,
  ) {}
}

/** Read off the finished pod, so that nothing is left out. */
export function hostAccessOf(spec: KubePodSpec, reasons: ReadonlyMap<string, string>): HostAccess[] {
  const paths = new Map((spec.volumes ?? []).map((volume) => [volume.name, (volume as { hostPath?: { path: string } }).hostPath?.path]));
  const ofPod = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((what) => spec[what] === true).map((what) => HostAccess._of(what, undefined, undefined));
  const ofContainers = [...spec.containers, ...spec.initContainers ?? []].flatMap((container) => [
    ...(container.securityContext?.privileged === true ? [HostAccess._of('privileged', container.name, undefined)] : []),
    ...(container.securityContext?.capabilities?.add ?? []).map((name) => HostAccess._of(`capability ${name}`, container.name, undefined)),
    ...(container.volumeMounts ?? []).flatMap((mount) => {
      const path = paths.get(mount.name);
      const readOnly = (mount as { readOnly?: boolean }).readOnly === true;
      return path === undefined ? [] : [HostAccess._of(`${readOnly ? 'reads' : 'writes'} ${path}`, container.name, readOnly ? undefined : reasons.get(path))];
    }),
  ]);
  return [...ofPod, ...ofContainers];
}
