import { explain } from './explain';
import { InputError } from './input-error';
import { parseOptions } from './options';
import { lookOf } from './terminal';
import { USAGE } from './usage';
import { writeAll } from './write-all';

/** Put in when the program is bundled. */
declare const NODE_AGENTS_VERSION: string;

async function main(args: readonly string[]): Promise<number> {
  const asked = parseOptions(args);
  if (asked.command === 'help') {
    await writeAll(process.stdout, [USAGE]);
    return 0;
  }
  if (asked.command === 'version') {
    await writeAll(process.stdout, [`${NODE_AGENTS_VERSION}\n`]);
    return 0;
  }
  const { report, broken, notes } = await explain(asked.options, lookOf(process.stdout, process.env), process.stderr);
  await writeAll(process.stdout, report);
  await writeAll(process.stderr, [...notes, ...broken].map((text) => `${text}\n`));
  return broken.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // A fault of the program itself shows where it is; what was given wrong is told in one line.
    process.stderr.write(error instanceof InputError ? `${error.message}\n` : `${(error as Error).stack ?? String(error)}\n`);
    process.exitCode = 2;
  },
);
