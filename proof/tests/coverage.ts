import { CATALOGUE } from '../catalogue';
import { batchesOf, Member, Stage } from '../harness/batches';
import { eligibleNodes } from '../harness/eligible';
import type { Line } from '../harness/programs';
import type { Suite } from '../harness/runner';
import { waitUntil } from '../harness/wait';
import { CATALOGUE_FILES, agentsAsTheyCome, daemonSetsOf, oneForEachPlacement, PLAIN_AGENT, Subject, subjectsFor } from '../subjects';
import { applyBatch, failOn } from './apply';
import { MIXED_FLEET } from './fleet';

const FLEET_SIZE = MIXED_FLEET.reduce((sum, pool) => sum + pool.count, 0);

/** The article, the examples, every agent as it comes, which is what the catalogue has as well; and once, with the base that all agents share, the options that place it elsewhere. */
function placed(line: Line): Subject[] {
  const typed = CATALOGUE.map((entry) => entry.className).filter((name) => name !== PLAIN_AGENT);
  return [...agentsAsTheyCome(line), ...subjectsFor(line).filter(({ name, owner }) => !typed.includes(owner) && !name.startsWith(CATALOGUE_FILES))];
}

export const coverage: Suite = {
  claim: 3,
  title: 'Coverage',
  lines: ['1.36', '1.28'],
  setUp: async (world) => {
    await world.join(...MIXED_FLEET);
  },
  tests: (line) => {
    const stage = new Stage<Subject, Map<Member, string>>(applyBatch);
    // The older controller is asked about each way of placing once, whoever has it; the newer one about every agent.
    const subjects = oneForEachPlacement(placed(line), line === '1.36').filter((subject) => daemonSetsOf(subject).length > 0);
    return batchesOf(subjects, 12).flatMap((batch) => batch.map((subject) => ({
      name: `${subject.name}, made for ${subject.target}: on ${FLEET_SIZE} mixed nodes, pods stand on exactly the nodes that targeting and tolerations say`,
      run: async (world) => {
        failOn(await stage.enter(world, batch), subject);
        const counts: string[] = [];
        for (const daemonSet of daemonSetsOf(subject)) {
          await world.waitCovered(daemonSet);
          const expected = eligibleNodes(daemonSet, await world.nodes()).length;
          await waitUntil(`the controller wants ${daemonSet.metadata.name} on the ${expected} eligible nodes and counts none misplaced`, async () => {
            const { status } = await world.daemonSet(daemonSet);
            const { desiredNumberScheduled, numberMisscheduled, numberReady } = status ?? {};
            return desiredNumberScheduled === expected && numberMisscheduled === 0 && numberReady === expected ? undefined : JSON.stringify(status);
          }, { giveUp: () => world.dead() });
          if (expected === 0 || expected === FLEET_SIZE) {
            throw new Error(`${daemonSet.metadata.name}: ${expected} of ${FLEET_SIZE} nodes are eligible, so that this proves nothing about targeting`);
          }
          counts.push(`${daemonSet.metadata.name} on ${expected}`);
        }
        return counts.join(', ');
      },
    })));
  },
};
