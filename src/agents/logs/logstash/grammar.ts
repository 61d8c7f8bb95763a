/*
 * Logstash's own configuration language, read as its own grammar reads it, so that a mistake is found here and not in a pod that does not start.
 * https://github.com/elastic/logstash/blob/main/logstash-core/lib/logstash/config/grammar.treetop
 */

/** A plugin as it is written: `grok { match => { … } }`. */
export interface ReadPlugin {
  readonly name: string;
  readonly settings: readonly (readonly [name: string, value: ReadValue])[];
}

export type ReadValue = string | number | ReadPlugin | readonly ReadValue[] | ReadonlyMap<string, ReadValue>;

export type SectionName = 'input' | 'filter' | 'output';

export interface ReadSection {
  readonly type: SectionName;
  /** Those within branches included. */
  readonly plugins: readonly ReadPlugin[];
}

/** Where a text is no configuration, and what would have been one there. */
export class GrammarError extends Error {
  constructor(text: string, at: number, public readonly expected: string) {
    const lines = text.slice(0, at).split('\n');
    super(`line ${lines.length}, column ${lines[lines.length - 1].length + 1}: expected ${expected}`);
  }
}

/** A whole configuration. @throws GrammarError */
export function readConfig(text: string): ReadSection[] {
  const reader = new Reader(text);
  const sections: ReadSection[] = [];
  reader.space();
  while (!reader.atEnd || sections.length === 0) {
    const type = reader.take(/input|filter|output/y, 'input, filter or output') as SectionName;
    sections.push({ type, plugins: reader.block() });
    reader.space();
  }
  return sections;
}

/** What stands within a section. @throws GrammarError */
export function readBlocks(text: string): ReadPlugin[] {
  const reader = new Reader(text);
  const plugins = reader.blocks(() => reader.atEnd);
  return plugins;
}

/** What stands after `if`. @throws GrammarError */
export function readCondition(text: string): void {
  const reader = new Reader(text);
  reader.space();
  reader.condition();
  reader.space();
  if (!reader.atEnd) {
    reader.fail('the end of the condition');
  }
}

