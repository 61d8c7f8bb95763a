import { ImagePullPolicy } from './container';
import { KubeContainer, KubePodSpec } from './kube';
import { DnsPolicy } from './pod-options';
import { Problem, show } from '../errors';
import { isAddress } from '../values/address';
import { isDnsSubdomain } from '../values/kube-names';
import { repeated } from '../values/repeated';
import { ProcMount } from '../values/security';
import { TargetVersion } from '../values/target-version';

/** Fields that take any text or number here, and only some of them at the API server. */
interface Security {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: string;
  readonly supplementalGroups?: readonly number[];
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean; readonly runAsUserName?: string; readonly gmsaCredentialSpecName?: string };
}

interface Dns {
  readonly nameservers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly { readonly name: string }[];
}

interface Plain {
  readonly hostAliases?: readonly { readonly ip: string }[];
  readonly runtimeClassName?: string;
  readonly terminationGracePeriodSeconds?: number;
}

interface Sleep {
  readonly sleep?: { readonly seconds: number };
}

const MOST_ID = 2147483647;
const GRACE = 30;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
/** https://github.com/kubernetes/component-helpers/blob/master/node/util/sysctl/namespace.go */
const OF_NETWORK = /^net[./]/;
const OF_IPC = /^(kernel[./](sem|shm(all|max|mni|_rmid_forced)?|msg(max|mnb|mni)?)|fs[./]mqueue[./].*)$/;
/** RelaxedDNSSearchValidation is on from here. */
const FIRST_WITH_UNDERSCORE_SEARCHES = TargetVersion.of('1.33');
/** IsDNS1123SubdomainWithUnderscore: one at the beginning of each part, any number within it, none at its end. */
const WITH_UNDERSCORES = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;

/** Values that the API server, or the kubelet, takes only from a narrower set than the type says. Reads the rendered pod, so that it also holds for what defaults add. */
export function checkFields(spec: KubePodSpec, target: TargetVersion): Problem[] {
  const { hostAliases = [], runtimeClassName, terminationGracePeriodSeconds } = spec as Plain;
  const all = [...spec.containers, ...spec.initContainers ?? []];
  return [
    ...checkSecurityValues('pod', spec.securityContext ?? {}),
    ...checkSysctls(spec),
    ...unknown('pod', 'dnsPolicy', spec.dnsPolicy, Object.values(DnsPolicy)),
    ...(spec.dnsConfig === undefined ? [] : checkDns(spec.dnsConfig, target)),
    ...repeated(hostAliases, ({ ip }) => ip).map((ip) => (
      { code: 'DuplicateHostAlias', message: `two host aliases are for ${ip}, and server-side apply takes each address once; write HostAlias.of(${show(ip)}, …) with all names` })),
    ...(runtimeClassName === undefined || isDnsSubdomain(runtimeClassName) ? [] : [
      { code: 'InvalidName', message: `runtimeClassName is ${show(runtimeClassName)}; write the name of a RuntimeClass, a DNS subdomain in lower case` },
    ]),
    ...all.flatMap((container) => checkContainerValues(container, terminationGracePeriodSeconds ?? GRACE)),
  ];
}

function checkContainerValues(container: KubeContainer, grace: number): Problem[] {
  const of = `container ${show(container.name)}`;
  const { imagePullPolicy, terminationMessagePolicy } = container as { imagePullPolicy?: string; terminationMessagePolicy?: string };
  const seconds = (['postStart', 'preStop'] as const).map((hook) => [hook, (container.lifecycle?.[hook] as Sleep | undefined)?.sleep?.seconds] as const);
  return [
    ...checkSecurityValues(of, container.securityContext ?? {}),
    ...unknown(of, 'terminationMessagePolicy', terminationMessagePolicy, ['File', 'FallbackToLogsOnError']),
    ...unknown(of, 'imagePullPolicy', imagePullPolicy, Object.values(ImagePullPolicy)),
    ...unknown(of, 'procMount', container.securityContext?.procMount, Object.values(ProcMount)),
    ...seconds.filter(([, time]) => time !== undefined && time > grace).map(([hook, time]) => ({
      code: 'SleepTooLong', message: `${of}: ${hook} sleeps for ${time} s, and the pod has ${grace} s to end; sleep for less, or raise terminationGracePeriod`,
    })),
  ];
}

