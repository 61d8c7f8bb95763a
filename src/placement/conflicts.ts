import { Agents } from './agent';
import { Eligibility } from './controller';
import { EligibilityClass } from './likeness';
import { portsClash } from './ports';
import { PortConflict } from './report';

/** Two agents, by index, that want one port. */
interface Clash {
  readonly a: number;
  readonly b: number;
  readonly port: number;
  readonly protocol: string;
}

interface Found {
  readonly port: number;
  readonly protocol: string;
  readonly daemonSets: string[];
  nodes: number;
}

/** Counts on how many nodes which agents want the same port. */
export class Conflicts {
  private readonly clashes: readonly Clash[];
  private readonly found = new Map<string, Found>();
  private readonly byKind = new Map<EligibilityClass, readonly Found[]>();

  public constructor(private readonly agents: Agents) {
    this.clashes = agents.all.flatMap(({ pod }, a) => agents.all.slice(a + 1).flatMap((other, offset) => {
      const shared = pod.ports.filter((port) => other.pod.ports.some((theirs) => portsClash(port, theirs)));
      return shared.map(({ port, protocol }) => ({ a, b: a + 1 + offset, port, protocol }));
    }));
  }

  /** One more node of a kind. */
  public add(kind: EligibilityClass): void {
    let here = this.byKind.get(kind);
    if (here === undefined) {
      here = this.foundOn(kind.of);
      this.byKind.set(kind, here);
    }
    here.forEach((found) => { found.nodes += 1; });
  }

  /** By port, then by protocol, then in the order of the DaemonSets. */
  public list(): PortConflict[] {
    return [...this.found.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : 0));
  }

  private foundOn(eligible: readonly Eligibility[]): Found[] {
    const here = this.clashes.filter(({ a, b }) => eligible[a].shouldRun && eligible[b].shouldRun);
    return [...groupBy(here, ({ port, protocol }) => `${port}/${protocol}`)].flatMap(([key, clashes]) => components(clashes).map((members) => {
      const id = `${key} ${members.join()}`;
      const found = this.found.get(id) ?? {
        port: clashes[0].port, protocol: clashes[0].protocol, daemonSets: members.map((i) => this.agents.all[i].name), nodes: 0,
      };
      this.found.set(id, found);
      return found;
    }));
  }
}

/** Agents that clash with one another, directly or through a third; each in order. */
function components(clashes: readonly Clash[]): number[][] {
  const groups: Set<number>[] = [];
  for (const { a, b } of clashes) {
    const touching = groups.filter((group) => group.has(a) || group.has(b));
    const joined = new Set([a, b, ...touching.flatMap((group) => [...group])]);
    groups.splice(0, groups.length, ...groups.filter((group) => !touching.includes(group)), joined);
  }
  return groups.map((group) => [...group].sort((x, y) => x - y));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  return groups;
}
