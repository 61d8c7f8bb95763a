import { modulesOf } from '../../catalogue/discover';
import type { Suite } from '../harness/runner';
import { MINUTE } from '../harness/wait';
import { RealProgram, runCase } from '../real-programs/program';

/** Agents whose programs can be had from registries: one joins with a file. */
const PROGRAMS = modulesOf<{ readonly program: RealProgram }>(`${__dirname}/../real-programs/agents`).map(({ program }) => program);

export const realPrograms: Suite = {
  claim: 10,
  title: 'Real programs',
  lines: ['1.36'],
  setUp: async (world) => {
    await world.join({ name: 'machine', count: 1 });
  },
  tests: () => PROGRAMS.flatMap((program) => program.cases.map((one) => ({
    name: `${program.className} runs the ${program.program}: ${one.name}`,
    run: (world) => runCase(world, program, one),
    // The first of a program builds it where the cache has none.
    timeoutMs: 20 * MINUTE,
  }))),
};
