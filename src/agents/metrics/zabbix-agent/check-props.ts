import { ZabbixActiveChecks, ZabbixPassiveChecks } from './checks';
import { ZabbixHostname } from './host';
import { ZabbixKeyRule, ZabbixUserParameter } from './item-keys';
import { Line, requireLine, requireNoSecret, requireParameter } from './line';
import { ZabbixInclude, ZabbixPlugin } from './plugin';
import { ZabbixAgentDaemonSetProps } from './props';
import { ZabbixTls } from './tls';
import { fail, show } from '../../../errors';
import { DURATION } from '../../../pod/nested-kinds';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, FIELDS, TEXT, listOf, of, requireKinds } from '../../../values/kinds';
import { requireWholeNumber, wholeSeconds } from '../../../values/kube-names';
import { firstRepeated } from '../../../values/repeated';
import { agentProps } from '../../common';

const KINDS = {
  passiveChecks: of(ZabbixPassiveChecks),
  activeChecks: of(ZabbixActiveChecks),
  tls: of(ZabbixTls),
  hostname: of(ZabbixHostname),
  itemKeys: listOf(of(ZabbixKeyRule)),
  userParameters: listOf(of(ZabbixUserParameter)),
  unsafeUserParameters: BOOLEAN,
  plugins: listOf(of(ZabbixPlugin)),
  includes: listOf(of(ZabbixInclude)),
  timeout: DURATION,
  config: FIELDS,
  image: of(ImageName),
  rootFileSystem: BOOLEAN,
  rootPropagation: TEXT,
  stateDirectory: of(HostPath),
};

/** All that it takes. */
export const ZABBIX_PROPS = agentProps<ZabbixAgentDaemonSetProps>({ ...KINDS, debugLevel: true });

/** What can be seen to be wrong in the agent's own props. */
export function checkZabbix(where: string, props: ZabbixAgentDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { passiveChecks: ZabbixPassiveChecks.from(["10.244.0.0/16"]) }`);
  }
  requireKinds(where, props, KINDS);
  if (props.passiveChecks === undefined && props.activeChecks === undefined) {
    fail('MissingChecks', where, 'there are neither passiveChecks nor activeChecks, so that nobody would get a value; write ZabbixPassiveChecks.from(["10.244.0.0/16"]) with the addresses of your servers, or ZabbixActiveChecks.to([ZabbixServer.of("zabbix.example.com")])');
  }
  if (props.timeout !== undefined) {
    requireWholeNumber(where, 'timeout in seconds', wholeSeconds(where, 'timeout', props.timeout, 1), 1, 30);
  }
  if (props.debugLevel !== undefined) {
    requireWholeNumber(where, 'debugLevel', props.debugLevel, 0, 5);
  }
  if (props.rootFileSystem === false && props.rootPropagation !== undefined) {
    fail('RootWithoutFileSystem', where, `rootPropagation is ${show(props.rootPropagation)} and rootFileSystem is false, so that nothing is mounted; drop one of them`);
  }
  if (props.stateDirectory?.isReadOnly === true) {
    fail('ReadOnlyState', where, `stateDirectory ${props.stateDirectory.path} is read-only; write HostPath.stateDirectory("name"), or say .writable("why")`);
  }
  checkKeyRules(where, props.itemKeys ?? []);
  checkUserParameters(where, props);
  for (const [name, value] of Object.entries(props.config ?? {})) {
    requireParameter(where, 'config parameter', name);
    requireLine(where, name, value);
    requireNoSecret(where, name, value);
  }
}

/** Key rules that the agent refuses to start with, or of which one could never matter. */
function checkKeyRules(where: string, rules: readonly ZabbixKeyRule[]): void {
  const changesNothing = rules.length > 0 && rules.every(({ _parameter, pattern }) => _parameter === 'AllowKey' && !pattern.startsWith('system.run'));
  if (changesNothing) {
    fail('RulesWithoutEffect', where, 'itemKeys only allow, and every key is allowed that no rule denies, so that the agent does not start; write ZabbixKeyRule.deny("*") at their end');
  }
  const all = rules.findIndex(({ pattern }) => pattern === '*');
  if (all !== -1 && all !== rules.length - 1) {
    fail('RulesWithoutEffect', where, `itemKeys have ${show(rules[all + 1].pattern)} after "*", where it decides nothing; write it before`);
  }
}

function checkUserParameters(where: string, { userParameters = [], unsafeUserParameters }: ZabbixAgentDaemonSetProps): void {
  const keys = userParameters.map(({ key }) => key.replace(/\[.*$/, ''));
  const twice = firstRepeated(keys);
  if (twice !== undefined) {
    fail('UserParameterTwice', where, `userParameters have ${show(twice)} twice, and the agent does not start; give one of them another key`);
  }
  if (unsafeUserParameters === true && !userParameters.some(({ key }) => key.endsWith('[*]'))) {
    fail('UnsafeWithoutParameters', where, 'unsafeUserParameters is true, and no user parameter takes parameters; drop it, or write a key with "[*]"');
  }
}

/** Parameters that may be written several times. */
const MANY = ['Alias', 'AllowKey', 'DenyKey', 'Include', 'UserParameter'];

/** A parameter that stands twice has the value of the last, without a word. */
export function requireOnce(where: string, lines: readonly Line[]): void {
  const names = lines.map(([name]) => name).filter((name) => !MANY.includes(name));
  const twice = firstRepeated(names);
  if (twice !== undefined) {
    fail('ParameterTwice', where, `the agent's configuration has ${twice} twice; write it in one place: the prop for it, its plugin, or config`);
  }
}
