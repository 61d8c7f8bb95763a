import { KubeContainer, KubePodTemplate, KubeSecurity } from '../pod/kube';

/** The type that SELinux lets read files of the node: an ordinary container, `container_t`, may read none of them. */
const UNCONFINED = 'spc_t';

/** The template with the SELinux type that it needs for paths of its node, unless it names one. */
export function forSeLinux(template: KubePodTemplate): KubePodTemplate {
  const { spec } = template;
  const security: KubeSecurity = spec.securityContext ?? {};
  if (security.seLinuxOptions !== undefined || !(spec.volumes ?? []).some((volume) => volume.hostPath !== undefined)) {
    return template;
  }
  return { ...template, spec: { ...spec, securityContext: { ...security, seLinuxOptions: { type: UNCONFINED } } } };
}

/**
 * SecurityContextConstraints with what the pod needs: each permission is there when some container makes use of it.
 *
 * @see https://docs.openshift.com/container-platform/latest/rest_api/security_apis/securitycontextconstraints-security-openshift-io-v1.html
 */
export function constraintsFor({ spec }: KubePodTemplate, user: string): { [field: string]: unknown } {
  const containers = [...spec.containers, ...spec.initContainers ?? []];
  const pod: KubeSecurity = spec.securityContext ?? {};
  const every = (holds: (security: KubeSecurity) => boolean) => containers.every(({ securityContext = {} }) => holds(securityContext));
  const some = (holds: (security: KubeSecurity) => boolean) => containers.some(({ securityContext = {} }) => holds(securityContext));
  const capabilities = [...new Set(containers.flatMap(({ securityContext }) => securityContext?.capabilities?.add ?? []))].sort();
  const users = new Set(containers.map(({ securityContext = {} }) => securityContext.runAsUser ?? pod.runAsUser));
  const [only] = users;
  const nonRoot = every((security) => (security.runAsNonRoot ?? pod.runAsNonRoot) === true);
  const hostPath = (spec.volumes ?? []).some((volume) => volume.hostPath !== undefined);
  return {
    allowHostDirVolumePlugin: hostPath,
    allowHostIPC: spec.hostIPC === true,
    allowHostNetwork: spec.hostNetwork === true,
    allowHostPID: spec.hostPID === true,
    allowHostPorts: containers.some((container) => (container.ports ?? []).some((port) => port.hostPort !== undefined || spec.hostNetwork === true)),
    allowPrivilegeEscalation: some((security) => security.allowPrivilegeEscalation !== false),
    allowPrivilegedContainer: some((security) => security.privileged === true),
    allowedCapabilities: capabilities,
    fsGroup: { type: 'RunAsAny' },
    readOnlyRootFilesystem: containers.every(isReadOnly),
    requiredDropCapabilities: every((security) => security.capabilities?.drop?.includes('ALL') === true) && capabilities.length === 0 ? ['ALL'] : undefined,
    runAsUser: users.size === 1 && only !== undefined ? { type: 'MustRunAs', uid: only } : { type: nonRoot ? 'MustRunAsNonRoot' : 'RunAsAny' },
    // With a type of the pod's own: MustRunAs would ask for the level of the namespace, too, which is not known here.
    seLinuxContext: { type: pod.seLinuxOptions === undefined ? 'MustRunAs' : 'RunAsAny' },
    seccompProfiles: seccompProfiles(containers, pod),
    supplementalGroups: { type: 'RunAsAny' },
    users: [user],
    volumes: volumeKinds(spec.volumes ?? [], spec.automountServiceAccountToken),
  };
}

function isReadOnly({ securityContext }: KubeContainer): boolean {
  return (securityContext as { readOnlyRootFilesystem?: boolean } | undefined)?.readOnlyRootFilesystem === true;
}

function seccompProfiles(containers: readonly KubeContainer[], pod: KubeSecurity): string[] {
  const names = containers.map(({ securityContext }) => {
    const profile = (securityContext?.seccompProfile ?? pod.seccompProfile) as { type: string; localhostProfile?: string } | undefined;
    switch (profile?.type) {
      case 'RuntimeDefault': return 'runtime/default';
      case 'Localhost': return `localhost/${profile.localhostProfile}`;
      default: return 'unconfined';
    }
  });
  return [...new Set(names)].sort();
}

function volumeKinds(volumes: readonly object[], token: boolean | undefined): string[] {
  const kinds = volumes.map((volume) => Object.keys(volume).find((field) => field !== 'name')!);
  // A token comes by a projected volume that the API server adds.
  return [...new Set([...kinds, ...(token === false ? [] : ['projected'])])].sort();
}
