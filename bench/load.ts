import { execFileSync } from 'child_process';
import { resolve } from 'path';
import { Sample } from './samples';

const PEERS = ['cdk8s', 'constructs', 'cdk8s-plus-28'];

/** Times to load modules, run after run; the same index is the same moment. */
export interface LoadTimes {
  readonly peers: readonly Sample[];
  readonly withUs: readonly Sample[];
}

/** The peers alone, and the peers and this package, by turns; each in a process of its own, timed inside it so that the start of Node.js does not flatter the ratio. */
export function measureLoad(runs: number): LoadTimes {
  const withUs = [...PEERS, 'cdk8s-node-agents'];
  // The first run of each only brings the files into the page cache.
  loadTime(PEERS);
  loadTime(withUs);
  const pairs = Array.from({ length: runs }, () => [loadTime(PEERS), loadTime(withUs)]);
  return { peers: pairs.map(([peers]) => peers), withUs: pairs.map(([, both]) => both) };
}

function loadTime(modules: readonly string[]): Sample {
  const program = [
    'const before = process.cpuUsage(); const start = performance.now();',
    ...modules.map((name) => `require('${name}');`),
    'const milliseconds = performance.now() - start; const { user, system } = process.cpuUsage(before);',
    'console.log(JSON.stringify({ milliseconds, cpu: (user + system) / 1000 }));',
  ].join(' ');
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: resolve(__dirname, '..'), encoding: 'utf8' })) as Sample;
}
