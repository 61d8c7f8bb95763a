import { KubePodSpec, KubePodTemplate, KubeProfile } from './kube';
import { APPARMOR_ANNOTATION, PodModel } from './pod-model';
import { askedOfAppArmor } from './render-pod';
import { Problem, show } from '../errors';
import { checkAnnotationsSize } from '../values/kube-names';

type Annotations = { readonly [key: string]: string };

const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const MIRROR = 'kubernetes.io/config.mirror';

const READ = [APPARMOR_ANNOTATION, SECCOMP_OF_POD, SECCOMP_OF_CONTAINER, DELETION_COST, MIRROR];

/**
 * Annotations of the pods that the API server reads: all of them together, each that has a form, and those that say the same as a field and contradict it. Where
 * only the annotation is written, it stays what it is to the API server.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec)
 */
export function checkAnnotations({ metadata: { annotations }, spec }: KubePodTemplate, model: PodModel): Problem[] {
  if (annotations === undefined) {
    return [];
  }
  // Most pods have none but the checksum, for which no container need be looked at.
  const isRead = Object.keys(annotations).some((key) => READ.some((prefix) => key.startsWith(prefix)));
  return [
    ...checkAnnotationsSize('pod annotation', annotations),
    ...(isRead ? [...checkValues(annotations, spec), ...checkAppArmor(annotations, model), ...checkSeccomp(annotations, spec, model)] : []),
  ];
}

/** ValidatePodSpecificAnnotations, the same from 1.28 to 1.36. */
function checkValues(annotations: Annotations, spec: KubePodSpec): Problem[] {
  return Object.keys(annotations).flatMap((key): Problem[] => {
    const value = annotations[key];
    if (key.startsWith(APPARMOR_ANNOTATION)) {
      return checkAppArmorAnnotation(key, value, [...spec.containers, ...spec.initContainers ?? []].map(({ name }) => name));
    }
    if (key === SECCOMP_OF_POD || key.startsWith(SECCOMP_OF_CONTAINER)) {
      return isSeccomp(value) ? [] : [{ code: 'InvalidProfile', message: `pod annotation ${key} is ${show(value)}; drop it and write seccompProfile: SeccompProfile.…` }];
    }
    if (key === DELETION_COST && !isDeletionCost(value)) {
      return [{ code: 'InvalidNumber', message: `pod annotation ${key} is ${show(value)}; write a whole number of 32 bits without plus or leading zeros, such as "100" or "-5"` }];
    }
    return key !== MIRROR ? [] : [{ code: 'NotInDaemonSet', message: `pod annotation ${key} is ${show(value)}, which only the kubelet may write, for pods from its own files; drop it` }];
  });
}

function checkAppArmorAnnotation(key: string, value: string, names: readonly string[]): Problem[] {
  const isProfile = ['', 'runtime/default', 'unconfined'].includes(value) || value.startsWith('localhost/');
  return [
    ...(names.includes(key.slice(APPARMOR_ANNOTATION.length)) ? [] : [
      { code: 'UnknownContainer', message: `pod annotation ${key} is for a container, and there are ${show(names)}; write one of them` },
    ]),
    ...(isProfile ? [] : [{ code: 'InvalidProfile', message: `pod annotation ${key} is ${show(value)}; drop it and write appArmorProfile: AppArmorProfile.…` }]),
  ];
}

function isSeccomp(value: string): boolean {
  const path = value.startsWith('localhost/') ? value.slice('localhost/'.length) : undefined;
  return path === undefined ? ['runtime/default', 'docker/default', 'unconfined'].includes(value) : !path.startsWith('/') && !path.split('/').includes('..');
}

function isDeletionCost(value: string): boolean {
  return /^(0|[1-9]\d*|-\d+)$/.test(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31;
}

/** Of the props, not of the rendered pod: before 1.30 they are written as annotations themselves, and one that the user writes takes their place. */
function checkAppArmor(annotations: Annotations, model: PodModel): Problem[] {
  return askedOfAppArmor(model).filter(({ key, value }) => annotations[key] !== undefined && annotations[key] !== value).map(({ container, key, value }) => ({
    code: 'InvalidProfile',
    message: `container ${show(container)}: appArmorProfile is ${show(value)}, and pod annotation ${key} is ${show(annotations[key])}; drop one of them`,
  }));
}

/** Nothing reads them since Kubernetes 1.27, but they are compared with the fields. */
function checkSeccomp(annotations: Annotations, { securityContext, containers, initContainers = [] }: KubePodSpec, model: PodModel): Problem[] {
  const isDefault = model.options.podSecurityContext?.seccompProfile === undefined;
  const instead = isDefault ? 'write podSecurityContext: { seccompProfile: … } in its place, or switch the default "runtimeDefaultSeccomp" off' : 'drop it';
  return [
    ...seccompDiffers('pod', annotations, SECCOMP_OF_POD, securityContext?.seccompProfile, instead),
    ...[...containers, ...initContainers].flatMap(({ name, securityContext: own }) => (
      seccompDiffers(`container ${show(name)}`, annotations, `${SECCOMP_OF_CONTAINER}${name}`, own?.seccompProfile, 'drop it'))),
  ];
}

function seccompDiffers(of: string, annotations: Annotations, key: string, profile: KubeProfile | undefined, instead: string): Problem[] {
  const written = annotations[key];
  if (written === undefined || profile === undefined) {
    return [];
  }
  const asked = ({ RuntimeDefault: 'runtime/default', Unconfined: 'unconfined' } as Annotations)[profile.type] ?? `localhost/${profile.localhostProfile}`;
  return written === asked || (written === 'docker/default' && asked === 'runtime/default') ? [] : [{
    code: 'InvalidProfile',
    message: `${of}: seccompProfile is ${show(asked)}, and pod annotation ${key} is ${show(written)}, which the API server refuses together and nothing else reads; ${instead}`,
  }];
}
