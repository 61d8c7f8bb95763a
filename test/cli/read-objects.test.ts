import { Place, readObjects } from '../../src/cli/read-objects';
import { Source } from '../../src/cli/source';
import { Fields, pathOf } from '../../src/placement/input/field';

function source(name: string, ...chunks: (string | Buffer)[]): Source {
  return {
    name,
    chunks: async function* () {
      yield* chunks.map((chunk) => Buffer.from(chunk as string));
    },
  };
}

/** Of each object its place, and what of it tells it apart. */
async function read(name: string, ...chunks: (string | Buffer)[]): Promise<string[]> {
  const found: string[] = [];
  await readObjects(source(name, ...chunks), ({ kind, apiVersion, metadata }: Fields, { document, at }: Place) => {
    found.push(`${document} ${pathOf(at)} ${String(apiVersion)} ${String(kind)} ${String((metadata as Fields | undefined)?.name)}`);
  });
  return found;
}

async function failure(name: string, ...chunks: string[]): Promise<string> {
  const outcome: unknown = await read(name, ...chunks).catch((error: unknown) => error);
  if (!(outcome instanceof Error)) {
    throw new Error(`expected an error, but got ${JSON.stringify(outcome)}`);
  }
  return outcome.message;
}

const NODE = '{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}}';

describe('JSON or YAML is told by the content, in files of any name and on the standard input', () => {
  test.each([
    ['JSON', NODE],
    ['JSON that begins with blanks', `\n  ${NODE}`],
    ['JSON with a byte order mark', `\ufeff${NODE}`],
    ['YAML', 'apiVersion: v1\nkind: Node\nmetadata: {name: a}\n'],
    ['YAML with a byte order mark', '\ufeffapiVersion: v1\nkind: Node\nmetadata: {name: a}\n'],
    ['YAML with Windows\' line ends', 'apiVersion: v1\r\nkind: Node\r\nmetadata:\r\n  name: a\r\n'],
    ['YAML that begins like JSON', '{apiVersion: v1, kind: Node, metadata: {name: a}}'],
  ])('%s', async (_, text) => {
    for (const name of ['stdin', 'nodes.yaml']) {
      expect(await read(name, text)).toEqual(['1  v1 Node a']);
    }
    expect(await read('stdin', ...[...Buffer.from(text)].map((byte) => Buffer.from([byte])))).toEqual(['1  v1 Node a']);
  });

  test('a file that ends in .json is JSON', async () => {
    expect(await failure('nodes.json', 'kind: Node\n')).toContain('[NotParsed] nodes.json, document 1: is no JSON');
  });
});

describe('lists', () => {
  const items = '[{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}},{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}]';
  const found = ['1 items[0] v1 Node a', '1 items[1] v1 Pod b'];

  test('of kubectl give their items, in JSON and in YAML', async () => {
    expect(await read('stdin', `{"apiVersion":"v1","items":${items},"kind":"List","metadata":{}}`)).toEqual(found);
    expect(await read('a.yaml', `apiVersion: v1\nitems: ${items}\nkind: List\n`)).toEqual(found);
  });

  test('with a type lend it to items that do not say theirs, as the API server writes them', async () => {
    const nodes = ['1 items[0] v1 Node a', '1 items[1] v1 Node b'];
    expect(await read('stdin', '{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}')).toEqual(nodes);
    expect(await read('stdin', '{"apiVersion":"v1","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}],"kind":"NodeList"}')).toEqual(nodes);
    expect(await read('a.yaml', 'apiVersion: v1\nkind: NodeList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n')).toEqual(nodes);
  });

  test('too large to be read at once give the same', async () => {
    const item = (name: string) => `- apiVersion: v1\n  kind: Node\n  metadata:\n    name: ${name}\n    annotations:\n      long: "${'x'.repeat(1_048_576)}"\n`;
    expect(await read('a.yaml', `apiVersion: v1\nitems:\n${item('a')}${item('b')}kind: List\n`)).toEqual(['1 items[0] v1 Node a', '1 items[1] v1 Node b']);
    const untyped = (name: string) => item(name).replace('- apiVersion: v1\n  kind: Node\n  ', '- ');
    expect(await read('a.yaml', `apiVersion: v1\nitems:\n${untyped('a')}${untyped('b')}kind: NodeList\n`)).toEqual(['1 items[0] v1 Node a', '1 items[1] v1 Node b']);
    expect(await read('a.yaml', `apiVersion: v1\nkind: NodeList\nitems:\n${untyped('a')}`)).toEqual(['1 items[0] v1 Node a']);
  });

  test('that are none give nothing of their items', async () => {
    expect(await read('stdin', '{"items":["a",{"metadata":{"name":"b"}}]}')).toEqual(['1  undefined undefined undefined']);
    expect(await read('a.yaml', 'items: [a]\n')).toEqual(['1  undefined undefined undefined']);
  });

  test('with an item that is no object are refused', async () => {
    expect(await failure('nodes.json', '{"items":[{"kind":"Node"},7],"kind":"List"}')).toBe('[WrongType] nodes.json, document 1, items[1]: got 7; write a map of fields');
  });
});

