import { Member, objectsOf } from '../harness/batches';
import type { Applied } from '../harness/kubectl';
import type { World } from '../harness/world';
import type { Subject } from '../subjects';

/** The one warning that may come: output for versions before 1.30 has the AppArmor annotation, because they do not know the field. */
const APPARMOR_ANNOTATION = /annotations\[container\.apparmor\.security\.beta\.kubernetes\.io\/[^\]]+\]: deprecated since v1\.30; use the "appArmorProfile" field instead$/;

function unexpectedWarnings(applied: Applied, subjects: readonly Subject[], line: string): string[] {
  const allowed = line !== '1.28' && subjects.some((subject) => subject.target < '1.30');
  return applied.warnings.filter((warning) => !(allowed && APPARMOR_ANNOTATION.test(warning)));
}

/** What is wrong with applying these objects, if anything: a refusal, a warning, an object that was not stored. */
export function complaint(applied: Applied, subjects: readonly Subject[], line: string): string | undefined {
  if (applied.code !== 0) {
    return `kubectl apply --server-side --validate=strict: exit code ${applied.code}\n${applied.stderr}`;
  }
  const warnings = unexpectedWarnings(applied, subjects, line);
  if (warnings.length > 0) {
    return `the API server warns:\n${warnings.join('\n')}`;
  }
  const sent = objectsOf(subjects).length;
  const stored = applied.stdout.trim().split('\n').length;
  return stored === sent ? undefined : `${sent} objects were sent, the API server stored ${stored}:\n${applied.stdout}`;
}

/** Applies a batch with one kubectl. Only when something is wrong each member is applied alone, to say whose fault it is. */
export async function applyBatch(world: World, batch: readonly Subject[]): Promise<Map<Member, string>> {
  const objects = objectsOf(batch);
  await world.ensureNamespaces(objects);
  const together = complaint(await world.kubectl.apply(objects), batch, world.plane.line);
  const complaints = new Map<Member, string>();
  if (together === undefined) {
    return complaints;
  }
  for (const subject of batch) {
    const alone = complaint(await world.kubectl.apply(subject.objects), [subject], world.plane.line);
    if (alone !== undefined) {
      complaints.set(subject, alone);
    }
  }
  if (complaints.size === 0) {
    batch.forEach((subject) => complaints.set(subject, `alone nothing is wrong, together with ${batch.length - 1} others: ${together}`));
  }
  return complaints;
}

export function failOn(complaints: Map<Member, string>, subject: Subject): void {
  const text = complaints.get(subject);
  if (text !== undefined) {
    throw new Error(text);
  }
}
