import * as fc from 'fast-check';
import { JsonSplitter, Piece } from '../../src/cli/json-splitter';

/** All pieces of a text that arrives in parts of these sizes, over and over. */
function split(text: string, sizes: readonly number[] = [1_048_576]): Piece[] {
  const bytes = Buffer.from(text);
  const splitter = new JsonSplitter();
  const pieces: Piece[] = [];
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const to = from + sizes[i % sizes.length];
    pieces.push(...splitter.write(Buffer.from(bytes.subarray(from, to))));
    from = to;
  }
  return [...pieces, ...splitter.end()];
}

const parsed = (pieces: readonly Piece[]) => pieces.map(({ document, index, text }) => ({ document, index, value: JSON.parse(text) as unknown }));

describe('a document with items', () => {
  test('is given item by item, then without them', () => {
    expect(parsed(split('{"apiVersion":"v1","items":[{"a":1},{"b":[{}]}],"kind":"List"}'))).toEqual([
      { document: 1, index: 0, value: { a: 1 } },
      { document: 1, index: 1, value: { b: [{}] } },
      { document: 1, index: undefined, value: { apiVersion: 'v1', items: [], kind: 'List' } },
    ]);
  });

  test('says with each item what stands before the items', () => {
    const [item] = split('{"kind":"NodeList","metadata":{},"items":[{"a":1}]}');
    expect(JSON.parse(`${item.head!()}]}`)).toEqual({ kind: 'NodeList', metadata: {}, items: [] });
  });

  test('is cut only at the items of the document itself', () => {
    const text = '{"spec":{"items":[1,2]},"items2":[3],"list":["items",[4]]}';
    expect(parsed(split(text))).toEqual([{ document: 1, index: undefined, value: JSON.parse(text) as unknown }]);
  });

  const json = fc.jsonValue({ maxDepth: 4 });
  const lists = fc.record({
    items: fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), json)),
    kind: fc.constant('List'),
    metadata: fc.dictionary(fc.string().filter((key) => key !== 'items' && key !== '__proto__'), json),
  });

  test('gives what JSON.parse gives, wherever chunks end and however it is indented', () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });
    fc.assert(fc.property(lists, fc.boolean(), fc.integer({ min: 0, max: 4 }), chunks, (list, kindFirst, indent, sizes) => {
      const { items, kind, metadata } = list;
      const text = JSON.stringify(kindFirst ? { kind, metadata, items } : { items, kind, metadata }, undefined, indent);
      expect(parsed(split(text, sizes))).toEqual([
        ...(JSON.parse(text) as typeof list).items.map((value, index) => ({ document: 1, index, value })),
        { document: 1, index: undefined, value: { ...JSON.parse(text) as object, items: [] } },
      ]);
    }));
  });
});

test('documents follow each other with or without anything between them', () => {
  expect(parsed(split('{"a":1}{"b":2}\n{"c":3}\n---\n{"d":4}\n')).map(({ document, value }) => [document, value])).toEqual([
    [1, { a: 1 }], [2, { b: 2 }], [3, { c: 3 }], [4, { d: 4 }],
  ]);
});

describe('what is no JSON gives a piece that JSON.parse refuses', () => {
  test.each([
    ['an item cut off', '{"items":[{"a":1},{"b":'],
    ['a list cut off', '{"items":[{"a":1}'],
    ['a list cut off after a comma', '{"items":[{"a":1},'],
    ['a comma too many', '{"items":[{"a":1},]}'],
    ['a comma at the beginning', '{"items":[,{"a":1}]}'],
    ['no comma', '{"items":[{"a":1}{"b":2}]}'],
    ['the wrong bracket', '{"items":[{"a":1}}'],
    ['a bracket too many', '{"a":1}}'],
    ['a string cut off', '{"a":"1'],
    ['words', 'error: connection refused'],
  ])('%s', (_, text) => {
    expect(() => parsed(split(text))).toThrow(SyntaxError);
    expect(() => parsed(split(text, [1]))).toThrow(SyntaxError);
  });
});

test('of a list that is read in chunks, no more is kept than one item', () => {
  const item = JSON.stringify({ name: 'x'.repeat(1000) });
  const splitter = new JsonSplitter();
  splitter.write(Buffer.from('{"items":['));
  const counts = Array.from({ length: 1000 }, () => splitter.write(Buffer.from(`${item},`)).length);
  expect(new Set(counts)).toEqual(new Set([1]));
});
