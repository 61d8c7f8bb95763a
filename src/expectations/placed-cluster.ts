import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { NodePool } from './node-pool';
import { KubeDaemonSet, KubeNode, Placement, place } from '../placement';
import { BadValue, Fields } from '../placement/input/field';
import { isDaemonSet, isPriorityClass, readDaemonSet, readPriorityClass } from '../placement/input/read-objects';
import { Alike, poolByPool } from '../placement/tell';

/** What one cluster puts on the nodes of some pools: all its DaemonSets placed together, as they are in its manifests, patches and all. */
export class PlacedCluster {
  /** Reads every manifest below `root` anew, for anything may have been added. */
  public static of(root: IConstruct, pools: readonly NodePool[]): PlacedCluster {
    const daemonSets = new Map<ApiObject, KubeDaemonSet>();
    const faults = new Map<ApiObject, BadValue>();
    const priorityClasses = [];
    for (const object of root.node.findAll()) {
      if (ApiObject.isApiObject(object) && (isDaemonSet(typeOf(object)) || isPriorityClass(typeOf(object)))) {
        try {
          const manifest = object.toJson() as Fields;
          if (isDaemonSet(manifest)) {
            daemonSets.set(object, readDaemonSet(manifest));
          } else {
            priorityClasses.push(readPriorityClass(manifest));
          }
        } catch (error) {
          // What cannot be rendered is told by the object itself; what placement cannot read, by whoever asks about it.
          if (error instanceof BadValue) {
            faults.set(object, error);
          }
        }
      }
    }
    const ranges = new Map<NodePool, ReadonlySet<number>>();
    const nodes: KubeNode[] = [];
    for (const pool of new Set(pools)) {
      const own = pool._nodes();
      ranges.set(pool, new Set(own.map((_, i) => nodes.length + i)));
      nodes.push(...own);
    }
    return new PlacedCluster([...daemonSets.keys()], faults, ranges, nodes, place({ daemonSets: [...daemonSets.values()], nodes, priorityClasses }));
  }

  private constructor(
    private readonly objects: readonly ApiObject[],
    private readonly faults: ReadonlyMap<ApiObject, BadValue>,
    private readonly ranges: ReadonlyMap<NodePool, ReadonlySet<number>>,
    private readonly nodes: readonly KubeNode[],
    private readonly placement: Placement,
  ) {}

  /** What in the manifest cannot be read, so that nothing can be said of where it goes. */
  public faultOf(daemonSet: ApiObject): BadValue | undefined {
    return this.faults.get(daemonSet);
  }

  /** What becomes of the DaemonSet on the nodes of the pool; undefined when its manifest cannot be rendered or read. */
  public on(daemonSet: ApiObject, pool: NodePool): Alike[] | undefined {
    const index = this.objects.indexOf(daemonSet);
    if (index < 0) {
      return undefined;
    }
    const names = this.nodes.map(({ metadata }) => metadata.name);
    return poolByPool(this.placement, names, index, this.ranges.get(pool)).map((alike) => ({ ...alike, pool: pool.name }));
  }
}

function typeOf({ apiVersion, kind }: ApiObject): Fields {
  return { apiVersion, kind };
}
