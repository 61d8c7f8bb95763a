import type { ContainerOptions } from './container';
import { ContainerPort } from '../values/container-port';
import { EnvFrom, EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
import { BOOLEAN, FIELDS, Kind, TEXT, TEXTS, listOf, of } from '../values/kinds';
import { LifecycleHandler, Probe } from '../values/probe';
import { VolumeMount } from '../values/volume-mount';

/** What each option of a container takes. */
export const CONTAINER_KINDS: { readonly [field in keyof Required<ContainerOptions>]: Kind } = {
  command: TEXTS,
  args: TEXTS,
  workingDir: TEXT,
  env: listOf(of(EnvVar)),
  envFrom: listOf(of(EnvFrom)),
  ports: listOf(of(ContainerPort)),
  resources: FIELDS,
  securityContext: FIELDS,
  mounts: listOf(of(VolumeMount)),
  hostPaths: listOf(of(HostPath)),
  livenessProbe: of(Probe),
  readinessProbe: of(Probe),
  startupProbe: of(Probe),
  postStart: of(LifecycleHandler),
  preStop: of(LifecycleHandler),
  imagePullPolicy: TEXT,
  terminationMessagePath: TEXT,
  terminationMessagePolicy: TEXT,
  tty: BOOLEAN,
  stdin: BOOLEAN,
};
