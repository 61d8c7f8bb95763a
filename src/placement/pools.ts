import { KubeNode, KubeTaint } from './kube';
import { showTaint } from './taints';
import { POOL_LABELS } from '../platforms/node-pools';

const PROVIDERS = Object.values(POOL_LABELS).map(({ key }) => key);
const HOST_NAME = 'kubernetes.io/hostname';

/** Nodes that people think of as one. */
export interface Pool {
  /** Of the provider's label; undefined where the nodes have none. */
  readonly label?: { readonly key: string; readonly value: string };
  readonly taints: readonly KubeTaint[];
  /** What all names have in common at their beginning. */
  prefix: string;
  nodes: number;
}

/** Puts nodes into pools: by the provider's label, else with those that have equal labels (the host name aside), taints and allocatable amounts. */
export class Pools {
  public readonly all: Pool[] = [];
  private readonly byKey = new Map<string, number>();

  public indexOf(node: KubeNode): number {
    const key = poolLabel(node);
    const id = key === undefined ? likeness(node) : `${key}=${node.metadata.labels![key]}`;
    const known = this.byKey.get(id);
    if (known !== undefined) {
      const pool = this.all[known];
      pool.nodes += 1;
      pool.prefix = commonPrefix(pool.prefix, node.metadata.name);
      return known;
    }
    const label = key === undefined ? {} : { label: { key, value: node.metadata.labels![key] } };
    this.byKey.set(id, this.all.length);
    return this.all.push({ ...label, taints: node.spec?.taints ?? [], prefix: node.metadata.name, nodes: 1 }) - 1;
  }

  /** A name for each, all different unless two providers' labels have one value. */
  public names(): string[] {
    const taken = new Set(this.all.flatMap(({ label }) => (label === undefined ? [] : [label.value])));
    return this.all.map((pool) => {
      if (pool.label !== undefined) {
        return pool.label.value;
      }
      const base = pool.nodes === 1 ? pool.prefix : `${cut(pool.prefix)}*`;
      const tainted = pool.taints.length === 0 ? base : `${base} ${pool.taints.map(showTaint).join(',')}`;
      let name = taken.has(base) ? tainted : base;
      for (let count = 2; taken.has(name); count++) {
        name = `${tainted} (${count})`;
      }
      taken.add(name);
      return name;
    });
  }
}

/** The provider's label by which the node's pool is named, where it has one. */
export function poolLabel(node: KubeNode): string | undefined {
  const labels = node.metadata.labels ?? {};
  return PROVIDERS.find((key) => labels[key] !== undefined);
}

/** Equal for nodes that are alike, in whatever order things are written; there are no control characters in names and values. */
function likeness({ metadata, spec, status }: KubeNode): string {
  return `${pairs(metadata.labels ?? {})}\u0002${(spec?.taints ?? []).map(showTaint).sort().join('\u0001')}\u0002${pairs(status?.allocatable ?? {})}`;
}

function pairs(object: { readonly [name: string]: string | number }): string {
  let text = '';
  for (const name of Object.keys(object).sort()) {
    if (name !== HOST_NAME) {
      text += `${name}\u0001${object[name]}\u0001`;
    }
  }
  return text;
}

function commonPrefix(prefix: string, name: string): string {
  let end = prefix.length;
  while (!name.startsWith(prefix.slice(0, end))) {
    end--;
  }
  return end === prefix.length ? prefix : prefix.slice(0, end);
}

/** Back to the last separator, or before digits that only by chance begin alike. */
function cut(prefix: string): string {
  const end = Math.max(prefix.lastIndexOf('-'), prefix.lastIndexOf('.'), prefix.lastIndexOf('_'));
  return end > 0 ? prefix.slice(0, end + 1) : prefix.replace(/\d+$/, '');
}
