import { batchesOf, Member, Stage } from '../harness/batches';
import { eligibleNodes } from '../harness/eligible';
import type { Suite } from '../harness/runner';
import { daemonSetsOf, oneForEachPlacement, Subject, subjectsFor } from '../subjects';
import { applyBatch, failOn } from './apply';
import { MIXED_FLEET } from './fleet';

const FLEET_SIZE = MIXED_FLEET.reduce((sum, pool) => sum + pool.count, 0);

export const coverage: Suite = {
  claim: 3,
  title: 'Coverage',
  lines: ['1.36', '1.28'],
  setUp: async (world) => {
    await world.join(...MIXED_FLEET);
  },
  tests: (line) => {
    const stage = new Stage<Subject, Map<Member, string>>(applyBatch);
    const subjects = oneForEachPlacement(subjectsFor(line)).filter((subject) => daemonSetsOf(subject).length > 0);
    return batchesOf(subjects, 8).flatMap((batch) => batch.map((subject) => ({
      name: `${subject.name}, made for ${subject.target}: on ${FLEET_SIZE} mixed nodes, pods stand on exactly the nodes that targeting and tolerations say`,
      run: async (world) => {
        failOn(await stage.enter(world, batch), subject);
        const counts: string[] = [];
        for (const daemonSet of daemonSetsOf(subject)) {
          await world.waitCovered(daemonSet);
          const live = await world.waitSettled(daemonSet);
          const expected = eligibleNodes(live, await world.nodes()).length;
          const { desiredNumberScheduled, numberMisscheduled } = live.status ?? {};
          if (desiredNumberScheduled !== expected || numberMisscheduled !== 0) {
            throw new Error(`${live.metadata.name}: ${expected} nodes are eligible, the controller wants ${desiredNumberScheduled} and counts ${numberMisscheduled} misplaced`);
          }
          if (expected === 0 || expected === FLEET_SIZE) {
            throw new Error(`${live.metadata.name}: ${expected} of ${FLEET_SIZE} nodes are eligible, so that this proves nothing about targeting`);
          }
          counts.push(`${live.metadata.name} on ${expected}`);
        }
        return counts.join(', ');
      },
    })));
  },
};
