import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Manifest } from './synth';
import type { HostAccess } from '../../src';
import { companionAccess } from '../../src/agents/companion';
import { rulesOf } from '../../src/objects/rbac';

/*
 * What is written to manifests that somebody must answer for, read off the manifests alone: neither with the library's own reading of pods nor by what an agent says of itself.
 */

/** Something that a container, or a whole pod, may do to its node. */
interface Privilege {
  readonly what: string;
  readonly container?: string;
}

/** A rule that gives everything of something, other people's secrets, or other people's rights. */
const WIDE_VERBS = ['*', 'escalate', 'bind', 'impersonate'];
const WIDE_RESOURCES = ['*', 'secrets', 'serviceaccounts/token', 'pods/exec', 'pods/attach', 'nodes/proxy'];

/** Each privilege of a Chart that has no reason, or no source; `source` is where all of an agent can be looked up. */
export function unexplained(chart: Chart, source: string | undefined): string[] {
  const constructs = chart.node.findAll();
  const objects = constructs.filter((one): one is ApiObject => ApiObject.isApiObject(one));
  return objects.flatMap((object) => {
    const manifest: Manifest = object.toJson();
    const name = `${manifest.kind} ${manifest.metadata.name}`;
    const template = manifest.spec?.jobTemplate?.spec?.template ?? manifest.spec?.template;
    const ofPod = template?.spec?.containers === undefined ? [] : podProblems(template, accessOf(object, constructs), source);
    const ofRules = ['Role', 'ClusterRole'].includes(manifest.kind) ? ruleProblems(manifest.rules ?? [], object, source) : [];
    return [...ofPod, ...ofRules].map((problem) => `${name}: ${problem}`);
  });
}

/** What an agent, or a companion of one, says of the object. */
function accessOf(object: ApiObject, constructs: readonly IConstruct[]): readonly HostAccess[] {
  const agent = constructs.find((one) => 'hostAccess' in one && (one as unknown as { apiObject?: ApiObject }).apiObject === object);
  return agent === undefined ? companionAccess(object) : (agent as unknown as { hostAccess: HostAccess[] }).hostAccess;
}

function podProblems(template: Manifest, access: readonly HostAccess[], source: string | undefined): string[] {
  return privilegesOf(template).flatMap(({ what, container }) => {
    const said = access.find((one) => one.what === what && one.container === container);
    const of = container === undefined ? what : `${what} of container ${container}`;
    if (said?.reason === undefined) {
      return [`${of} has no reason`];
    }
    return (said.source ?? source) === undefined ? [`${of} has no source`] : [];
  });
}

function ruleProblems(rules: readonly Manifest[], object: ApiObject, source: string | undefined): string[] {
  const said = rulesOf(object);
  return rules.flatMap((rule, i) => {
    const { apiGroups = [], resources = [], verbs = [], nonResourceURLs = [] } = rule as { [field: string]: string[] };
    const isWide = [...verbs, ...apiGroups].some((word) => WIDE_VERBS.includes(word)) || resources.some((word) => WIDE_RESOURCES.includes(word) || word.endsWith('/*'))
      || nonResourceURLs.includes('*');
    const of = `rule ${verbs.join()} of ${[...resources, ...nonResourceURLs].join()}`;
    if (!isWide) {
      return [];
    }
    return said[i]?.reason === undefined ? [`${of} has no reason`] : (said[i].source ?? source) === undefined ? [`${of} has no source`] : [];
  });
}

export function privilegesOf({ metadata, spec }: Manifest): Privilege[] {
  const isWindows = spec.securityContext?.windowsOptions !== undefined || spec.nodeSelector?.['kubernetes.io/os'] === 'windows';
  const ofPod = [['hostNetwork', 'hostNetwork'], ['hostPID', 'hostPid'], ['hostIPC', 'hostIpc']].filter(([field]) => spec[field] === true).map(([, what]) => ({ what }));
  const all: Manifest[] = [...spec.containers, ...spec.initContainers ?? [], ...spec.ephemeralContainers ?? []];
  return [...ofPod, ...all.flatMap((container) => {
    const whats = isWindows ? ofWindows(container, spec) : [...ofSecurity(container, spec), ...profilesOf(container, spec, metadata?.annotations ?? {})];
    return [...whats, ...writtenPaths(container, spec)].map((what) => ({ what, container: container.name as string }));
  })];
}

function ofWindows(container: Manifest, spec: Manifest): string[] {
  return (container.securityContext?.windowsOptions ?? spec.securityContext?.windowsOptions)?.hostProcess === true ? ['HostProcess'] : [];
}

function ofSecurity(container: Manifest, spec: Manifest): string[] {
  const own = container.securityContext ?? {};
  const { runAsUser, runAsNonRoot } = { ...spec.securityContext, ...own };
  const isOther = runAsNonRoot === true || runAsUser > 0 || spec.hostUsers === false;
  return [
    ...(own.privileged === true ? ['privileged'] : []),
    ...(own.capabilities?.add ?? []).map((name: string) => `capability ${name}`),
    ...(isOther ? [] : [runAsUser === 0 ? 'user 0' : 'user of the image']),
  ];
}

function profilesOf(container: Manifest, spec: Manifest, annotations: Manifest): string[] {
  const of = (field: string) => container.securityContext?.[field] ?? spec.securityContext?.[field];
  const seccomp = of('seccompProfile')?.type;
  const isUnconfined = of('appArmorProfile')?.type === 'Unconfined' || annotations[`container.apparmor.security.beta.kubernetes.io/${container.name}`] === 'unconfined';
  return [
    ...(container.securityContext?.privileged !== true && [undefined, 'Unconfined'].includes(seccomp) ? [`seccomp ${seccomp ?? 'unset'}`] : []),
    ...(isUnconfined ? ['AppArmor Unconfined'] : []),
    ...(of('seLinuxOptions')?.type === 'spc_t' ? ['SELinux spc_t'] : []),
    ...(container.securityContext?.procMount === 'Unmasked' ? ['procMount Unmasked'] : []),
  ];
}

function writtenPaths(container: Manifest, spec: Manifest): string[] {
  const paths = new Map<string, string | undefined>((spec.volumes ?? []).map((volume: Manifest) => [volume.name, volume.hostPath?.path]));
  return (container.volumeMounts ?? []).filter((mount: Manifest) => mount.readOnly !== true && paths.get(mount.name) !== undefined).map((mount: Manifest) => {
    const within = mount.subPath ?? mount.subPathExpr;
    return `writes ${within === undefined ? paths.get(mount.name) : `${paths.get(mount.name)!.replace(/\/$/, '')}/${within}`}`;
  });
}
