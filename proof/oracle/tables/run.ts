import { harvest } from './harvest';
import { NODE_TABLES } from './node-tables';
import { ROOM_TABLES } from './room-tables';
import { duration } from '../../harness/progress';

const TABLES = [...NODE_TABLES, ...ROOM_TABLES];

/** Compares all rows. Gives what was compared, table by table. @throws at differences, or when a table is not what it was. */
export async function compareTables(): Promise<string> {
  const start = Date.now();
  const rows = await harvest(TABLES);
  const lines: string[] = [];
  const failures: string[] = [];
  let total = 0;
  for (const table of TABLES) {
    const all = rows.get(table.name)!;
    const compared = all.filter(({ skipped }) => skipped === undefined);
    const skipped = all.flatMap((row) => row.skipped ?? []);
    const whys = [...new Set(skipped)].map((why) => `${skipped.filter((one) => one === why).length}: ${why}`);
    total += compared.length;
    lines.push(`  ${table.name}: ${compared.length} rows${whys.length === 0 ? '' : `, passed over ${whys.join('; ')}`}`);
    failures.push(...compared.filter((row) => !table.agrees(row)).map((row) => `${table.name}: the engine does not agree with ${JSON.stringify(row)}`));
    if (compared.length < table.least) {
      failures.push(`${table.name}: only ${compared.length} rows were read, and ${table.least} were there before`);
    }
  }
  if (failures.length > 0) {
    throw new Error(failures.join('\n'));
  }
  return [`${total} rows of ${TABLES.length} tables of upstream's tests agree, ${duration(Date.now() - start)}`, ...lines].join('\n');
}

if (require.main === module) {
  compareTables().then(
    (summary) => process.stdout.write(`${summary}\n`),
    (error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
