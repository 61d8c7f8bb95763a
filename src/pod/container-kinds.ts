import type { ContainerOptions, ContainerProps } from './container';
import { INSTEAD_OF_CONTAINER } from './instead';
import { ContainerPort } from '../values/container-port';
import { EnvFrom, EnvVar } from '../values/env-var';
import { HostPath } from '../values/host-path';
import { ImageName } from '../values/image-name';
import { BOOLEAN, FIELDS, Kind, TEXT, TEXTS, listOf, of } from '../values/kinds';
import { fieldsOf } from '../values/known-fields';
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

/** A container's, without its name and image. */
export const CONTAINER_OPTIONS = fieldsOf<ContainerOptions>(CONTAINER_KINDS, INSTEAD_OF_CONTAINER);

/** A container's. */
export const CONTAINER_PROPS = fieldsOf<ContainerProps>({ ...CONTAINER_KINDS, name: TEXT, image: of(ImageName) }, INSTEAD_OF_CONTAINER);
