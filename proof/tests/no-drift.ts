import { batchesOf, Member, objectsOf, Stage } from '../harness/batches';
import { describeObject, KubeObject } from '../harness/kube';
import { inParallel } from '../harness/nodes';
import type { Suite } from '../harness/runner';
import type { World } from '../harness/world';
import { daemonSetsOf, Subject, subjectsFor } from '../subjects';
import { applyBatch } from './apply';

/** An object without what the cluster keeps about it: what is left only its author may change. */
async function stored(world: World, objects: readonly KubeObject[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await inParallel(objects, async (object) => {
    const live = await world.client.get<KubeObject>(object);
    const { managedFields: _managed, resourceVersion: _version, ...metadata } = live.metadata;
    // A ServiceAccount, a Namespace or a quota has no spec of its own kind; all but the status is compared.
    texts.set(describeObject(object), JSON.stringify({ ...live, metadata, status: undefined }));
  });
  return texts;
}

async function drift(world: World, batch: readonly Subject[]): Promise<Map<Member, string>> {
  const complaints = await applyBatch(world, batch);
  if (complaints.size > 0) {
    return complaints;
  }
  await Promise.all(batch.flatMap(daemonSetsOf).map(async (daemonSet) => {
    await world.waitCovered(daemonSet);
    await world.waitSettled(daemonSet);
  }));
  const objects = objectsOf(batch);
  const before = await stored(world, objects);
  const together = await world.kubectl.diff(objects);
  for (const subject of together === '' ? [] : batch) {
    const alone = await world.kubectl.diff(subject.objects);
    if (alone !== '') {
      complaints.set(subject, `kubectl diff --server-side is not empty:\n${alone}`);
    }
  }
  await world.kubectl.applyOk(objects);
  const after = await stored(world, objects);
  for (const subject of batch) {
    const changed = subject.objects.map(describeObject).filter((key) => before.get(key) !== after.get(key));
    if (changed.length > 0) {
      complaints.set(subject, `applying the same again changed:\n${changed.map((key) => `${key}\n- ${before.get(key)}\n+ ${after.get(key)}`).join('\n')}`);
    }
  }
  return complaints;
}

export const noDrift: Suite = {
  claim: 2,
  title: 'No drift',
  lines: ['1.36', '1.28'],
  setUp: async (world) => {
    await world.join(
      { name: 'linux', count: 2, labels: { disktype: 'ssd' } },
      { name: 'windows', count: 1, os: 'windows' },
    );
  },
  tests: (line) => {
    const stage = new Stage(drift);
    return batchesOf(subjectsFor(line), 20).flatMap((batch) => batch.map((subject) => ({
      name: `${subject.name}, made for ${subject.target}: kubectl diff is empty, and applying again changes neither generation nor spec`,
      run: async (world) => {
        const text = (await stage.enter(world, batch)).get(subject);
        if (text !== undefined) {
          throw new Error(text);
        }
      },
    })));
  },
};
