import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import type { Row } from './compare';
import { Table } from './table';
import { execOk } from '../../harness/exec';
import { Progress } from '../../harness/progress';
import { moduleSources } from '../../harness/toolchain';
import { MINUTE } from '../../harness/wait';

/*
 * Reads the tables of upstream's tests as data: a copy of each package gets, in the loop over its table, a line that writes the row down, and its
 * tests are run. The copies are packages of a module of their own, so that all they import comes from the module cache as it is.
 */

const ORACLE = path.dirname(__dirname);

/** Table name → its rows; a row that is passed over has only `skipped`, why. */
export async function harvest(tables: readonly Table[]): Promise<ReadonlyMap<string, readonly Row[]>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tables-'));
  try {
    writeModule(folder);
    const packages = [...groupBy(tables, (table) => `${table.module}/${table.folder}`).values()];
    for (const [index, group] of packages.entries()) {
      await copyPackage(path.join(folder, `package${index}`), group);
    }
    const rows = path.join(folder, 'rows');
    fs.mkdirSync(rows);
    const tests = [...new Set(tables.map(({ test }) => test))].join('|');
    const progress = new Progress();
    progress.show('running upstream\'s tests (the first time, their packages are compiled)');
    await execOk('go', ['test', '-count=1', '-vet=off', '-p', '2', '-run', `^(${tests})$`, './...'],
      { cwd: folder, env: { HARVEST: rows, GOFLAGS: '-mod=mod' }, timeoutMs: 30 * MINUTE });
    return new Map(tables.map((table) => [table.name, readRows(path.join(rows, fileOf(table)))]));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The oracle's own module file: the same versions, the same checksums. */
function writeModule(folder: string): void {
  const text = fs.readFileSync(path.join(ORACLE, 'go.mod'), 'utf8').replace(/^module .*$/m, 'module cdk8s-node-agents.dev/proof/tables');
  fs.writeFileSync(path.join(folder, 'go.mod'), text);
  fs.copyFileSync(path.join(ORACLE, 'go.sum'), path.join(folder, 'go.sum'));
}

async function copyPackage(target: string, tables: readonly Table[]): Promise<void> {
  const [{ module, folder }] = tables;
  const source = path.join(await moduleSources(ORACLE, module), folder);
  fs.mkdirSync(target);
  for (const entry of fs.readdirSync(source, { withFileTypes: true })) {
    if (entry.isFile()) {
      fs.writeFileSync(path.join(target, entry.name), fs.readFileSync(path.join(source, entry.name)));
    }
  }
  for (const [file, group] of groupBy(tables, (table) => table.file)) {
    const text = group.reduce(instrumented, fs.readFileSync(path.join(source, file), 'utf8'));
    fs.writeFileSync(path.join(target, file), text);
    fs.writeFileSync(path.join(target, 'harvest_test.go'), HARVEST.replace('PACKAGE', /^package (\w+)$/m.exec(text)![1]));
  }
}

/** The text of a test file with the line that writes rows down. @throws when upstream's test is not as it is described */
function instrumented(text: string, table: Table): string {
  const name = table.inside ?? table.test;
  const start = text.indexOf(`\nfunc ${name}(`);
  const end = text.indexOf('\n}\n', start);
  const at = start === -1 ? -1 : text.lastIndexOf(`\t${table.after}\n`, end);
  if (at < start || at === -1) {
    throw new Error(`table ${table.name}: ${table.module}/${table.folder}/${table.file} has no line "${table.after}" in ${name}; describe the table anew`);
  }
  const after = at + table.after.length + 2;
  return `${text.slice(0, after)}${statement(table)}\n${text.slice(after)}`;
}

function statement(table: Table): string {
  const write = (row: { readonly [field: string]: string }) =>
    `harvestRow(${JSON.stringify(fileOf(table))}, map[string]any{${Object.entries(row).map(([field, value]) => `${JSON.stringify(field)}: ${value}`).join(', ')}})`;
  const skips = (table.skip ?? []).map(([condition, why]) => `if ${condition} { ${write({ skipped: JSON.stringify(why) })} } else `);
  return `${skips.join('')}${skips.length === 0 ? '' : '{ '}${write(table.row)}${skips.length === 0 ? '' : ' }'}`;
}

function fileOf({ name }: Table): string {
  return name.replace(/\W+/g, '-');
}

function readRows(file: string): Row[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row) : [];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    groups.set(keyOf(item), [...groups.get(keyOf(item)) ?? [], item]);
  }
  return groups;
}

const HARVEST = `package PACKAGE

import (
	"encoding/json"
	"os"
)

func harvestRow(file string, row map[string]any) {
	text, err := json.Marshal(row)
	if err != nil {
		panic(err)
	}
	out, err := os.OpenFile(os.Getenv("HARVEST")+"/"+file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		panic(err)
	}
	defer out.Close()
	if _, err := out.Write(append(text, '\\n')); err != nil {
		panic(err)
	}
}
`;
