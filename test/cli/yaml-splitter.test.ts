import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { YamlPiece, YamlSplitter } from '../../src/cli/yaml-splitter';

function split(text: string, large?: number): YamlPiece[] {
  const splitter = new YamlSplitter(large);
  return [...text.split('\n').flatMap((line) => splitter.write(line)), ...splitter.end()];
}

const values = (pieces: readonly YamlPiece[]) => pieces.map(({ document, index, text }) => {
  const value = parse(text) as unknown;
  return { document, index, value: index === undefined ? value : (value as unknown[])[0] };
});

describe('documents', () => {
  test('are counted as they are separated, the empty ones, too', () => {
    expect(values(split('a: 1\n---\n# nothing\n---\nb: 2\n...\n---\nc: 3\n')).map(({ document, value }) => [document, value])).toEqual([
      [1, { a: 1 }], [2, null], [3, { b: 2 }], [4, { c: 3 }],
    ]);
  });

  test('dashes, comments and directives before the first are no document', () => {
    expect(values(split('# Source: a.yaml\n%YAML 1.1\n---\na: 1\n'))).toEqual([{ document: 1, index: undefined, value: { a: 1 } }]);
  });

  test('may begin behind the dashes', () => {
    expect(values(split('--- {a: 1}\n--- # comment\nb: 2')).map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test('are not separated by dashes within a text', () => {
    expect(values(split('a: |\n  ---\n  b\nc: ---x\n')).map(({ value }) => value)).toEqual([{ a: '---\nb\n', c: '---x' }]);
  });

  test('know the line where they begin', () => {
    expect(split('a: 1\n---\nb: 2\n').map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe('a document too large to be read at once', () => {
  const text = 'apiVersion: v1\nitems:\n# the first\n- a: |\n    - not an item\n\n    items:\n  b:\n  - c\n- d: 1 # the second\n\n# the end\nkind: List\nmetadata: {}\n';

  test('is given item by item, then without them', () => {
    expect(values(split(text, 10))).toEqual([
      { document: 1, index: 0, value: { a: '- not an item\n\nitems:\n', b: ['c'] } },
      { document: 1, index: 1, value: { d: 1 } },
      { document: 1, index: undefined, value: { apiVersion: 'v1', items: null, kind: 'List', metadata: {} } },
    ]);
  });

  test('knows the line of each item, and what stands before them', () => {
    const [first, second] = split(text, 10);
    expect([first.line, second.line]).toEqual([4, 10]);
    expect(parse(second.head!())).toMatchObject({ apiVersion: 'v1' });
  });

  test('is left whole where it has no items', () => {
    expect(values(split('a:\n- 1\n- 2\nitems2:\n- 3\n', 5))).toEqual([{ document: 1, index: undefined, value: { a: [1, 2], items2: [3] } }]);
    expect(values(split('items:\nkind: List\nx: [1]\n', 5))).toEqual([{ document: 1, index: undefined, value: { items: null, kind: 'List', x: [1] } }]);
  });

  test('gives what is there when read whole, however it is indented', () => {
    const lists = fc.record({ items: fc.array(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3 })), { minLength: 1 }), kind: fc.constant('List') });
    fc.assert(fc.property(lists, fc.boolean(), fc.boolean(), (list, kindFirst, indentSeq) => {
      const { items, kind } = list;
      const document = stringify(kindFirst ? { kind, items } : { items, kind }, { indentSeq, lineWidth: 40 });
      const whole = parse(document) as typeof list;
      expect(values(split(document, 1))).toEqual([
        ...whole.items.map((value, index) => ({ document: 1, index, value })),
        { document: 1, index: undefined, value: { kind, items: null } },
      ]);
    }));
  });
});

test('the next document is whole again', () => {
  expect(values(split('items:\n- a: 1\n- a: 2\nkind: List\n---\nb: 2\n', 8)).map(({ document, index }) => [document, index])).toEqual([
    [1, 0], [1, 1], [1, undefined], [2, undefined],
  ]);
});