function checkSecurityValues(of: string, security: Security): Problem[] {
  const ids: [string, number | undefined][] = [
    ['runAsUser', security.runAsUser], ['runAsGroup', security.runAsGroup], ['fsGroup', security.fsGroup],
    ...(security.supplementalGroups ?? []).map((group): [string, number] => ['supplementalGroups', group]),
  ];
  const { runAsUserName, gmsaCredentialSpecName } = security.windowsOptions ?? {};
  return [
    ...ids.filter(([, id]) => id !== undefined && !(Number.isInteger(id) && id >= 0 && id <= MOST_ID)).map(([what, id]) => ({
      code: 'InvalidId', message: `${of}: ${what} is ${show(id)}; write a whole number from 0 to ${MOST_ID}`,
    })),
    ...unknown(of, 'fsGroupChangePolicy', security.fsGroupChangePolicy, ['OnRootMismatch', 'Always']),
    ...(gmsaCredentialSpecName === undefined || isDnsSubdomain(gmsaCredentialSpecName) ? [] : [
      { code: 'InvalidName', message: `${of}: gmsaCredentialSpecName is ${show(gmsaCredentialSpecName)}; write the name of a GMSACredentialSpec, a DNS subdomain in lower case` },
    ]),
    ...(runAsUserName === undefined || isWindowsUser(runAsUserName) ? [] : [
      { code: 'InvalidWindowsUser', message: `${of}: runAsUserName is ${show(runAsUserName)}; write USER or DOMAIN\\USER, such as "ContainerUser" or "NT AUTHORITY\\SYSTEM"` },
    ]),
  ];
}

function checkSysctls(spec: KubePodSpec): Problem[] {
  const names = ((spec.securityContext ?? {}) as Security).sysctls?.map(({ name }) => name) ?? [];
  const shared = names.flatMap((name) => (spec.hostNetwork === true && OF_NETWORK.test(name) ? [[name, 'hostNetwork']] : spec.hostIPC === true && OF_IPC.test(name) ? [[name, 'hostIpc']] : []));
  return [
    ...names.filter((name) => name.length > 253 || !SYSCTL.test(name)).map((name) => (
      { code: 'InvalidSysctl', message: `sysctl is ${show(name)}; write lower-case letters, digits, '-' and '_', in parts joined by '.' or '/', such as "net.core.somaxconn"` })),
    ...shared.map(([name, what]) => (
      { code: 'SysctlOfHost', message: `sysctl ${name} is set and ${what} is true, so that it would be the node's own; drop one of them` })),
  ];
}

function checkDns({ nameservers = [], searches = [], options = [] }: Dns, target: TargetVersion): Problem[] {
  const underscores = target.isAtLeast(FIRST_WITH_UNDERSCORE_SEARCHES);
  const isSearch = (search: string) => {
    const domain = search.replace(/\.$/, '');
    return underscores ? search === '.' || (domain.length <= 253 && WITH_UNDERSCORES.test(domain)) : isDnsSubdomain(domain);
  };
  const wrong: string[] = [
    ...(nameservers.length > 3 ? [`has ${nameservers.length} nameservers, and resolvers read 3; keep the first 3`] : []),
    ...nameservers.filter((server) => !isAddress(server)).map((server) => `has nameserver ${show(server)}; write an IP address`),
    ...(searches.length > 32 || searches.join(' ').length > 2048 ? ['has more than 32 searches, or more than 2048 characters of them; keep fewer'] : []),
    ...searches.filter((search) => !isSearch(search)).map((search) => `has search ${show(search)}; write a domain in lower case`),
    ...(options.some(({ name }) => name === '') ? ['has an option without a name; write one such as ndots'] : []),
  ];
  return wrong.map((what) => ({ code: 'InvalidDns', message: `dnsConfig ${what}` }));
}

function unknown(of: string, field: string, value: string | undefined, known: readonly string[]): Problem[] {
  return value === undefined || known.includes(value) ? [] : [
    { code: 'UnknownPolicy', message: `${of}: ${field} is ${show(value)}; write ${known.map(show).join(' or ')}` },
  ];
}

/** A user as Windows takes it, with a domain by its NetBIOS or DNS name. */
function isWindowsUser(text: string): boolean {
  const parts = text.split('\\');
  const user = parts[parts.length - 1];
  const domain = parts.length === 2 ? parts[0] : undefined;
  const isDomain = domain === undefined
    || (domain.length < 256 && (/^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/.test(domain) || isDnsSubdomain(domain.toLowerCase())));
  // eslint-disable-next-line no-control-regex
  return parts.length <= 2 && isDomain && user.length >= 1 && user.length <= 104 && !/[\x00-\x1f\x7f]/.test(text) && !/^[. ]+$/.test(user) && !/["/\\:;|=,+*?<>@[\]]/.test(user);
}
