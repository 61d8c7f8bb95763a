import type { Rule } from '../../../objects/rbac';
import type { ContainerPort } from '../../../values/container-port';
import type { EnvVar } from '../../../values/env-var';
import type { HostPath } from '../../../values/host-path';
import type { VolumeMount } from '../../../values/volume-mount';

/** What a section of the configuration needs of pod, node and cluster. */
export interface Needs {
  readonly hostPaths?: readonly HostPath[];
  readonly ports?: readonly ContainerPort[];
  readonly env?: readonly EnvVar[];
  readonly mounts?: readonly VolumeMount[];
  readonly rules?: readonly Rule[];
}

/** What all sections need, in their order; variables once each, as several may ask for the same. */
export function needsOf(sections: readonly Needs[]) {
  const env = sections.flatMap((section) => section.env ?? []);
  return {
    hostPaths: sections.flatMap((section) => section.hostPaths ?? []),
    ports: sections.flatMap((section) => section.ports ?? []),
    env: env.filter(({ name }, i) => env.findIndex((other) => other.name === name) === i),
    mounts: sections.flatMap((section) => section.mounts ?? []),
    rules: sections.flatMap((section) => section.rules ?? []),
  };
}
