import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { ClusterObject, namespaceOf } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail } from '../errors';
import { KubeContainer, KubePodSpec, KubeProfile } from '../pod/kube';

/** A pod of which the constraints are made: the finished one, patches included. */
export interface Constrained {
  readonly apiObject: { toJson(): any };
}

/**
 * OpenShift's permission for a pod, made of the pod itself: what the one asks for and the other allows cannot drift apart. A cluster-wide object, with the
 * namespace in its name, `NAMESPACE.NAME`, unless that is the same.
 *
 * @see https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html
 */
export class SecurityContextConstraints extends ClusterObject {
  constructor(scope: Construct, owner: Ownership, accountName: string, private readonly agent: Constrained) {
    const namespace = namespaceOf(scope, owner.namespace);
    if (namespace === undefined) {
      fail('NoNamespace', scope.node.path, 'namespace is not known, and SecurityContextConstraints must name the account\'s; set namespace on the agent or on its Chart');
    }
    super(scope, 'SecurityContextConstraints', {
      apiVersion: 'security.openshift.io/v1',
      kind: 'SecurityContextConstraints',
      metadata: objectMetadata(namespace === owner.name ? owner.name : `${namespace}.${owner.name}`, undefined, owner.labels),
      users: [`system:serviceaccount:${namespace}:${accountName}`],
    });
  }

  protected unpatched(): any {
    return { ...super.unpatched(), ...constraintsOf(this.agent.apiObject.toJson().spec.template.spec as KubePodSpec) };
  }
}

const ANY = { type: 'RunAsAny' };

/** Exactly what the pod needs; who it runs as, and with which label of SELinux, the pod says itself. */
export function constraintsOf(spec: KubePodSpec): object {
  const containers = [...spec.containers, ...spec.initContainers ?? []];
  const security = containers.map(({ securityContext = {} }) => securityContext);
  const volumes = (spec.volumes ?? []).map(({ name: _, ...source }) => Object.keys(source)[0]);
  return {
    allowHostDirVolumePlugin: volumes.includes('hostPath'),
    allowHostIPC: spec.hostIPC === true,
    allowHostNetwork: spec.hostNetwork === true,
    allowHostPID: spec.hostPID === true,
    allowHostPorts: containers.some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort !== undefined || spec.hostNetwork === true)),
    allowPrivilegeEscalation: security.some(({ allowPrivilegeEscalation }) => allowPrivilegeEscalation !== false),
    allowPrivilegedContainer: security.some(({ privileged }) => privileged === true),
    allowedCapabilities: distinct(security.flatMap(({ capabilities }) => capabilities?.add ?? [])),
    fsGroup: ANY,
    readOnlyRootFilesystem: false,
    runAsUser: ANY,
    seLinuxContext: ANY,
    seccompProfiles: distinct(containers.flatMap((container) => seccompOf(container, spec))),
    supplementalGroups: ANY,
    // The token comes as a projected volume, which the API server adds.
    volumes: distinct([...volumes, 'projected']),
  };
}

/** As constraints spell it. */
function seccompOf(container: KubeContainer, spec: KubePodSpec): string[] {
  const { seccompProfile: ofPod } = spec.securityContext ?? {};
  const profile = (container.securityContext?.seccompProfile ?? ofPod) as KubeProfile & { localhostProfile?: string } | undefined;
  const names: { readonly [type: string]: string } = { RuntimeDefault: 'runtime/default', Unconfined: 'unconfined' };
  return profile === undefined ? [] : [names[profile.type] ?? `localhost/${profile.localhostProfile}`];
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}
