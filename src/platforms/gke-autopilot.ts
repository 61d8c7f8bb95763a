import { Problem, show } from '../errors';
import { KubeContainer, KubePodSpec } from '../pod/kube';

/** https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security: those of the Baseline standard, and two that are allowed besides. */
const CAPABILITIES = [
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'NET_RAW', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT', 'SYS_PTRACE',
];
const LOGS = '/var/log';
const INSTEAD = 'give it up, run the agent on a Standard cluster, or name the agent\'s WorkloadAllowlist in Platform.gkeAutopilot({ allowlist })';

/** The label by which a pod says which allowlist is meant for it. */
export const ALLOWLIST_LABEL = 'cloud.google.com/matching-allowlist';

/** What Autopilot's admission refuses of a pod. */
export function checkAutopilot(spec: KubePodSpec): Problem[] {
  const refused = (what: string) => ({ code: 'RefusedByAutopilot', message: `${what}, which GKE Autopilot refuses; ${INSTEAD}` });
  return [
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true).map((field) => refused(`the pod has ${field}`)),
    ...[...spec.containers, ...spec.initContainers ?? []].flatMap((container) => ofContainer(container, spec).map((what) => refused(`container ${show(container.name)} ${what}`))),
  ];
}

function ofContainer({ securityContext = {}, ports = [], volumeMounts = [] }: KubeContainer, spec: KubePodSpec): string[] {
  const paths = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume.hostPath?.path]));
  const added = (securityContext.capabilities?.add ?? []).filter((name) => !CAPABILITIES.includes(name));
  return [
    ...(securityContext.privileged === true ? ['is privileged'] : []),
    ...added.map((name) => (name === 'NET_ADMIN' ? 'adds capability NET_ADMIN (a cluster may allow it with --workload-policies=allow-net-admin)' : `adds capability ${name}`)),
    ...ports.filter((port) => port.hostPort !== undefined && spec.hostNetwork !== true).map((port) => `takes port ${port.hostPort} of the node`),
    ...(securityContext.procMount === 'Unmasked' ? ['sees /proc unmasked'] : []),
    ...(securityContext.appArmorProfile?.type === 'Unconfined' ? ['has no AppArmor profile'] : []),
    ...volumeMounts.flatMap((mount) => {
      const path = paths.get(mount.name);
      if (path === undefined) {
        return [];
      }
      const isLogs = path === LOGS || path.startsWith(`${LOGS}/`);
      return isLogs && mount.readOnly === true ? [] : [isLogs ? `writes to ${path} of the node` : `mounts ${path} of the node`];
    }),
  ];
}
