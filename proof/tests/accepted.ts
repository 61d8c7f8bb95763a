import { batchesOf, Stage } from '../harness/batches';
import type { Suite } from '../harness/runner';
import { subjectsFor } from '../subjects';
import { applyBatch, failOn } from './apply';

export const accepted: Suite = {
  claim: 1,
  title: 'Accepted',
  lines: ['1.36', '1.28'],
  tests: (line) => {
    const stage = new Stage(applyBatch);
    return batchesOf(subjectsFor(line), 20).flatMap((batch) => batch.map((subject) => ({
      name: `${subject.name}, made for ${subject.target}: ${subject.objects.length} objects are accepted with strict field validation and without a warning`,
      run: async (world) => failOn(await stage.enter(world, batch), subject),
    })));
  },
};
