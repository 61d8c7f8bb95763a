import type { Suite } from '../harness/runner';
import { NODE_EXPORTER } from '../real-programs/node-exporter';
import { OTEL_COLLECTOR } from '../real-programs/otel-collector';
import { OWN_AGENT } from '../real-programs/own-agent';
import { RealProgram, runCase } from '../real-programs/program';

/** Agents whose programs can be had from registries. */
const PROGRAMS: readonly RealProgram[] = [OWN_AGENT, NODE_EXPORTER, OTEL_COLLECTOR];

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
  }))),
};
