import { Container } from './container';
import { list, some } from './given';
import { KubeContainer } from './kube';
import { FIRST_WITH_APPARMOR_FIELD, PodModel } from './pod-model';
import { ImageName } from '../values/image-name';
import { CapabilityOptions, ContainerSecurity } from '../values/security';

/** One container in Kubernetes' own spelling; `role` says what becomes of it in the pod. */
export function renderContainer(container: Container, model: PodModel, role: 'main' | 'init' | 'sidecar'): KubeContainer {
  const props = container._props;
  const env = (props.env ?? []).map((variable) => variable._toKube());
  if (model.defaults.nodeNameEnv && !env.some((variable) => variable.name === 'NODE_NAME')) {
    // First, so that the values after it can use $(NODE_NAME).
    env.unshift({ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } });
  }
  const pinned = model.defaults.imagePullPolicy && props.image.isPinned;
  return {
    name: container.name,
    image: mirrored(props.image, model).toString(),
    imagePullPolicy: props.imagePullPolicy ?? (pinned ? 'IfNotPresent' : undefined),
    command: list(props.command),
    args: list(props.args),
    workingDir: props.workingDir,
    env: list(env),
    envFrom: list(props.envFrom?.map((source) => source._toKube())),
    ports: list(props.ports?.map((port) => port._toKube())),
    resources: some(container._resources),
    restartPolicy: role === 'sidecar' ? 'Always' : undefined,
    securityContext: renderSecurity(props.securityContext, model),
    volumeMounts: list(container._mounts.map((mount) => mount._toKube())),
    livenessProbe: props.livenessProbe?._toKube(),
    readinessProbe: props.readinessProbe?._toKube(),
    startupProbe: props.startupProbe?._toKube(),
    lifecycle: some({ postStart: props.postStart?._toKube(), preStop: props.preStop?._toKube() }),
    terminationMessagePath: props.terminationMessagePath,
    terminationMessagePolicy: props.terminationMessagePolicy,
    tty: props.tty,
    stdin: props.stdin,
  } as unknown as KubeContainer;
}

function mirrored(image: ImageName, model: PodModel): ImageName {
  for (const mirror of model.mirrors) {
    const found = mirror._apply(image);
    if (found !== undefined) {
      return found;
    }
  }
  return image;
}

function renderSecurity(security: ContainerSecurity | undefined, model: PodModel): object | undefined {
  const needsEscalation = security?.privileged === true || (security?.capabilities?.add ?? []).some((name) => name === 'SYS_ADMIN' || name === 'ALL');
  const escalation = model.defaults.noPrivilegeEscalation && !needsEscalation && !model.windows ? false : undefined;
  return some({
    allowPrivilegeEscalation: security?.allowPrivilegeEscalation ?? escalation,
    appArmorProfile: model.target.isAtLeast(FIRST_WITH_APPARMOR_FIELD) ? security?.appArmorProfile?._toKube() : undefined,
    capabilities: renderCapabilities(security?.capabilities),
    privileged: security?.privileged,
    procMount: security?.procMount,
    readOnlyRootFilesystem: security?.readOnlyRootFilesystem,
    runAsGroup: security?.runAsGroup,
    runAsNonRoot: security?.runAsNonRoot,
    runAsUser: security?.runAsUser,
    seLinuxOptions: some({ ...security?.seLinuxOptions }),
    seccompProfile: security?.seccompProfile?._toKube(),
    windowsOptions: some({ ...security?.windowsOptions }),
  });
}

function renderCapabilities(capabilities: CapabilityOptions | undefined): object | undefined {
  return some({ add: list(capabilities?.add), drop: list(capabilities?.drop) });
}
