import type { DaemonSet, KubeObject, Node, Pod } from './kube';
import { place } from '../../src/placement';
import type { Decision, PlacementInput } from '../../src/placement/report';

/** What the library's own engine says of these DaemonSets, placed together, before anything is applied. */
export function told(daemonSets: readonly DaemonSet[], nodes: readonly Node[], pods: readonly Pod[] = [], objects: readonly KubeObject[] = []): Decision[] {
  const priorityClasses = objects.filter((object) => object.kind === 'PriorityClass');
  // The same JSON, in the types of either side.
  return [...place({ daemonSets, nodes, pods, priorityClasses } as unknown as PlacementInput).decisions()];
}

/** Nodes on which the engine says that the controller puts a pod. */
export function toldNodes(daemonSet: DaemonSet, nodes: readonly Node[]): string[] {
  return told([daemonSet], nodes).filter(({ shouldRun }) => shouldRun).map(({ node }) => node).sort();
}
