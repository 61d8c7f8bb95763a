import { ZabbixActiveChecks, ZabbixPassiveChecks } from './checks';
import { ZabbixHostname } from './host';
import { ZabbixKeyRule, ZabbixUserParameter } from './item-keys';
import { Line } from './line';
import { ZabbixInclude, ZabbixPlugin } from './plugin';
import { ZabbixTls } from './tls';

/** All that stands in the agent's file. */
export interface ConfigModel {
  readonly passiveChecks: ZabbixPassiveChecks | undefined;
  readonly activeChecks: ZabbixActiveChecks | undefined;
  /** The persistent buffer's file. */
  readonly buffer: string | undefined;
  readonly hostname: ZabbixHostname;
  readonly tls: ZabbixTls | undefined;
  readonly itemKeys: readonly ZabbixKeyRule[];
  readonly userParameters: readonly ZabbixUserParameter[];
  readonly unsafeUserParameters: boolean | undefined;
  readonly plugins: readonly ZabbixPlugin[];
  readonly includes: readonly ZabbixInclude[];
  readonly timeout: number | undefined;
  readonly debugLevel: number | undefined;
  readonly written: { readonly [parameter: string]: string };
}

/** Where it takes commands, such as the probe's. */
export const CONTROL_SOCKET = '/tmp/agent.sock';

/** `zabbix_agent2.conf`, always in this order: what is the same gives the same text. */
export function agentConfig(model: ConfigModel): string {
  return linesOf(model).map(([name, value]) => `${name}=${value}\n`).join('');
}

export function linesOf(model: ConfigModel): Line[] {
  const { passiveChecks, activeChecks, buffer, hostname, tls, itemKeys, userParameters, unsafeUserParameters, plugins, includes } = model;
  const { hostMetadata, hostInterface } = activeChecks?._options ?? {};
  const unless = (name: string, value: number | undefined): Line[] => (value === undefined ? [] : [[name, value]]);
  return [
    ['LogType', 'console'],
    ['ControlSocket', CONTROL_SOCKET],
    ...unless('DebugLevel', model.debugLevel),
    ...unless('Timeout', model.timeout),
    ...hostname._lines(),
    ...passiveChecks?._lines() ?? [],
    ...activeChecks?._lines(buffer) ?? [],
    ...hostMetadata?._lines() ?? [],
    ...hostInterface?._lines() ?? [],
    ...tls?._lines() ?? [],
    ...itemKeys.map((rule) => rule._line()),
    ...(unsafeUserParameters === true ? [['UnsafeUserParameters', 1] as const] : []),
    ...userParameters.map((parameter) => parameter._line()),
    ...plugins.flatMap((plugin) => plugin._lines()),
    ...Object.entries(model.written),
    ...includes.map(({ path }) => ['Include', path] as const),
  ];
}
