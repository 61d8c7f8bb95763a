import { FalcoPriority } from './priority';
import { fail, show } from '../../../errors';
import { isDataKey } from '../../../values/kube-names';

/** What an entry of a rules file must have, by what it is; anything less must change an entry that is there already. */
const KINDS: { readonly [kind: string]: readonly string[] } = {
  rule: ['condition', 'desc', 'output', 'priority'],
  macro: ['condition'],
  list: ['items'],
  required_engine_version: [],
  required_plugin_versions: [],
};

/** Keys by which an entry changes one that is there. */
const CHANGES = ['override', 'append', 'enabled', 'exceptions'];

/** One entry: its keys, and what stands on their lines. */
type Entry = ReadonlyMap<string, string>;

/**
 * Custom rules, as far as they can be seen to be wrong without Falco: each file is a YAML list, and each entry a rule, a macro or a list with what it must have. Only lines are
 * looked at: in a YAML list, nothing but its entries and comments begins at the margin.
 *
 * @see https://falco.org/docs/concepts/rules/basic-elements/
 */
export function checkRules(where: string, files: { readonly [file: string]: string }): void {
  for (const [file, text] of Object.entries(files)) {
    if (!isDataKey(file) || !/\.ya?ml$/.test(file)) {
      fail('InvalidRules', where, `customRules have a file ${show(file)}; write a name of letters, digits, "-", "_" and "." with .yaml at its end, for Falco reads no others`);
    }
    if (typeof text !== 'string') {
      fail('NotText', where, `customRules ${show(file)} is ${show(text)}; write the rules as YAML text`);
    }
    entriesOf(where, file, text).forEach((entry) => checkEntry(where, file, entry));
  }
}

function entriesOf(where: string, file: string, text: string): Entry[] {
  const lines = text.split(/\r?\n/);
  const meant = lines.map((line, i) => ({ line, at: i + 1 })).filter(({ line }) => line.trim() !== '' && !/^\s*#/.test(line) && !/^(---|\.\.\.)\s*$/.test(line));
  const bad = (at: number, what: string, instead: string): never => fail('InvalidRules', where, `customRules ${show(file)}, line ${at}: ${what}; ${instead}`);
  if (meant.length === 0) {
    return bad(1, 'there is no rule', 'write a YAML list of rules, macros and lists, or leave the file out');
  }
  if (/^\[/.test(meant[0].line) && /\]\s*$/.test(meant.at(-1)!.line)) {
    return [];
  }
  const tab = meant.find(({ line }) => /^\s*\t/.test(line));
  if (tab !== undefined) {
    bad(tab.at, 'a tab stands before the text, and YAML takes spaces only', 'write spaces');
  }
  // Entries may stand further in, all of them alike.
  const margin = /^ */.exec(meant[0].line)![0].length;
  const entries: Map<string, string>[] = [];
  let column = 0;
  for (const { line, at } of meant) {
    const indent = /^ */.exec(line)![0].length;
    const start = /^ *- +/.exec(line);
    if (indent === margin && start !== null) {
      entries.push(new Map());
      column = start[0].length;
    } else if (indent <= margin) {
      bad(at, `${show(line.trim())} is no entry of a list`, 'begin each rule, macro and list with "- ", and stand its other keys further in');
    }
    const key = /^([\w-]+|"[^"]+"|'[^']+'):(?: +(.*))?$/.exec(line.slice(column));
    if ((start !== null && indent === margin || indent === column) && key !== null) {
      entries.at(-1)!.set(key[1].replace(/["']/g, ''), (key[2] ?? '').trim());
    }
  }
  return entries;
}

function checkEntry(where: string, file: string, entry: Entry): void {
  const bad = (what: string, instead: string): never => fail('InvalidRules', where, `customRules ${show(file)}: ${what}; ${instead}`);
  const kind = [...entry.keys()].find((key) => Object.hasOwn(KINDS, key));
  if (kind === undefined) {
    return bad(`an entry has ${show([...entry.keys()])}`, `write one of ${Object.keys(KINDS).join(', ')}`);
  }
  const name = entry.get(kind)!;
  const isChange = CHANGES.some((key) => entry.has(key)) && !KINDS[kind].every((key) => entry.has(key));
  const missing = KINDS[kind].filter((key) => !entry.has(key));
  if (!isChange && missing.length > 0) {
    bad(`${kind} ${show(name)} has no ${missing.join(', ')}`, 'write it, or say by override what of an existing one is changed');
  }
  const priority = entry.get('priority')?.replace(/ +#.*$/, '').replace(/["']/g, '');
  if (priority !== undefined && !isPriority(priority.toLowerCase())) {
    bad(`rule ${show(name)} has priority ${show(priority)}`, `write one of ${Object.values(FalcoPriority).join(', ')}`);
  }
}

/** Falco takes the first part of a word as well, such as INFO. */
function isPriority(text: string): boolean {
  return text.length >= 4 && Object.values(FalcoPriority).some((known) => known.startsWith(text));
}
