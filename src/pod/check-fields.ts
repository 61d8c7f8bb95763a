import { repeated } from './check-containers';
import { KubeContainer, KubePodSpec } from './kube';
import { Problem, show } from '../errors';
import { isAddress } from '../values/address';
import { isDnsSubdomain } from '../values/kube-names';
import { TargetVersion } from '../values/target-version';

/** Fields that take any text or number here, and only some of them at the API server. */
interface Security {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: string;
  readonly supplementalGroups?: readonly number[];
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
}

const MOST_ID = 2147483647;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
/** RelaxedDNSSearchValidation is on from here. */
const FIRST_WITH_UNDERSCORE_SEARCHES = TargetVersion.of('1.33');

/** Values that the API server, or the kubelet, takes only from a narrower set than the type says. Reads the rendered pod, so that it also holds for what defaults add. */
export function checkFields(spec: KubePodSpec, target: TargetVersion): Problem[] {
  const { hostAliases = [], runtimeClassName } = spec as Plain;
  const all = [...spec.containers, ...spec.initContainers ?? []];
  return [
    ...checkSecurityValues('pod', spec.securityContext ?? {}),
    ...checkSysctls(spec),
    ...checkDns(spec.dnsConfig ?? {}, target),
    ...repeated(hostAliases.map(({ ip }) => ip)).map((ip) => (
      { code: 'DuplicateHostAlias', message: `two host aliases are for ${ip}, and server-side apply takes each address once; write HostAlias.of(${show(ip)}, …) with all names` })),
    ...(runtimeClassName === undefined || isDnsSubdomain(runtimeClassName) ? [] : [
      { code: 'InvalidName', message: `runtimeClassName is ${show(runtimeClassName)}; write the name of a RuntimeClass, a DNS subdomain in lower case` },
    ]),
    ...all.flatMap(checkContainerValues),
  ];
}

function checkContainerValues(container: KubeContainer): Problem[] {
  const of = `container ${show(container.name)}`;
  const { terminationMessagePolicy } = container as { terminationMessagePolicy?: string };
  return [
    ...checkSecurityValues(of, container.securityContext ?? {}),
    ...unknown(of, 'terminationMessagePolicy', terminationMessagePolicy, ['File', 'FallbackToLogsOnError']),
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
  return (spec.securityContext?.sysctls ?? []).filter(({ name }) => name.length > 253 || !SYSCTL.test(name)).map(({ name }) => ({
    code: 'InvalidSysctl',
    message: `sysctl is ${show(name)}; write lower-case letters, digits, '-' and '_', in parts joined by '.' or '/', such as "net.core.somaxconn"`,
  }));
}

function checkDns({ nameservers = [], searches = [], options = [] }: Dns, target: TargetVersion): Problem[] {
  const underscores = target.isAtLeast(FIRST_WITH_UNDERSCORE_SEARCHES);
  const isSearch = (search: string) => (underscores && search === '.') || isDnsSubdomain((underscores ? search.replace(/(^|\.)_/g, '$1x').replace(/_/g, '-') : search).replace(/\.$/, ''));
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
