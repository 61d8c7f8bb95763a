import { InputError, placeWords, reading } from './input-error';
import { Place, Watcher, readObjects } from './read-objects';
import { Source } from './source';
import { show } from '../errors';
import { KubeDaemonSet, KubePriorityClass } from '../placement';
import { Fields, pathOf } from '../placement/input/field';
import { isDaemonSet, isPriorityClass, readDaemonSet, readPriorityClass } from '../placement/input/read-objects';

export interface Manifests {
  readonly daemonSets: readonly KubeDaemonSet[];
  readonly priorityClasses: readonly KubePriorityClass[];
}

/**
 * DaemonSets and PriorityClasses of anybody's manifests; everything else is passed over.
 *
 * @throws InputError
 */
export async function readManifests(sources: readonly Source[], watcher?: Watcher): Promise<Manifests> {
  const daemonSets = new Named<KubeDaemonSet>('DaemonSet');
  const priorityClasses = new Named<KubePriorityClass>('PriorityClass');
  for (const source of sources) {
    await readObjects(source, (object, place) => {
      if (isDaemonSet(object)) {
        const read = take(object, place, readDaemonSet);
        daemonSets.add(`${read.metadata.namespace ?? 'default'}/${read.metadata.name}`, read, place);
      } else if (isPriorityClass(object)) {
        const read = take(object, place, readPriorityClass);
        priorityClasses.add(read.metadata.name, read, place);
      }
    }, watcher);
  }
  return { daemonSets: daemonSets.all, priorityClasses: priorityClasses.all };
}

/** Reads an object, and says where it stands when it is not what it should be. */
export function take<T>(object: Fields, { file, document, at }: Place, read: (object: Fields, at: Place['at']) => T): T {
  return reading(file, document, () => read(object, at));
}

/** Objects of one cluster: each name once. */
export class Named<T> {
  public readonly all: T[] = [];
  private readonly places = new Map<string, Place>();

  constructor(private readonly kind: string) {}

  public add(name: string, object: T, place: Place): void {
    const other = this.places.get(name);
    if (other !== undefined) {
      throw new InputError(words(place), {
        code: 'GivenTwice', message: `${this.kind} ${show(name)} is also in ${words(other)}; give what one cluster has, each object once`,
      });
    }
    this.places.set(name, place);
    this.all.push(object);
  }
}

function words({ file, document, at }: Place): string {
  return placeWords(file, document, pathOf(at));
}
