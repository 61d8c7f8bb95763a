/*
 * Cuts JSON into pieces that JSON.parse can take, while it is being read: a NodeList of a hundred thousand nodes is longer than a string can be.
 * A piece is an item of the `items` of a document, or a document without its items. Only quotes, brackets and commas are looked at; JSON.parse judges the rest.
 */

export interface Piece {
  /** Counted from 1: several documents may follow each other. */
  readonly document: number;
  /** Of an item; undefined for the document around its items, which comes after them. */
  readonly index?: number;
  readonly text: string;
  /** What stands before the items, up to their bracket. */
  readonly head?: () => string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** What begins a string, or goes deeper or up again. */
const MATTERS = new Uint8Array(256);
[QUOTE, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE].forEach((byte) => {
  MATTERS[byte] = 1;
});
/** Between documents, as YAML has it. */
const SEPARATOR = '---';

export class JsonSplitter {
  private pieces: Piece[] = [];
  private document = 1;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Of the piece at hand: bytes of chunks before, and where in this chunk it goes on. */
  private parts: Buffer[] = [];
  private from = 0;
  /** The last string among the document's own fields, and the last of them that was a key. */
  private words = '';
  private key = '';
  /** While in `items`: what stood before them, and the next item's index. */
  private head: string | undefined;
  private index = 0;

  /** All pieces that end in this chunk. */
  public write(chunk: Buffer): Piece[] {
    this.pieces = [];
    this.from = 0;
    const { length } = chunk;
    for (let i = 0; i < length; i++) {
      if (this.inString) {
        i = this.skipString(chunk, i);
        continue;
      }
      if (this.depth > 2) {
        // Most of what is read is here, and matters to nobody.
        while (i < length && MATTERS[chunk[i]] === 0) {
          i++;
        }
        if (i === length) {
          break;
        }
      }
      const byte = chunk[i];
      if (byte === QUOTE) {
        this.inString = true;
        this.words = '';
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.open(chunk, i, byte);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.close(chunk, i);
      } else if (this.depth <= 2) {
        this.between(chunk, i, byte);
      }
    }
    this.keep(chunk, length);
    return this.pieces;
  }

  /** What is left at the end: nothing, where the last document is complete. */
  public end(): Piece[] {
    this.pieces = [];
    this.endDocument();
    return this.pieces;
  }

  /** To the closing quote, or the end of the chunk. */
  private skipString(chunk: Buffer, start: number): number {
    let i = start;
    // A backslash at the very end of a chunk has its partner in the next.
    if (this.escaped) {
      this.escaped = false;
      i++;
    }
    while (i < chunk.length && chunk[i] !== QUOTE) {
      i += chunk[i] === BACKSLASH ? 2 : 1;
    }
    this.escaped = i > chunk.length;
    this.inString = i >= chunk.length;
    if (this.depth === 1) {
      this.words += chunk.toString('latin1', start, Math.min(i, chunk.length));
    }
    return i;
  }

  private open(chunk: Buffer, i: number, byte: number): void {
    this.depth++;
    if (this.depth === 2 && byte === OPEN_BRACKET && this.key === 'items' && this.head === undefined) {
      this.head = this.cut(chunk, i + 1);
      this.index = 0;
    }
  }

  private close(chunk: Buffer, i: number): void {
    if (this.depth === 2 && this.head !== undefined) {
      const last = this.cut(chunk, i);
      // An empty list has no item; after a comma there must be one.
      if (this.index > 0 || last.trim() !== '') {
        this.pushItem(last, this.head);
      }
      this.key = '';
      this.parts = [Buffer.from(this.head)];
      this.head = undefined;
    }
    this.depth--;
    if (this.depth <= 0) {
      this.depth = 0;
      this.cutDocument(chunk, i + 1);
    }
  }

  private between(chunk: Buffer, i: number, byte: number): void {
    if (this.depth === 0) {
      if (byte <= 0x20) {
        this.cutDocument(chunk, i + 1);
      }
    } else if (this.depth === 1) {
      if (byte === COLON) {
        this.key = this.words;
      } else if (byte === COMMA) {
        this.key = '';
      }
    } else if (byte === COMMA && this.head !== undefined) {
      this.pushItem(this.cut(chunk, i), this.head);
      this.from = i + 1;
    }
  }

  private pushItem(text: string, head: string): void {
    this.pieces.push({ document: this.document, index: this.index++, text, head: () => head });
  }

  private keep(chunk: Buffer, end: number): void {
    if (end > this.from) {
      this.parts.push(chunk.subarray(this.from, end));
    }
    this.from = end;
  }

  private cut(chunk: Buffer, end: number): string {
    this.keep(chunk, end);
    const text = this.parts.length === 1 ? this.parts[0].toString() : Buffer.concat(this.parts).toString();
    this.parts = [];
    return text;
  }

  private cutDocument(chunk: Buffer, end: number): void {
    this.keep(chunk, end);
    this.endDocument();
  }

  private endDocument(): void {
    const text = Buffer.concat(this.parts).toString().trim();
    const unfinished = this.head;
    this.parts = [];
    this.key = '';
    this.head = undefined;
    if (unfinished === undefined && (text === '' || text === SEPARATOR)) {
      return;
    }
    this.pieces.push({ document: this.document++, text: `${unfinished ?? ''}${text}` });
  }
}
