import { CONFIG_DIRECTORY } from './directories';
import { Document, Files, Section, ruleOf } from './document';
import type { FluentBitParser } from './parser';
import type { Settings } from './settings';
import { fail } from '../../../errors';

export const CLASSIC_FILE = 'fluent-bit.conf';
const PARSERS_FILE = 'custom_parsers.conf';

/** @throws NotInClassicForm @see https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode */
export function classicForm(where: string, { service, parsers, inputs, filters, outputs }: Document): Files {
  const files = service.parsers_file;
  const all = parsers.length === 0 ? service : { ...service, parsers_file: [...(Array.isArray(files) ? files as unknown[] : [files]), `${CONFIG_DIRECTORY}/${PARSERS_FILE}`] };
  const sections = (title: string, found: readonly Section[]) => found.map(({ name, settings }) => section(where, title, { name, ...settings }));
  const main = [section(where, 'SERVICE', all), ...sections('INPUT', inputs), ...sections('FILTER', filters), ...sections('OUTPUT', outputs)];
  return {
    [CLASSIC_FILE]: main.join('\n'),
    ...(parsers.length === 0 ? {} : { [PARSERS_FILE]: parsers.map((parser) => parserSection(where, parser)).join('\n') }),
  };
}

function parserSection(where: string, { name, _settings, _rules }: FluentBitParser): string {
  if (_rules === undefined) {
    return section(where, 'PARSER', { name, ..._settings });
  }
  const quoted = (text: string) => `"${text.replace(/"/g, '\\"')}"`;
  const rules = _rules.map(ruleOf).map(({ state, regex, next_state: next }) => [state, regex, next].map(quoted).join(' '));
  return section(where, 'MULTILINE_PARSER', { name, ..._settings, rule: rules });
}

function section(where: string, title: string, settings: Settings): string {
  const lines = Object.entries(settings).flatMap(([key, value]) => {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.map((item) => line(where, title, key, item));
  });
  return [`[${title}]`, ...lines, ''].join('\n');
}

/** A value goes to the end of its line, and there is nothing by which it could go further. */
function line(where: string, title: string, key: string, value: unknown): string {
  if (typeof value === 'object' || typeof value === 'string' && /[\r\n]/.test(value)) {
    fail('NotInClassicForm', where, `${key} of ${title.toLowerCase()} is ${typeof value === 'object' ? 'a map' : 'a text of several lines'}, which the classic form does not have; leave configFormat out, for YAML`);
  }
  return `    ${key} ${typeof value === 'boolean' ? value ? 'on' : 'off' : String(value)}`;
}
