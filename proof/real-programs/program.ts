import type { Chart } from 'cdk8s';

import { synthesize } from '../catalogue';
import { TestContainer, TestPod } from '../harness/container';
import type { Image } from '../harness/images';
import type { DaemonSet, KubeObject } from '../harness/kube';
import type { Contents, RunnablePod } from '../harness/pod-spec';
import { TestNode } from '../harness/test-node';
import type { World } from '../harness/world';

/** An agent whose program can be had here: one row joins the proof. */
export interface RealProgram {
  /** The typed agent's class. */
  readonly className: string;
  /** The program and its version. */
  readonly program: string;
  /** Of the container that runs it. */
  readonly container: string;
  /** What the vendor's image has. `directory` is the test's own. */
  readonly image: (directory: string) => Promise<Image>;
  readonly cases: readonly ProgramCase[];
}

/** One way to set the agent's options, and what must then be true of the running program. */
export interface ProgramCase {
  readonly name: string;
  readonly build: (chart: Chart) => void;
  /** Fails by throwing; what it gives is printed. It runs once all probes have succeeded. */
  readonly check: (container: TestContainer, world: World) => Promise<string>;
}

export const NAMESPACE = 'real-programs';

/**
 * The pod that the cluster makes of the synthesized objects, with the API server's defaults, is started on this machine: command, arguments,
 * environment, mounts, user, rights and probes are read off that pod and nowhere else.
 */
export async function runCase(world: World, program: Omit<RealProgram, 'cases'>, one: ProgramCase): Promise<string> {
  const objects = synthesize(NAMESPACE, one.build);
  await world.ensureNamespaces(objects);
  await world.kubectl.applyOk(objects);
  let node: TestNode | undefined;
  try {
    const daemonSet = objects.find((object) => object.kind === 'DaemonSet') as DaemonSet;
    await world.waitCovered(daemonSet);
    const [pod] = await world.podsOf(daemonSet);
    node = await TestNode.start(pod.spec.nodeName ?? '');
    const prepared = await TestPod.prepare(node, pod as unknown as RunnablePod, await contentsOf(world));
    const image = await program.image(node.scratch('image'));
    await prepared.initialize(program.container, image);
    const container = await prepared.start(program.container, image);
    const probes = await container.healthy();
    const checked = await one.check(container, world);
    const peak = await peakMemory(container);
    const { how, ms } = await container.stop();
    if (how.startsWith('killed')) {
      throw new Error(`SIGTERM does not end it: ${how}`);
    }
    return [...probes, checked, peak, `ended by SIGTERM in ${ms} ms`].filter((text) => text !== '').join('; ');
  } finally {
    await node?.stop();
    await world.removeAll(objects);
  }
}

async function contentsOf(world: World): Promise<Contents> {
  const maps = await world.client.list<KubeObject & { data?: Record<string, string> }>(`/api/v1/namespaces/${NAMESPACE}/configmaps`);
  const secrets = await world.client.list<KubeObject & { data?: Record<string, string> }>(`/api/v1/namespaces/${NAMESPACE}/secrets`);
  const services = await world.client.list<KubeObject & { spec: { clusterIP?: string } }>(`/api/v1/namespaces/${NAMESPACE}/services`);
  const decoded = (data: Record<string, string> = {}) => Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]));
  return {
    configMaps: Object.fromEntries(maps.items.map((map) => [map.metadata.name, map.data ?? {}])),
    services: Object.fromEntries(services.items.flatMap(({ metadata, spec: { clusterIP } }) => (clusterIP === undefined || clusterIP === 'None' ? [] : [[metadata.name, clusterIP]]))),
    secrets: Object.fromEntries(secrets.items.map((secret) => [secret.metadata.name, decoded(secret.data)])),
  };
}

/** What the program took at most, which must stay within the memory that it is given. */
async function peakMemory(container: TestContainer): Promise<string> {
  const peakMiB = Number(/^VmHWM:\s+(\d+) kB$/m.exec(await container.proc('status'))?.[1]) / 1024;
  const limit = /^(\d+)(Mi|Gi)$/.exec(container.spec.resources?.limits?.memory ?? '');
  const limitMiB = limit === null ? undefined : Number(limit[1]) * (limit[2] === 'Gi' ? 1024 : 1);
  if (limitMiB !== undefined && peakMiB > limitMiB) {
    throw new Error(`it took ${peakMiB.toFixed(0)} MiB, and its limit is ${limitMiB} MiB`);
  }
  return `at most ${peakMiB.toFixed(0)} MiB${limitMiB === undefined ? '' : ` of ${limitMiB} MiB`}`;
}

/** Fails unless the two are equal, saying what was compared. */
export function same(what: string, got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
}