const STRING = /"((?:\\"|[^"])*)"|'((?:\\'|[^'])*)'/y;
const BAREWORD = /[A-Za-z_][A-Za-z0-9_]+/y;
const NUMBER = /-?[0-9]+(?:\.[0-9]*)?/y;
const SELECTOR = /(?:\[[^\][,]+\])+/y;
const REGEXP = /\/(?:\\\/|[^/])*\//y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  public get atEnd(): boolean {
    return this.at === this.text.length;
  }

  public fail(expected: string): never {
    throw new GrammarError(this.text, this.at, expected);
  }

  public space(): void {
    this.match(/(?:[ \t\r\n]|#[^\r\n]*)+/y);
  }

  public take(pattern: RegExp, expected: string): string {
    return this.match(pattern)?.[0] ?? this.fail(expected);
  }

  /** `{ … }` */
  public block(): ReadPlugin[] {
    this.space();
    this.take(/\{/y, '"{"');
    const plugins = this.blocks(() => this.text[this.at] === '}');
    this.at++;
    return plugins;
  }

  public blocks(isOver: () => boolean): ReadPlugin[] {
    const plugins: ReadPlugin[] = [];
    this.space();
    while (!isOver()) {
      plugins.push(...this.match(/if(?![A-Za-z0-9_-])/y) === undefined ? [this.plugin()] : this.branch());
      this.space();
    }
    return plugins;
  }

  public condition(): void {
    do {
      this.space();
      this.expression();
      this.space();
    } while (this.match(/and|or|xor|nand/y) !== undefined);
  }

  private branch(): ReadPlugin[] {
    this.condition();
    const plugins = this.block();
    for (;;) {
      const before = this.at;
      this.space();
      if (this.match(/else(?![A-Za-z0-9_-])/y) === undefined) {
        this.at = before;
        return plugins;
      }
      this.space();
      const isLast = this.match(/if(?![A-Za-z0-9_-])/y) === undefined;
      if (!isLast) {
        this.condition();
      }
      plugins.push(...this.block());
      if (isLast) {
        return plugins;
      }
    }
  }

  private plugin(): ReadPlugin {
    const name = this.name('a plugin, "if" or "}"');
    this.space();
    this.take(/\{/y, '"{"');
    this.space();
    const settings: [string, ReadValue][] = [];
    while (this.match(/\}/y) === undefined) {
      const setting = this.name('a setting or "}"');
      this.arrow();
      settings.push([setting, this.value()]);
      this.space();
    }
    return { name, settings };
  }

  private name(expected: string): string {
    return this.match(/[A-Za-z0-9_-]+/y)?.[0] ?? this.string() ?? this.fail(expected);
  }

  private arrow(): void {
    this.space();
    this.take(/=>/y, '"=>"');
    this.space();
  }

  private value(): ReadValue {
    const before = this.at;
    if (this.match(/[A-Za-z0-9_-]+[ \t\r\n]*\{/y) !== undefined) {
      this.at = before;
      return this.plugin();
    }
    const plain = this.match(BAREWORD)?.[0] ?? this.string();
    if (plain !== undefined) {
      return plain;
    }
    const number = this.match(NUMBER);
    return number !== undefined ? Number(number[0]) : this.text[this.at] === '[' ? this.list() : this.text[this.at] === '{' ? this.hash() : this.fail('a value');
  }

  private list(): ReadValue[] {
    const items: ReadValue[] = [];
    this.at++;
    this.space();
    while (this.match(/\]/y) === undefined) {
      if (items.length > 0) {
        this.take(/,/y, '"," or "]"');
        this.space();
      }
      items.push(this.value());
      this.space();
    }
    return items;
  }

  private hash(): Map<string, ReadValue> {
    const entries = new Map<string, ReadValue>();
    this.at++;
    this.space();
    while (this.match(/\}/y) === undefined) {
      const key = this.match(NUMBER)?.[0] ?? this.match(BAREWORD)?.[0] ?? this.string() ?? this.fail('a key or "}"');
      this.arrow();
      entries.set(key, this.value());
      this.space();
    }
    return entries;
  }

  private expression(): void {
    if (this.match(/!/y) !== undefined) {
      this.space();
      if (this.text[this.at] !== '(') {
        this.take(SELECTOR, '"(" or a field, such as [stream]');
        return;
      }
    }
    if (this.match(/\(/y) !== undefined) {
      this.condition();
      this.take(/\)/y, '")"');
      return;
    }
    this.operand();
    const before = this.at;
    this.space();
    if (this.match(/==|!=|<=|>=|<|>|in(?![A-Za-z0-9_])|not[ ]\s*in(?![A-Za-z0-9_])/y) !== undefined) {
      this.space();
      this.operand();
    } else if (this.match(/=~|!~/y) !== undefined) {
      this.space();
      if (this.string() === undefined) {
        this.take(REGEXP, 'a regular expression, such as /^a/');
      }
    } else {
      this.at = before;
    }
  }

  private operand(): void {
    if (this.string() !== undefined || this.match(NUMBER) !== undefined || this.match(SELECTOR) !== undefined) {
      return;
    }
    if (this.text[this.at] === '[') {
      this.list();
    } else if (this.match(/[A-Za-z_][A-Za-z0-9_]+[ \t\r\n]*\(/y) !== undefined) {
      this.space();
      while (this.match(/\)/y) === undefined) {
        this.operand();
        this.space();
        this.match(/,/y);
        this.space();
      }
    } else {
      this.take(REGEXP, 'a text, a number, a field such as [stream], a list or a regular expression');
    }
  }

  private string(): string | undefined {
    const match = this.match(STRING);
    return match === undefined ? undefined : match[1] ?? match[2];
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    this.at += match?.[0].length ?? 0;
    return match ?? undefined;
  }
}
