import type { ControlPlane } from './control-plane';
import { eligibleNodes } from './eligible';
import { DaemonSet, isOwnedBy, isReady, keyOf, KubeEvent, KubeObject, Node, Pod } from './kube';
import { NOT_READY } from './kwok';
import { Mirror } from './mirror';
import { inParallel, joinNodes, NodePool, nodesOf, removeNodes } from './nodes';
import { toldNodes } from './told';
import { MINUTE, waitUntil } from './wait';

/** What tests do with a control plane, in the words of the claims. */
export class World {
  public static async of(plane: ControlPlane): Promise<World> {
    const pods = await Mirror.of<Pod>(plane.client, '/api/v1/pods');
    return new World(plane, pods, await Mirror.of<Node>(plane.client, '/api/v1/nodes'));
  }

  public readonly client;
  public readonly kubectl;

  private constructor(public readonly plane: ControlPlane, public readonly podMirror: Mirror<Pod>, public readonly nodeMirror: Mirror<Node>) {
    this.client = plane.client;
    this.kubectl = plane.kubectl;
  }

  public close(): void {
    this.podMirror.stop();
    this.nodeMirror.stop();
  }

  public async join(...pools: NodePool[]): Promise<string[]> {
    const nodes = nodesOf(pools);
    await joinNodes(this.client, nodes);
    const awaited = new Set(nodes.filter((node) => node.metadata.annotations?.[NOT_READY] === undefined).map((node) => node.metadata.name));
    await waitUntil(`${awaited.size} nodes are ready and without the taints of their start`, async () => {
      const there = new Set(this.nodeMirror.all().filter(settled).map((node) => node.metadata.name));
      const waiting = [...awaited].filter((name) => !there.has(name));
      return waiting.length === 0 ? undefined : `${waiting.length} are not, first ${waiting[0]}`;
    }, { giveUp: () => this.dead(), timeoutMs: 3 * MINUTE });
    return nodes.map((node) => node.metadata.name);
  }

  public leave(names: readonly string[]): Promise<void> {
    return removeNodes(this.client, names);
  }

  public async nodes(): Promise<Node[]> {
    return (await this.client.list<Node>('/api/v1/nodes')).items;
  }

  /** Leaves nothing behind that could touch the next suite; what stays are namespaces, whose end would take long. */
  public async reset(): Promise<void> {
    await this.client.removeCollection('/api/v1/nodes');
    await this.removeAll(this.plane.ledger.newestFirst().filter((object) => object.kind !== 'Node'));
    await waitUntil('the cluster is empty', async () => {
      const [pods, nodes] = [this.podMirror.all(), this.nodeMirror.all()];
      return pods.length + nodes.length === 0 ? undefined : `${pods.length} pods, ${nodes.length} nodes are left`;
    }, { giveUp: () => this.dead() });
  }

  /** Makes the namespaces that objects live in and do not bring along, as whoever owns the cluster does. */
  public async ensureNamespaces(objects: readonly KubeObject[]): Promise<void> {
    const brought = new Set(objects.filter((object) => object.kind === 'Namespace').map((object) => object.metadata.name));
    const named = objects.flatMap((object) => object.metadata.namespace ?? []);
    const wanted = new Set(named.filter((name) => !brought.has(name)));
    for (const name of wanted) {
      const answer = await this.client.raw('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      if (answer.status >= 300 && answer.status !== 409) {
        throw new Error(`namespace ${name}: ${answer.body}`);
      }
    }
    for (const name of [...wanted, ...brought]) {
      await this.waitForAccount(name, brought.has(name));
    }
  }

