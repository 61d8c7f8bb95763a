import { describeObject, KubeObject } from '../harness/kube';
import type { Line } from '../harness/programs';
import type { Suite, Test } from '../harness/runner';
import type { World } from '../harness/world';
import { Subject, subjectsFor, daemonSetsOf } from '../subjects';

/** The one warning that may come: output for 1.28 has the AppArmor annotation, because 1.28 does not know the field. */
const APPARMOR_ANNOTATION = /annotations\[container\.apparmor\.security\.beta\.kubernetes\.io\/[^\]]+\]: deprecated since v1\.30; use the "appArmorProfile" field instead$/;

function isAllowed(warning: string, subject: Subject, line: Line): boolean {
  return subject.target === '1.28' && line === '1.36' && APPARMOR_ANNOTATION.test(warning);
}

async function apply(world: World, subject: Subject): Promise<void> {
  await world.ensureNamespaces(subject.objects);
  const applied = await world.kubectl.apply(subject.objects);
  if (applied.code !== 0) {
    throw new Error(`kubectl apply --server-side --validate=strict: exit code ${applied.code}\n${applied.stderr}`);
  }
  const unexpected = applied.warnings.filter((warning) => !isAllowed(warning, subject, world.plane.line));
  if (unexpected.length > 0) {
    throw new Error(`the API server warns:\n${unexpected.join('\n')}`);
  }
  const lines = applied.stdout.trim().split('\n').length;
  if (lines !== subject.objects.length) {
    throw new Error(`${subject.objects.length} objects were sent, the API server stored ${lines}:\n${applied.stdout}`);
  }
}

/** What a user wrote and what only the user may change; status and bookkeeping are the cluster's. */
async function stored(world: World, objects: readonly KubeObject[]): Promise<string[]> {
  return Promise.all(objects.map(async (object) => {
    const live = await world.client.get<KubeObject>(object);
    const { managedFields: _managed, resourceVersion: _version, ...metadata } = live.metadata;
    return `${describeObject(live)} ${JSON.stringify({ ...live, metadata, status: undefined })}`;
  }));
}

function acceptedTests(line: Line): Test[] {
  return subjectsFor(line).flatMap((subject) => [
    {
      name: `${subject.name}, made for ${subject.target}: all ${subject.objects.length} objects are accepted with strict field validation and no warning`,
      run: (world) => apply(world, subject),
    },
    {
      name: `${subject.name}, made for ${subject.target}: no drift, and applying again changes nothing`,
      run: async (world) => {
        await apply(world, subject);
        for (const daemonSet of daemonSetsOf(subject)) {
          await world.waitCovered(daemonSet);
          await world.waitSettled(daemonSet);
        }
        const before = await stored(world, subject.objects);
        const diff = await world.kubectl.diff(subject.objects);
        if (diff !== '') {
          throw new Error(`kubectl diff --server-side is not empty:\n${diff}`);
        }
        await apply(world, subject);
        const after = await stored(world, subject.objects);
        const changed = after.filter((text, index) => text !== before[index]);
        if (changed.length > 0) {
          throw new Error(`applying the same again changed:\n${changed.join('\n')}`);
        }
        await world.removeAll(subject.objects);
      },
    },
  ]);
}

export const accepted: Suite = {
  claim: 1,
  title: 'Accepted, and no drift',
  lines: ['1.36', '1.28'],
  setUp: async (world) => {
    await world.join(
      { name: 'linux', count: 2, labels: { disktype: 'ssd' } },
      { name: 'windows', count: 1, os: 'windows' },
    );
  },
  tests: acceptedTests,
};
