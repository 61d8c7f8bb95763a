import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join, relative, resolve } from 'path';
import * as ts from 'typescript';

/*
 * Writes docs/errors.md from the messages themselves, so that the list cannot go stale:
 * `tsx scripts/errors.ts` writes it, `tsx scripts/errors.ts --check` fails when it is not what the sources give.
 */

const root = resolve(__dirname, '..');
const target = join(root, 'docs/errors.md');

interface Message {
  readonly code: string;
  readonly text: string;
  readonly file: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The words of a message, what is filled in shown as `…`; undefined when it is made elsewhere. */
function words(node: ts.Node | undefined): string | undefined {
  if (node === undefined) {
    return undefined;
  }
  if (ts.isStringLiteralLike(node)) {
    return node.text;
  }
  return ts.isTemplateExpression(node) ? [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('…') : undefined;
}

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = node.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText() === name);
  return found === undefined ? undefined : (found as ts.PropertyAssignment).initializer;
}

/** Messages are `fail(code, where, message)` and problems `{ code, message }`; a helper that is given its code by its callers has none here. */
function messagesOf(file: string): Message[] {
  const found: Message[] = [];
  const add = (code: string | undefined, text: string | undefined) => {
    if (code !== undefined && text !== undefined) {
      found.push({ code, text, file: relative(root, file) });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'fail') {
      add(words(node.arguments[0]), words(node.arguments[2]));
    } else if (ts.isObjectLiteralExpression(node)) {
      add(words(property(node, 'code')), words(property(node, 'message')));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true));
  return found;
}

const messages = sources(join(root, 'src')).flatMap(messagesOf);
const rows = messages.map(({ code, text, file }) => `| \`${code}\` | ${text.replace(/\|/g, '\\|')} | \`${file}\` |`);
const page = [
  '# Messages',
  '',
  'Every message has the form `[Code] where: what was got; what to write instead`. `where` is the construct\'s path, or the factory that was called.',
  'Mistakes that can be seen where they are made are thrown there; mistakes between fields are found by `app.synth()`, all together.',
  '',
  'Made from the sources by `npm run docs:generate`; `…` stands for what is filled in.',
  '',
  '| code | message | source |',
  '|---|---|---|',
  ...[...new Set(rows)].sort((a, b) => (a < b ? -1 : 1)),
  '',
].join('\n');

if (!process.argv.includes('--check')) {
  writeFileSync(target, page);
} else if (readFileSync(target, 'utf8') !== page) {
  console.error('docs/errors.md is not what the sources give: run npm run docs:generate');
  process.exit(1);
}
