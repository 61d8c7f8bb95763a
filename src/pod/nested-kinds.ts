import type { ContainerOptions } from './container';
import { INSTEAD_OF_CONTAINER_SECURITY, INSTEAD_OF_POD_SECURITY, INSTEAD_OF_RESOURCES, INSTEAD_OF_WINDOWS } from './instead';
import type { DnsConfig, PodOptions } from './pod-options';
import type { ContainerResources, CpuAmounts, SizeAmounts } from './resources';
import { BOOLEAN, FIELDS, Kind, Kinds, TEXT, TEXTS, of, requireKinds } from '../values/kinds';
import { Instead, KnownFields, fieldsOf, requireKnown } from '../values/known-fields';
import { requireWholeNumber } from '../values/kube-names';
import { Quantity } from '../values/quantity';
import { can } from '../values/require';
import { AppArmorProfile, CapabilityOptions, ContainerSecurity, PodSecurity, SeLinuxOptions, SeccompProfile, WindowsOptions } from '../values/security';

/*
 * Structs within structs, for callers without a compiler. Values of cdk8s and cdk8s-plus are told by what they can do: apps bring versions of their own.
 */

type All<T> = { readonly [field in keyof Required<T>]: Kind };

/** A struct within another: what each of its fields takes, and which it has. */
interface Struct {
  readonly kinds: Kinds;
  readonly known: KnownFields;
}

function struct<T>(kinds: All<T>, instead?: Instead): Struct {
  return { kinds, known: fieldsOf<T>(kinds, instead) };
}

const NUMBER: Kind = { what: 'a number', holds: (value) => typeof value === 'number' };
const NUMBERS: Kind = { what: 'a list of numbers', holds: (value) => Array.isArray(value) && value.every(NUMBER.holds) };
const TEXT_BY_NAME: Kind = { what: 'an object of strings by name', holds: (value) => FIELDS.holds(value) && Object.values(value as object).every(TEXT.holds) };
const QUANTITIES: Kind = { what: 'an object of Quantity values by name', holds: (value) => FIELDS.holds(value) && Object.values(value as object).every(of(Quantity).holds) };

/** `Duration` of cdk8s. */
export const DURATION: Kind = { what: 'a Duration, such as Duration.seconds(30)', holds: (value) => can(value, 'toSeconds') };
/** `IServiceAccount` of cdk8s-plus. */
export const ACCOUNT: Kind = { what: 'a ServiceAccount of cdk8s-plus, such as ServiceAccount.fromServiceAccountName(scope, id, name)', holds: (value) => typeof (value as { name?: unknown } | null)?.name === 'string' };
/** `Size` of cdk8s. */
export const SIZE: Kind = { what: 'a Size, such as Size.mebibytes(64)', holds: (value) => can(value, 'toKibibytes') };
const CPU: Kind = { what: 'a Cpu, such as Cpu.millis(100)', holds: (value) => typeof (value as { amount?: unknown } | null)?.amount === 'string' };

const SE_LINUX = struct<SeLinuxOptions>({ level: TEXT, role: TEXT, type: TEXT, user: TEXT });
const WINDOWS = struct<WindowsOptions>({ hostProcess: BOOLEAN, runAsUserName: TEXT, gmsaCredentialSpecName: TEXT }, INSTEAD_OF_WINDOWS);
const CAPABILITIES = struct<CapabilityOptions>({ add: TEXTS, drop: TEXTS });
const DNS = struct<DnsConfig>({ nameservers: TEXTS, searches: TEXTS, options: TEXT_BY_NAME });
const CPU_AMOUNTS = struct<CpuAmounts>({ request: CPU, limit: CPU });
const SIZE_AMOUNTS = struct<SizeAmounts>({ request: SIZE, limit: SIZE });
const RESOURCES = struct<ContainerResources>({ cpu: FIELDS, memory: FIELDS, ephemeralStorage: FIELDS, extended: QUANTITIES }, INSTEAD_OF_RESOURCES);

const OF_BOTH = {
  runAsUser: NUMBER,
  runAsGroup: NUMBER,
  runAsNonRoot: BOOLEAN,
  seccompProfile: of(SeccompProfile),
  appArmorProfile: of(AppArmorProfile),
  seLinuxOptions: FIELDS,
  windowsOptions: FIELDS,
};
const CONTAINER_SECURITY = struct<ContainerSecurity>({
  ...OF_BOTH, privileged: BOOLEAN, allowPrivilegeEscalation: BOOLEAN, readOnlyRootFilesystem: BOOLEAN, capabilities: FIELDS, procMount: TEXT,
}, INSTEAD_OF_CONTAINER_SECURITY);
const POD_SECURITY = struct<PodSecurity>({
  ...OF_BOTH, fsGroup: NUMBER, fsGroupChangePolicy: TEXT, supplementalGroups: NUMBERS, sysctls: TEXT_BY_NAME,
}, INSTEAD_OF_POD_SECURITY);

/** What stands within the structs of a pod's options. */
export function requirePodFields(where: string, { podSecurityContext, dnsConfig, terminationGracePeriod }: PodOptions): void {
  within(where, 'podSecurityContext', podSecurityContext, POD_SECURITY);
  within(where, 'podSecurityContext.seLinuxOptions', podSecurityContext?.seLinuxOptions, SE_LINUX);
  within(where, 'podSecurityContext.windowsOptions', podSecurityContext?.windowsOptions, WINDOWS);
  within(where, 'dnsConfig', dnsConfig, DNS);
  requireSeconds(where, 'terminationGracePeriod', terminationGracePeriod);
}

/** What stands within the structs of a container's options. */
export function requireContainerFields(where: string, { securityContext, resources }: ContainerOptions): void {
  within(where, 'securityContext', securityContext, CONTAINER_SECURITY);
  within(where, 'securityContext.capabilities', securityContext?.capabilities, CAPABILITIES);
  within(where, 'securityContext.seLinuxOptions', securityContext?.seLinuxOptions, SE_LINUX);
  within(where, 'securityContext.windowsOptions', securityContext?.windowsOptions, WINDOWS);
  within(where, 'resources', resources, RESOURCES);
  within(where, 'resources.cpu', resources?.cpu, CPU_AMOUNTS);
  within(where, 'resources.memory', resources?.memory, SIZE_AMOUNTS);
  within(where, 'resources.ephemeralStorage', resources?.ephemeralStorage, SIZE_AMOUNTS);
}

/** Whole seconds: cdk8s throws in words of its own when it is asked for them and there are none. */
export function requireSeconds(where: string, what: string, time: { toSeconds(options: { integral: boolean }): number } | undefined): void {
  if (time !== undefined) {
    requireWholeNumber(where, `${what} in seconds`, time.toSeconds({ integral: false }), 0);
  }
}

function within(where: string, name: string, fields: object | undefined, { kinds, known }: Struct): void {
  if (fields !== undefined) {
    requireKnown(where, fields, known, name);
    requireKinds(where, fields, kinds, name);
  }
}
