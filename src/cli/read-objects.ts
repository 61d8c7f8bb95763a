import { InputError, placeWords, reading } from './input-error';
import { JsonSplitter, Piece } from './json-splitter';
import { parseYaml } from './parse-yaml';
import { Source, unreadable } from './source';
import { YamlSplitter } from './yaml-splitter';
import { At, Fields, fields, pathOf, within } from '../placement/input/field';

/** Where an object stands. */
export interface Place {
  readonly file: string;
  readonly document: number;
  readonly at?: At;
}

/** What is told while reading goes on. */
export interface Watcher {
  read(bytes: number): void;
}

export type Take = (object: Fields, place: Place) => void;

/**
 * Gives all objects of a source, one by one and in their order: of documents one after the other, in JSON or YAML, and of lists of any kind.
 *
 * @throws InputError
 */
export async function readObjects(source: Source, take: Take, watcher?: Watcher): Promise<void> {
  const { name } = source;
  const lists = new Lists(name, take);
  let pieces: Pieces | undefined;
  let start: Buffer[] = [];
  for await (const chunk of chunksOf(source)) {
    watcher?.read(chunk.length);
    if (pieces === undefined) {
      start.push(chunk);
      const begin = withoutMark(Buffer.concat(start));
      const json = looksLikeJson(name, begin);
      if (json === undefined) {
        continue;
      }
      start = [];
      pieces = json ? jsonPieces(name) : yamlPieces(name);
      pieces.write(begin).forEach((piece) => lists.take(piece));
    } else {
      pieces.write(chunk).forEach((piece) => lists.take(piece));
    }
  }
  pieces ??= yamlPieces(name);
  [...pieces.write(withoutMark(Buffer.concat(start))), ...pieces.end()].forEach((piece) => lists.take(piece));
}

async function* chunksOf(source: Source): AsyncIterable<Buffer> {
  try {
    yield* source.chunks();
  } catch (error) {
    throw unreadable(source.name, error);
  }
}

/** By its end in JSON, else by how it begins; undefined when more must be read to tell. */
function looksLikeJson(name: string, begin: Buffer): boolean | undefined {
  if (name.endsWith('.json')) {
    return true;
  }
  const text = begin.toString('latin1', 0, 4096).trim();
  if (text === '' || text === '{') {
    return begin.length >= 4096 ? false : undefined;
  }
  return /^\{\s*["}]/.test(text);
}

/** A byte order mark says nothing in UTF-8. */
function withoutMark(begin: Buffer): Buffer {
  return begin.length >= 3 && begin[0] === 0xef && begin[1] === 0xbb && begin[2] === 0xbf ? begin.subarray(3) : begin;
}

/** A parsed piece; `list` is what is known of the list that an item stands in. */
interface Parsed {
  readonly document: number;
  readonly index?: number;
  readonly value: unknown;
  readonly list?: () => unknown;
}

interface Pieces {
  write(chunk: Buffer): Iterable<Parsed> & { forEach(use: (piece: Parsed) => void): void };
  end(): Parsed[];
}

function jsonPieces(file: string): Pieces {
  const splitter = new JsonSplitter();
  const parse = ({ document, index, text, head }: Piece): Parsed => ({
    document,
    index,
    value: parseJson(text, placeWords(file, document, pathOf(itemAt(index)))),
    list: head === undefined ? undefined : () => parseJson(`${head()}]}`, placeWords(file, document)),
  });
  return { write: (chunk) => splitter.write(chunk).map(parse), end: () => splitter.end().map(parse) };
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(where, { code: 'NotParsed', message: `is no JSON: ${(error as Error).message}; mend the document, or leave the file out` });
  }
}

function yamlPieces(file: string): Pieces {
  const splitter = new YamlSplitter();
  const decoder = new TextDecoder();
  let rest = '';
  const parse = ({ document, index, text, line, head }: ReturnType<YamlSplitter['end']>[number]): Parsed => {
    const value = parseYaml(text, { file, document, path: pathOf(itemAt(index)), line });
    return {
      document,
      index,
      value: index === undefined ? value : (value as unknown[])[0],
      list: head === undefined ? undefined : () => parseYaml(head(), { file, document, path: '' }),
    };
  };
  return {
    write: (chunk) => {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop()!;
      return lines.flatMap((line) => splitter.write(line)).map(parse);
    },
    end: () => [...splitter.write(rest), ...splitter.end()].map(parse),
  };
}

function itemAt(index: number | undefined): At | undefined {
  return index === undefined ? undefined : within({ step: 'items' }, index);
}

/** Takes lists apart. Items of a typed list, such as a NodeList, need not say their kind: they have the list's. */
class Lists {
  /** Items whose list has not said its kind yet; it may do so after them. */
  private waiting: Parsed[] = [];
  private list: { readonly document: number; readonly fields: Fields | undefined } | undefined;

  constructor(private readonly file: string, private readonly give: Take) {}

  public take(piece: Parsed): void {
    if (piece.index !== undefined) {
      this.takeItem(piece);
      return;
    }
    const waiting = this.waiting;
    this.waiting = [];
    const object = asFields(piece.value);
    if (object === undefined) {
      return;
    }
    if (!isList(object)) {
      this.give(object, { file: this.file, document: piece.document });
      return;
    }
    waiting.forEach((item) => this.giveItem(item, object));
    // Read as a whole; else all of its items were given before.
    (Array.isArray(object.items) ? object.items : []).forEach((value, index) => this.giveItem({ document: piece.document, index, value }, object));
  }

  private takeItem(item: Parsed): void {
    if (asFields(item.value)?.kind !== undefined) {
      this.giveItem(item, {});
      return;
    }
    const list = this.listOf(item);
    if (list === undefined) {
      this.waiting.push(item);
    } else {
      this.giveItem(item, list);
    }
  }

  /** Read once for all items of a document. */
  private listOf(item: Parsed): Fields | undefined {
    if (this.list?.document !== item.document) {
      const known = asFields(item.list?.());
      this.list = { document: item.document, fields: known !== undefined && isList(known) ? known : undefined };
    }
    return this.list.fields;
  }

  private giveItem(item: Parsed, list: Fields): void {
    const at = itemAt(item.index);
    const object = reading(this.file, item.document, () => fields(item.value, at));
    const typed = object.kind !== undefined ? object : { ...object, kind: String(list.kind).slice(0, -'List'.length), apiVersion: list.apiVersion };
    this.give(typed, { file: this.file, document: item.document, at });
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function isList(object: Fields): boolean {
  return typeof object.kind === 'string' && object.kind.endsWith('List');
}
