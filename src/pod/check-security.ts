import { KubeContainer, KubePodSpec } from './kube';
import { Problem, show } from '../errors';

/**
 * Kernel settings by the namespace that they belong to, and that a pod may share with its node. Slashes and dots separate alike.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
 */
const SYSCTLS = [
  { share: 'hostNetwork', names: /^net\./ },
  { share: 'hostIPC', names: /^(kernel\.(sem$|shm|msg)|fs\.mqueue\.)/ },
] as const;

/** Settings of privilege that contradict each other, or that the API server or the kubelet refuses. */
export function checkSecurity(spec: KubePodSpec): Problem[] {
  const all = [...spec.containers, ...spec.initContainers ?? []];
  return [...all.flatMap((container) => checkContainerSecurity(container, spec)), ...checkHostAccess(spec), ...checkWindows(spec, all)];
}

function checkContainerSecurity(container: KubeContainer, spec: KubePodSpec): Problem[] {
  const of = `container ${show(container.name)}`;
  const security = container.securityContext ?? {};
  const user = security.runAsUser ?? spec.securityContext?.runAsUser;
  const nonRoot = security.runAsNonRoot ?? spec.securityContext?.runAsNonRoot;
  const names = [...security.capabilities?.add ?? [], ...security.capabilities?.drop ?? []];
  const problems: Problem[] = names.filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name) || name.startsWith('CAP_')).map((name) => ({
    code: 'InvalidCapability', message: `${of}: capability is ${show(name)}; write it in capitals without CAP_, such as "NET_ADMIN"`,
  }));
  if (security.allowPrivilegeEscalation === false && security.privileged === true) {
    problems.push({ code: 'PrivilegedWithoutEscalation', message: `${of}: privileged is true and allowPrivilegeEscalation is false, which the API server refuses together; drop one of them` });
  }
  if (user === 0 && nonRoot === true) {
    problems.push({ code: 'RootWithRunAsNonRoot', message: `${of}: runAsUser is 0 and runAsNonRoot is true, so the kubelet never starts it; write another user, or runAsNonRoot: false` });
  }
  if (security.procMount === 'Unmasked' && spec.hostUsers !== false) {
    problems.push({ code: 'UnmaskedWithHostUsers', message: `${of}: procMount is "Unmasked" and hostUsers is ${show(spec.hostUsers)}; it needs hostUsers: false` });
  }
  return problems;
}

function checkHostAccess(spec: KubePodSpec): Problem[] {
  const problems: Problem[] = [];
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((what) => spec[what] === true);
  if (spec.hostUsers === false && shared.length > 0) {
    problems.push({ code: 'UserNamespaceWithHost', message: `hostUsers is false and ${shared.join(', ')} is true, which the API server refuses together; drop one of them` });
  }
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    problems.push({ code: 'SharedAndHostPid', message: 'shareProcessNamespace and hostPid are both true, which the API server refuses; hostPid alone already shows all processes' });
  }
  if (spec.dnsPolicy === 'None' && (spec.dnsConfig?.nameservers ?? []).length === 0) {
    problems.push({ code: 'NoNameservers', message: 'dnsPolicy is None and dnsConfig has no nameservers; write at least one' });
  }
  for (const { name } of spec.securityContext?.sysctls ?? []) {
    const what = SYSCTLS.find(({ names, share }) => spec[share] === true && names.test(name.replace(/\//g, '.')))?.share;
    if (what !== undefined) {
      problems.push({ code: 'SysctlOnHost', message: `sysctl ${show(name)} is set and ${what} is true, so that it would be the node's; drop one of them, or set it on the node` });
    }
  }
  return problems;
}

function checkWindows(spec: KubePodSpec, all: readonly KubeContainer[]): Problem[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const differs = ofPod === undefined ? [] : all.filter((container) => (container.securityContext?.windowsOptions?.hostProcess ?? ofPod) !== ofPod);
  const onHost = all.filter((container) => (container.securityContext?.windowsOptions?.hostProcess ?? ofPod) === true);
  const problems: Problem[] = differs.map((container) => ({
    code: 'HostProcessDiffers',
    message: `container ${show(container.name)}: hostProcess is ${show(!ofPod)} and podSecurityContext says ${show(ofPod)}, which the API server refuses; set it in podSecurityContext alone`,
  }));
  if (onHost.length === 0 || problems.length > 0) {
    return problems;
  }
  if (onHost.length < all.length) {
    problems.push({ code: 'SomeHostProcess', message: `containers ${show(onHost.map((container) => container.name))} are HostProcess containers and the others are not; all of a pod must be, set windowsOptions in podSecurityContext` });
  }
  if (spec.hostNetwork !== true) {
    problems.push({ code: 'HostProcessWithoutHostNetwork', message: `hostNetwork is ${show(spec.hostNetwork)}, and pods with HostProcess containers need hostNetwork: true` });
  }
  return problems;
}
