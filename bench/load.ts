import { execFileSync } from 'child_process';
import { resolve } from 'path';
import { Sample } from './samples';

const PEERS = ['cdk8s', 'constructs', 'cdk8s-plus-28'].map((name) => `require('${name}');`).join(' ');

/** What is loaded, by what the process does: files of this package are loaded when a name of theirs is first used. */
const PROGRAMS = {
  peers: PEERS,
  withUs: `${PEERS} require('cdk8s-node-agents');`,
  withAnAgent: `${PEERS} require('cdk8s-node-agents').LogAgentDaemonSet;`,
  // What an import of an ECMAScript module does, and each language but JavaScript.
  withEveryName: `${PEERS} Object.values(require('cdk8s-node-agents'));`,
} as const;

export type Loaded = keyof typeof PROGRAMS;

/** Times to load modules, run after run; the same index is the same moment. */
export type LoadTimes = { readonly [what in Loaded]: readonly Sample[] };

/** By turns, each in a process of its own, timed inside it so that the start of Node.js does not flatter the ratio. */
export function measureLoad(runs: number): LoadTimes {
  const names = Object.keys(PROGRAMS) as Loaded[];
  const times = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as { [what in Loaded]: Sample[] };
  // The first run of each only brings the files into the page cache.
  for (let run = -1; run < runs; run++) {
    for (const name of names) {
      const sample = loadTime(PROGRAMS[name]);
      if (run >= 0) {
        times[name].push(sample);
      }
    }
  }
  return times;
}

function loadTime(statements: string): Sample {
  const program = [
    'const before = process.cpuUsage(); const start = performance.now();',
    statements,
    'const milliseconds = performance.now() - start; const { user, system } = process.cpuUsage(before);',
    'console.log(JSON.stringify({ milliseconds, cpu: (user + system) / 1000 }));',
  ].join(' ');
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: resolve(__dirname, '..'), encoding: 'utf8' })) as Sample;
}
