import { KubeContainer, KubePodSpec } from './kube';
import { Problem, show } from '../errors';
import { TargetVersion } from '../values/target-version';

/** A field, and the first version whose API server keeps it without a feature gate being set. */
interface Gate {
  readonly field: string;
  readonly first: TargetVersion;
  readonly source: string;
  readonly used: (spec: KubePodSpec, containers: readonly KubeContainer[]) => boolean;
}

/** Versions in which the gate's default became true. */
export const GATES: readonly Gate[] = [
  {
    field: 'hostUsers',
    first: TargetVersion.of('1.33'),
    source: 'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/ (UserNamespacesSupport)',
    used: (spec) => spec.hostUsers !== undefined,
  },
  {
    field: 'securityContext.procMount',
    first: TargetVersion.of('1.33'),
    source: 'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ (ProcMountType)',
    used: (_, containers) => containers.some((container) => container.securityContext?.procMount !== undefined),
  },
  {
    field: 'env from status.hostIPs',
    first: TargetVersion.of('1.29'),
    source: 'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ (PodHostIPs)',
    used: (_, containers) => containers.flatMap((container) => container.env ?? [])
      .some((variable) => variable.valueFrom?.fieldRef?.fieldPath === 'status.hostIPs'),
  },
  {
    field: 'lifecycle sleep',
    first: TargetVersion.of('1.30'),
    source: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/ (PodLifecycleSleepAction)',
    used: (_, containers) => containers.flatMap((container) => [container.lifecycle?.postStart, container.lifecycle?.preStop])
      .some((handler) => handler?.sleep !== undefined),
  },
  {
    field: 'image of a volume',
    first: TargetVersion.of('1.35'),
    source: 'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ (ImageVolume)',
    used: ({ volumes }) => volumes?.some((volume) => (volume as RawVolume).image !== undefined) === true,
  },
  {
    // Off by default in every version so far: who asks for it has set the gate, and only where there is none it cannot be.
    field: 'clusterTrustBundle of a projected volume',
    first: TargetVersion.of('1.29'),
    source: 'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ (ClusterTrustBundleProjection)',
    used: ({ volumes }) => volumes?.some((volume) => sourcesOf(volume).some((source) => source?.clusterTrustBundle !== undefined)) === true,
  },
];

/** Volumes of kinds that have no words here. */
interface RawVolume {
  readonly image?: object;
  readonly projected?: { readonly sources?: unknown };
}

function sourcesOf(volume: object): readonly ({ readonly clusterTrustBundle?: object } | null)[] {
  const sources = (volume as RawVolume).projected?.sources;
  return Array.isArray(sources) ? sources : [];
}

/** Fields that the target does not know yet. */
export function checkVersion(spec: KubePodSpec, target: TargetVersion): Problem[] {
  const containers = [...spec.containers, ...spec.initContainers ?? []];
  return GATES.filter((gate) => !target.isAtLeast(gate.first) && gate.used(spec, containers)).map((gate) => ({
    code: 'TargetTooOld',
    message: `${gate.field} is set and targetVersion is ${target}, which does not know it; drop it, or set targetVersion: TargetVersion.of(${show(gate.first.toString())}) or later`,
  }));
}
