import { ControlPlane } from '../harness/control-plane';
import { runningPids } from '../harness/processes';
import { Runner, Suite } from '../harness/runner';
import { MINUTE, sleep, waitUntil } from '../harness/wait';

/**
 * A proof of its own, made to be interrupted by `interrupts.ts`: started with `ready`, `starting` or `failing`, it prints one line
 * of JSON with what it has started, and then waits for what is done to it.
 */
export interface Started {
  readonly pids: number[];
  readonly ports: number[];
  readonly logs: string;
}

function say(started: Started): void {
  process.stdout.write(`${JSON.stringify(started)}\n`);
}

const FAILING: Suite = {
  claim: 0,
  title: 'Failing',
  lines: ['1.36'],
  tests: () => [{
    name: 'this test throws',
    run: async ({ plane }) => {
      plane.checkAlive();
      say({ ...plane.processes, logs: plane.logs });
      throw new Error('as it should');
    },
  }],
};

async function main(mode: string): Promise<void> {
  if (mode === 'failing') {
    const runner = new Runner(() => true);
    await runner.run({ suite: FAILING, line: '1.36' });
    await runner.stop();
    process.exitCode = runner.tally.failed;
  } else if (mode === 'ready') {
    const plane = await ControlPlane.start('1.36');
    say({ ...plane.processes, logs: plane.logs });
    await sleep(5 * MINUTE);
  } else {
    const starting = ControlPlane.start('1.36');
    await waitUntil('the first two components run', async () => (runningPids().length < 2 ? 'not yet' : undefined), { everyMs: 10 });
    say({ pids: runningPids(), ports: [], logs: '' });
    await starting;
    await sleep(5 * MINUTE);
  }
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
