/*
 * Cuts YAML into documents while it is being read, and documents too large to be read at once into the items of their `items`, which kubectl writes by the thousand.
 * Nothing of YAML needs to be understood for that: what is at the beginning of a line separates documents, and what is indented no deeper than the first dash, items.
 */

export interface YamlPiece {
  /** Counted from 1. */
  readonly document: number;
  /** Of an item; undefined for a document, or what is left of it without its items, which comes after them. */
  readonly index?: number;
  /** An item is a sequence of one. */
  readonly text: string;
  /** Of its first line, in the whole file, counted from 1; undefined where lines are missing from the text. */
  readonly line?: number;
  /** What stands before the items. */
  readonly head?: () => string;
}

/** Larger documents are cut. Smaller ones are read as they are, with anchors from one item to another. */
export const LARGE = 1_048_576;

export class YamlSplitter {
  private pieces: YamlPiece[] = [];
  private document = 1;
  private line = 0;
  private lines: string[] = [];
  private first = 1;
  private size = 0;
  private begun = false;
  private hasItems = false;
  private items: Items | undefined;

  constructor(private readonly large: number = LARGE) {}

  /** All pieces that end before this line, which has no line break. */
  public write(line: string): YamlPiece[] {
    this.pieces = [];
    this.line++;
    if (/^(---|\.\.\.)(\s|$)/.test(line)) {
      this.separate(line);
    } else if (this.items !== undefined) {
      this.items.write(line, this.line);
    } else {
      this.begun ||= !/^\s*(#|%|$)/.test(line);
      this.push(line);
    }
    return this.pieces;
  }

  public end(): YamlPiece[] {
    this.pieces = [];
    this.finish();
    return this.pieces;
  }

  /** Before the dashes there may be directives and comments: they are no document of their own, and say nothing to Kubernetes. */
  private separate(line: string): void {
    this.finish();
    if (line.startsWith('---')) {
      this.push(line);
      this.begun = true;
    }
  }

  private push(line: string): void {
    if (this.lines.length === 0) {
      this.first = this.line;
    }
    this.lines.push(line);
    this.size += line.length + 1;
    this.hasItems ||= ITEMS.test(line);
    if (this.hasItems && this.size > this.large) {
      this.cut();
    }
  }

  /** From here on item by item. */
  private cut(): void {
    const lines = this.lines;
    const items = new Items((index, at, text) => this.pieces.push({ document: this.document, index, line: at, text, head: () => items.outside.join('\n') }));
    lines.forEach((line, i) => items.write(line, this.first + i));
    this.lines = [];
    this.items = items;
  }

  private finish(): void {
    if (this.items !== undefined) {
      this.items.end();
      this.pieces.push({ document: this.document++, text: this.items.outside.join('\n') });
    } else if (this.begun) {
      this.pieces.push({ document: this.document++, line: this.first, text: this.lines.join('\n') });
    }
    this.lines = [];
    this.size = 0;
    this.begun = false;
    this.hasItems = false;
    this.items = undefined;
  }
}

const ITEMS = /^items:\s*(#.*)?$/;

/** One document of which only the part outside of its items is kept. */
class Items {
  public readonly outside: string[] = [];
  private state: 'before' | 'within' | 'after' = 'before';
  private indent = -1;
  private item: string[] = [];
  private first = 0;
  private index = 0;

  constructor(private readonly emit: (index: number, line: number, text: string) => void) {}

  public write(line: string, number: number): void {
    if (this.state !== 'within') {
      this.outside.push(line);
      if (this.state === 'before' && ITEMS.test(line)) {
        this.state = 'within';
      }
      return;
    }
    const column = /^ */.exec(line)![0].length;
    const isDash = /^ *-(\s|$)/.test(line);
    if (this.indent < 0 && isDash) {
      this.indent = column;
    }
    if (isDash && column === this.indent) {
      this.flush();
      this.first = number;
    } else if (column <= this.indent || this.indent < 0) {
      if (!/^\s*(#|$)/.test(line)) {
        this.flush();
        this.state = 'after';
        this.outside.push(line);
        return;
      }
    }
    this.item.push(line);
  }

  public end(): void {
    this.flush();
  }

  private flush(): void {
    if (this.indent >= 0 && this.item.some((line) => /^ *-/.test(line))) {
      this.emit(this.index++, this.first, this.item.join('\n'));
    }
    this.item = [];
  }
}