  /** Pods of a namespace are refused until it has its default account. */
  private async waitForAccount(namespace: string, mayBeMissing: boolean): Promise<void> {
    if (mayBeMissing && await this.client.find({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }) === undefined) {
      return;
    }
    await waitUntil(`the default account of ${namespace} exists`, async () => {
      const account = await this.client.find({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'default' } });
      return account === undefined ? 'it is missing' : undefined;
    });
  }

  /** The live DaemonSet of that identity. */
  public daemonSet(daemonSet: KubeObject): Promise<DaemonSet> {
    return this.client.get<DaemonSet>(daemonSet);
  }

  /** The pods of a DaemonSet, asked of the API server. */
  public async podsOf(daemonSet: DaemonSet): Promise<Pod[]> {
    const { metadata: { uid, namespace }, spec } = daemonSet.metadata.uid === undefined ? await this.daemonSet(daemonSet) : daemonSet;
    const { items } = await this.client.list<Pod>(`/api/v1/namespaces/${namespace ?? 'default'}/pods?labelSelector=${labelQuery(spec.selector.matchLabels)}`);
    return items.filter((pod) => isOwnedBy(pod, uid ?? ''));
  }

  /**
   * Waits until the DaemonSet's pods run on exactly the eligible nodes, which are those that the placement engine tells; at the deadline says node by node
   * what is wrong.
   */
  public async waitCovered(daemonSet: DaemonSet, options: { timeoutMs?: number; expected?: readonly string[] } = {}): Promise<Pod[]> {
    let covering: Pod[] = [];
    await waitUntil(`${keyOf(daemonSet)} runs on exactly its eligible nodes`, async () => {
      const live = await this.daemonSet(daemonSet);
      const expected = options.expected ?? eligibleNodes(live, this.nodeMirror.all());
      const seen = describeGap(expected, this.podMirror.all().filter((pod) => isOwnedBy(pod, live.metadata.uid ?? '')));
      if (seen !== undefined) {
        return seen;
      }
      covering = await this.podsOf(live);
      const nodes = await this.nodes();
      const engine = describeGap(toldNodes(live, nodes), covering);
      return describeGap(options.expected ?? eligibleNodes(live, nodes), covering) ?? (engine === undefined ? undefined : `the engine told otherwise: ${engine}`);
    }, { timeoutMs: options.timeoutMs ?? 3 * MINUTE, everyMs: 250, giveUp: () => this.dead() });
    return covering;
  }

  /** The controller has seen the latest spec, and what it reports does not change any more. */
  public async waitSettled(daemonSet: DaemonSet): Promise<DaemonSet> {
    let before = '';
    await waitUntil(`the status of ${keyOf(daemonSet)} settles`, async () => {
      const { metadata, status } = await this.daemonSet(daemonSet);
      const now = JSON.stringify(status);
      const same = now === before;
      before = now;
      return same && status?.observedGeneration === metadata.generation && status?.numberReady === status?.desiredNumberScheduled ? undefined : now;
    }, { everyMs: 500, giveUp: () => this.dead() });
    return this.daemonSet(daemonSet);
  }

  public async events(about?: string): Promise<KubeEvent[]> {
    const { items } = await this.client.list<KubeEvent>('/api/v1/events');
    return about === undefined ? items : items.filter((event) => event.involvedObject.name === about);
  }

  /**
   * Deletes objects and waits until they, and the pods they stand for, are gone. Only to make room: the pods are deleted at once and all
   * together, which takes a tenth of what the garbage collector takes for them one by one. How Kubernetes does it is a claim of its own.
   */
  public async removeAll(objects: readonly KubeObject[]): Promise<void> {
    const workloads = objects.filter((object) => WORKLOADS.includes(object.kind));
    const live = (await Promise.all(workloads.map((object) => this.client.find<DaemonSet>(object)))).flatMap((object) => object ?? []);
    await inParallel(objects.filter((object) => object.kind !== 'Namespace'), (object) => this.client.remove(object, { propagationPolicy: 'Background' }));
    await waitUntil('deleted objects and their pods are gone', async () => {
      const left = live.filter((owner) => this.podMirror.all().some((pod) => isSelected(pod, owner)));
      // Once more while there are any: a controller that has not seen the end of its object yet makes new ones.
      await inParallel(left, ({ metadata, spec }) => (
        this.client.removeCollection(`/api/v1/namespaces/${metadata.namespace}/pods?labelSelector=${labelQuery(spec.selector.matchLabels)}`)
      ), 2);
      return left.length === 0 ? undefined : `pods of ${left.map(keyOf).join(', ')} are left`;
    }, { giveUp: () => this.dead() });
  }

  /** Why waiting is pointless, if a component has died. */
  public dead(): string | undefined {
    try {
      this.plane.checkAlive();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

/** Kinds that have pods. A Deployment's pods have the labels of its selector, too. */
const WORKLOADS = ['DaemonSet', 'Deployment'];

function labelQuery(labels: Record<string, string> = {}): string {
  return encodeURIComponent(Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(','));
}

function isSelected(pod: Pod, { metadata, spec }: DaemonSet): boolean {
  const labels = Object.entries(spec.selector.matchLabels ?? {});
  return pod.metadata.namespace === metadata.namespace && labels.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

/** Node by node: what is missing, what is too much, what does not run. */
export function describeGap(expected: readonly string[], pods: readonly Pod[]): string | undefined {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods.filter((candidate) => candidate.metadata.deletionTimestamp === undefined)) {
    const name = pod.spec.nodeName ?? '(not scheduled)';
    byNode.set(name, [...(byNode.get(name) ?? []), pod]);
  }
  const wanted = new Set(expected);
  const missing = expected.filter((name) => byNode.get(name) === undefined);
  const extra = [...byNode.keys()].filter((name) => !wanted.has(name));
  const twice = [...byNode].filter(([, on]) => on.length > 1).map(([name]) => name);
  const idle = expected.filter((name) => byNode.get(name)?.some((pod) => !isReady(pod) && pod.status?.phase !== 'Running'));
  const parts = [
    ...say('no pod on', missing), ...say('a pod that should not be on', extra), ...say('more than one pod on', twice), ...say('a pod that does not run on', idle),
  ];
  return parts.length === 0 ? undefined : `of ${expected.length} nodes: ${parts.join('; ')}`;
}

function say(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what} ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`];
}

function settled(node: Node): boolean {
  const ready = node.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
  const starting = node.spec?.taints?.some((taint) => taint.key === 'node.kubernetes.io/not-ready' || taint.key === 'node.kubernetes.io/unreachable') === true;
  const cordonSeen = node.spec?.unschedulable !== true || node.spec.taints?.some((taint) => taint.key === 'node.kubernetes.io/unschedulable') === true;
  return ready && !starting && cordonSeen;
}
