import { Container } from './container';
import { given, list, some } from './given';
import { KubePodTemplate } from './kube';
import { APPARMOR_ANNOTATION, FIRST_WITH_APPARMOR_FIELD, FIRST_WITH_SIDECARS, PodModel } from './pod-model';
import { DnsConfig, DnsPolicy } from './pod-options';
import { renderContainer } from './render-container';
import { PodSecurity } from '../values/security';

/** The pod template, in Kubernetes' own spelling: of the base, and of companion Deployments. */
export function renderPodTemplate(model: PodModel): KubePodTemplate {
  const metadata = given({
    annotations: some({ ...appArmorAnnotations(model), ...model.annotations, ...model.options.podAnnotations }),
    labels: some({ ...model.options.podLabels, ...model.labels }),
  });
  return { metadata, spec: renderSpec(model) } as KubePodTemplate;
}

function renderSpec(model: PodModel): object {
  const { options, target } = model;
  const sidecarsGoOn = target.isAtLeast(FIRST_WITH_SIDECARS);
  const sidecars = model.sidecars.map((container) => ({ after: container._startsAfter, rendered: renderContainer(container, model, sidecarsGoOn ? 'sidecar' : 'main') }));
  const startedAfter = (name: string | undefined) => (sidecarsGoOn ? sidecars.filter(({ after }) => after === name).map(({ rendered }) => rendered) : []);
  const initContainers = [
    ...startedAfter(undefined),
    ...model.initContainers.flatMap((container) => [renderContainer(container, model, 'init'), ...startedAfter(container.name)]),
  ];
  const containers = [...model.containers.map((container) => renderContainer(container, model, 'main')), ...(sidecarsGoOn ? [] : sidecars.map(({ rendered }) => rendered))];
  // https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy: it is not supported on Windows.
  const hostDns = model.defaults.dnsPolicy && options.hostNetwork === true && !model.windows ? DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET : undefined;
  const token = model.defaults.serviceAccountToken ? options.serviceAccount !== undefined : undefined;
  return {
    ...model.targeting,
    tolerations: model.tolerations,
    priorityClassName: model.priorityClassName,
    serviceAccountName: options.serviceAccount?.name,
    automountServiceAccountToken: options.automountServiceAccountToken ?? token,
    hostNetwork: options.hostNetwork,
    hostPID: options.hostPid,
    hostIPC: options.hostIpc,
    hostUsers: options.hostUsers,
    shareProcessNamespace: options.shareProcessNamespace,
    dnsPolicy: options.dnsPolicy ?? hostDns,
    dnsConfig: options.dnsConfig === undefined ? undefined : renderDns(options.dnsConfig),
    runtimeClassName: options.runtimeClassName,
    schedulerName: options.schedulerName,
    hostAliases: list(options.hostAliases?.map(({ ip, hostnames }) => ({ hostnames, ip }))),
    terminationGracePeriodSeconds: options.terminationGracePeriod?.toSeconds(),
    imagePullSecrets: list(model.imagePullSecrets.map((name) => ({ name }))),
    enableServiceLinks: options.enableServiceLinks,
    securityContext: renderPodSecurity(options.podSecurityContext, model),
    initContainers: list(initContainers),
    containers,
    volumes: renderVolumes(model),
  };
}

/** Volumes in the order in which they are first named; the same volume mounted twice is one volume. */
function renderVolumes(model: PodModel): object[] | undefined {
  const volumes: object[] = [];
  const seen = new Set<string>();
  const mounted = allContainers(model).flatMap((container) => container._mounts)
    .flatMap((mount) => (mount._volume === undefined ? [] : [mount._volume]));
  for (const volume of [...mounted, ...model.options.volumes ?? []]) {
    const rendered = volume._toKube();
    const content = JSON.stringify(rendered);
    if (!seen.has(content)) {
      seen.add(content);
      volumes.push(rendered);
    }
  }
  return list(volumes);
}

function allContainers(model: PodModel): Container[] {
  return [...model.containers, ...model.initContainers, ...model.sidecars];
}

function renderPodSecurity(security: PodSecurity | undefined, model: PodModel): object | undefined {
  // Windows has no seccomp: the API server refuses the profile for pods that say they are Windows'.
  const seccomp = security?.seccompProfile?._toKube() ?? (model.defaults.runtimeDefaultSeccomp && !model.windows ? { type: 'RuntimeDefault' } : undefined);
  const sysctls = Object.entries(security?.sysctls ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
  return some({
    appArmorProfile: model.target.isAtLeast(FIRST_WITH_APPARMOR_FIELD) ? security?.appArmorProfile?._toKube() : undefined,
    fsGroup: security?.fsGroup,
    fsGroupChangePolicy: security?.fsGroupChangePolicy,
    runAsGroup: security?.runAsGroup,
    runAsNonRoot: security?.runAsNonRoot,
    runAsUser: security?.runAsUser,
    seLinuxOptions: some({ ...security?.seLinuxOptions }),
    seccompProfile: seccomp,
    supplementalGroups: list(security?.supplementalGroups),
    sysctls: list(sysctls),
    windowsOptions: some({ ...security?.windowsOptions }),
  });
}

/** Before 1.30, AppArmor's profile is an annotation for each container. */
function appArmorAnnotations(model: PodModel): { [key: string]: string } {
  const asked = model.target.isAtLeast(FIRST_WITH_APPARMOR_FIELD) ? [] : askedOfAppArmor(model);
  return Object.fromEntries(asked.map(({ key, value }) => [key, value]));
}

/** The profile of each container that has one, its own or the pod's, as its annotation says it. */
export function askedOfAppArmor(model: PodModel): { readonly container: string; readonly key: string; readonly value: string }[] {
  const ofPod = model.options.podSecurityContext?.appArmorProfile;
  return allContainers(model).flatMap(({ name, _props: { securityContext } }) => {
    const profile = securityContext?.appArmorProfile ?? ofPod;
    return profile === undefined ? [] : [{ container: name, key: `${APPARMOR_ANNOTATION}${name}`, value: profile._toAnnotation() }];
  });
}

function renderDns(config: DnsConfig): object | undefined {
  const options = Object.entries(config.options ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return some({
    nameservers: list(config.nameservers),
    options: list(options.map(([name, value]) => (value === '' ? { name } : { name, value }))),
    searches: list(config.searches),
  });
}
