import { InputError } from './input-error';
import { Named, take } from './read-manifests';
import { Watcher, readObjects } from './read-objects';
import { Source } from './source';
import { KubeNode } from '../placement';
import { readNode } from '../placement/input/read-objects';

/** Told of each node that was read. */
export interface NodeWatcher extends Watcher {
  object(): void;
}

/**
 * Nodes as `kubectl get nodes -o json` or `-o yaml` prints them, of which only what placement reads is kept.
 *
 * @throws InputError
 */
export async function readNodes(sources: readonly Source[], watcher?: NodeWatcher): Promise<readonly KubeNode[]> {
  const nodes = new Named<KubeNode>('Node');
  for (const source of sources) {
    const before = nodes.all.length;
    const others = new Map<string, number>();
    await readObjects(source, (object, place) => {
      if (object.kind === 'Node') {
        const node = take(object, place, readNode);
        nodes.add(node.metadata.name, node, place);
        watcher?.object();
      } else {
        const kind = typeof object.kind === 'string' ? object.kind : 'object without a kind';
        others.set(kind, (others.get(kind) ?? 0) + 1);
      }
    }, watcher);
    if (nodes.all.length === before) {
      const found = [...others].map(([kind, count]) => `${count} × ${kind}`);
      throw new InputError(source.name, {
        code: 'NoNodes', message: `has no Node in it, but ${found.join(', ') || 'nothing'}; write what kubectl get nodes -o json prints into it`,
      });
    }
  }
  return nodes.all;
}
