import type { Chart } from 'cdk8s';

import { AgentProps, ContainerOptions } from '../../src';
import { synthesize, synthesizeUnchecked } from '../catalogue';
import { documentedCodes, MIRRORS } from './codes';
import { Draw, Setting } from './random-settings';
import { agent } from './refusal';
import { STRICTER } from './stricter';
import type { KubeObject } from '../harness/kube';
import type { Line } from '../harness/programs';
import { Random } from '../harness/random';

/** What the API server says to an object; undefined when it takes it. */
export type Ask = (object: KubeObject) => Promise<string | undefined>;

export interface Disagreement {
  readonly settings: string[];
  readonly what: string;
}

/** Codes that always mean a refusal by the API server, too. */
const ALWAYS_MIRRORED = new Set(MIRRORS.map((mistake) => mistake.code).filter((code) => !STRICTER.some((other) => other.code === code)));

/** An agent with these settings: what the library says about it, and what it would emit if it said nothing (undefined when nothing comes about). */
function judge(settings: readonly Setting[], line: Line): { codes: string[]; objects: KubeObject[] | undefined } {
  const build = (chart: Chart) => {
    const drawn = settings.map(({ set }) => set());
    const props: AgentProps = merged(drawn.map(({ pod }) => pod ?? {}));
    const options: ContainerOptions = merged(drawn.map(({ container }) => container ?? {}));
    agent(chart, line, props, options);
  };
  try {
    return { codes: [], objects: synthesize('default', build) };
  } catch (error) {
    const { message } = error as Error;
    const codes = [...message.matchAll(/\[(\w+)\] /g)].map((match) => match[1]).filter((code) => documentedCodes().includes(code));
    if (codes.length === 0) {
      return { codes: [`no code of the library: ${message}`], objects: undefined };
    }
    return { codes, objects: unchecked(build) };
  }
}

function unchecked(build: (chart: Chart) => void): KubeObject[] | undefined {
  try {
    return synthesizeUnchecked('default', build);
  } catch {
    return undefined;
  }
}

async function disagreement(settings: readonly Setting[], line: Line, ask: Ask): Promise<string | undefined> {
  const { codes, objects } = judge(settings, line);
  if (codes.some((code) => code.startsWith('no code'))) {
    return codes.join();
  }
  if (objects === undefined || codes.length > 0 && !codes.every((code) => ALWAYS_MIRRORED.has(code))) {
    return undefined;
  }
  const refusals = (await Promise.all([...objects.map(inDefault), ...namespacesOf(objects)].map(ask))).filter((text) => text !== undefined);
  if (codes.length === 0) {
    return refusals.length === 0 ? undefined : `the library synthesizes what the API server refuses: ${refusals[0]}`;
  }
  return refusals.length > 0 ? undefined : `the library refuses (${codes.join(', ')}) what the API server takes`;
}

/** The API server judges an object only in a namespace that exists; the name of its own namespace is judged apart. */
function inDefault(object: KubeObject): KubeObject {
  return object.metadata.namespace === undefined ? object : { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}

function namespacesOf(objects: readonly KubeObject[]): KubeObject[] {
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

export interface Tried {
  readonly agents: number;
  readonly taken: number;
  readonly disagreements: Disagreement[];
}

/** Agents of random settings, judged by both. Each disagreement is told with as few settings as show it. */
export async function tryRandomAgents(random: Random, agents: number, line: Line, ask: Ask): Promise<Tried> {
  const draw = new Draw(random);
  const disagreements = new Map<string, Disagreement>();
  let taken = 0;
  for (let i = 0; i < agents; i++) {
    let settings = draw.settings(1 + random.below(5));
    let what = await disagreement(settings, line, ask);
    taken += what === undefined && judge(settings, line).codes.length === 0 ? 1 : 0;
    for (let j = 0; what !== undefined && j < settings.length;) {
      const fewer = settings.filter((_, at) => at !== j);
      const still = await disagreement(fewer, line, ask);
      [settings, what, j] = still === undefined ? [settings, what, j + 1] : [fewer, still, j];
    }
    if (what !== undefined) {
      const told = settings.map((setting) => setting.what);
      disagreements.set(settings.map((setting) => setting.what.split(' ').slice(0, 2).join(' ')).join() + what.slice(0, 60), { settings: told, what });
    }
  }
  return { agents, taken, disagreements: [...disagreements.values()] };
}

/** Lists are joined, objects merged, and of two values the later stays. */
function merged(parts: readonly object[]): { [field: string]: unknown } {
  const all: { [field: string]: unknown } = {};
  for (const [field, value] of parts.flatMap((part) => Object.entries(part))) {
    const before = all[field];
    const both = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : isPlain(before) && isPlain(value) ? { ...before, ...value } : value;
    all[field] = both;
  }
  return all;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