describe('documents', () => {
  test('of Helm: comments, empty documents, one after the other', async () => {
    const helm = '---\n# Source: chart/templates/a.yaml\napiVersion: v1\nkind: Node\nmetadata: {name: a}\n---\n# Source: chart/templates/empty.yaml\n---\n\n---\nkind: Pod\n';
    expect(await read('stdin', helm)).toEqual(['1  v1 Node a', '4  undefined Pod undefined']);
  });

  test('of JSON, one after the other', async () => {
    expect(await read('stdin', `${NODE}\n${NODE.replace('"a"', '"b"')}`)).toEqual(['1  v1 Node a', '2  v1 Node b']);
  });

  test('that are no objects are passed over', async () => {
    expect(await read('values.yaml', '- a\n---\njust words\n---\n~\n')).toEqual([]);
    expect(await read('a.json', '[1] "a" null')).toEqual([]);
  });

  test('nothing at all is nothing', async () => {
    expect(await read('stdin')).toEqual([]);
    expect(await read('nodes.json', '\n')).toEqual([]);
  });
});

describe('YAML is read as kubectl reads it', () => {
  async function value(text: string): Promise<unknown> {
    let found: unknown;
    await readObjects(source('stdin', text), (object) => {
      found = object.value;
    });
    return found;
  }

  test.each([['yes', true], ['off', false], ['0777', 511], ['"yes"', 'yes'], ['2026-03-01', '2026-03-01'], ['12:30', '12:30'], ['1e3', 1000]])('%s is %p', async (text, expected) => {
    expect(await value(`value: ${text}`)).toBe(expected);
  });

  test('of a key that is written twice, the last holds', async () => {
    expect(await value('value: 1\nvalue: 2')).toBe(2);
  });

  test('anchors, aliases and merged maps', async () => {
    expect(await value('base: &base {a: 1, b: 2}\nvalue:\n  <<: *base\n  b: 3')).toEqual({ a: 1, b: 3 });
  });
});

describe('what does not parse is told with file, document and line', () => {
  test('YAML', async () => {
    expect(await failure('a.yaml', 'a: 1\n---\nb: 2\nc: {{ .Values.name }}\n  d: 3\n')).toMatch(/^\[NotParsed\] a\.yaml, document 2: is no YAML at line \d+, column \d+: /);
    expect(await failure('a.yaml', 'a: 1\n---\nb: 2\nc: "x\n')).toContain('is no YAML at line 5, column 1');
  });

  test('an alias of nothing', async () => {
    expect(await failure('a.yaml', 'a: *b\n')).toMatch(/^\[NotParsed\] a\.yaml, document 1: is no YAML: .*b/);
  });

  test('an item of JSON', async () => {
    expect(await failure('nodes.json', '{"items":[{"a":1},{"b":}]}')).toMatch(/^\[NotParsed\] nodes\.json, document 1, items\[1\]: is no JSON: /);
  });
});
