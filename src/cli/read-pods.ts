import { take } from './read-manifests';
import { NodeWatcher } from './read-nodes';
import { readObjects } from './read-objects';
import { Source } from './source';
import { KubePod } from '../placement';
import { readPod } from '../placement/input/read-objects';

/**
 * Pods as `kubectl get pods -A -o json` or `-o yaml` prints them. Only those that are on a node take anything of one.
 *
 * @throws InputError
 */
export async function readPods(sources: readonly Source[], watcher?: NodeWatcher): Promise<readonly KubePod[]> {
  const pods: KubePod[] = [];
  for (const source of sources) {
    await readObjects(source, (object, place) => {
      if (object.kind === 'Pod') {
        pods.push(take(object, place, readPod));
        watcher?.object();
      }
    }, watcher);
  }
  return pods;
}
