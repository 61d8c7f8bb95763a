import { fail, show } from '../../../errors';
import { requireText } from '../../../values/require';
import { isSecretName } from '../../secret-names';

/** One line `Name=value` of Zabbix's configuration. */
export type Line = readonly [name: string, value: string | number];

/**
 * A value as the agent reads it: to the end of its line, without blanks around it, and a `#` only matters at a line's beginning. Nothing can be quoted, so that a second line
 * would be another parameter.
 */
export function requireLine(where: string, what: string, text: unknown): asserts text is string {
  requireText(where, what, text);
  if (text.trim() === '' || text.trim() !== text || /[\r\n\0]/.test(text)) {
    fail('InvalidLine', where, `${what} is ${show(text)}; write one line that is not empty, without blanks around it`);
  }
}

/** The name of a parameter, plugins' included: `DebugLevel`, `Plugins.Docker.Endpoint`. */
export function requireParameter(where: string, what: string, name: string): void {
  if (typeof name !== 'string' || !/^[A-Za-z0-9]+(\.[A-Za-z0-9_-]+)*$/.test(name)) {
    fail('InvalidParameter', where, `${what} is ${show(name)}; write the parameter's name as the agent has it, such as "Plugins.Docker.Timeout"`);
  }
}

/** A text that everybody could read in the manifests. `${VARIABLE}`, which agents from 7.2 on replace, is none. */
export function requireNoSecret(where: string, name: string, value: string): void {
  if (isSecretName(name) && !/^\$\{\w+\}$/.test(value)) {
    fail('SecretAsText', where, `${name} is a text that everybody who reads the manifests can read; put the line into a Secret and write includes: [ZabbixInclude.ofSecret(SecretKey.of("my-secret", "plugin.conf"))]`);
  }
}
