import type { KubeObject } from '../harness/kube';
import { Random } from '../harness/random';
import type { Suite, Test } from '../harness/runner';
import type { World } from '../harness/world';
import { documentedCodes, MIRRORS, unclassified } from '../refusals/codes';
import { NO_MANIFEST } from '../refusals/no-manifest';
import { tryRandomAgents } from '../refusals/random-agents';
import { holdsOn, manifestOf, Mirror, patched, refusedByLibrary, Stricter } from '../refusals/refusal';
import { STRICTER } from '../refusals/stricter';
import { Unsayable, UNSAYABLE } from '../refusals/unsayable';

const AGENTS = 300;

/** What the API server says to server-side apply with strict field validation, without storing anything; undefined when it takes the object. */
async function refusal(world: World, object: KubeObject): Promise<string | undefined> {
  const answer = await world.client.raw('PATCH', `${await world.client.pathOf(object)}?dryRun=All&fieldManager=proof&force=true&fieldValidation=Strict`, object, 'application/apply-patch+yaml');
  return said(answer);
}

async function refusalOfCreate(world: World, object: KubeObject): Promise<string | undefined> {
  return said(await world.client.raw('POST', `${await world.client.pathOf(object, false)}?dryRun=All&fieldValidation=Strict`, object));
}

function said({ status, body }: { status: number; body: string }): string | undefined {
  if (status < 300) {
    return undefined;
  }
  const { message } = JSON.parse(body) as { message: string };
  // 409 would be a conflict of owners, 404 a missing namespace: neither says anything about the manifest.
  if (status === 404 || status === 409) {
    throw new Error(`the API server does not judge the object: ${status} ${message}`);
  }
  return message;
}

async function mirrored(world: World, mirror: Mirror): Promise<string> {
  const { line } = world.plane;
  refusedByLibrary(mirror, line);
  const object = manifestOf(mirror, line);
  const text = await refusal(world, object);
  if (text === undefined) {
    throw new Error(`the API server takes it:\n${JSON.stringify(object)}`);
  }
  if (!mirror.says.test(text)) {
    throw new Error(`the API server refuses something else: ${text}`);
  }
  if (mirror.onlyApplied === true && await refusalOfCreate(world, object) !== undefined) {
    throw new Error('the API server also refuses to create it');
  }
  return shortened(text);
}

async function stricter(world: World, mistake: Stricter): Promise<string> {
  const { line } = world.plane;
  refusedByLibrary(mistake, line);
  const text = await refusal(world, manifestOf(mistake, line));
  if (text !== undefined) {
    throw new Error(`the API server refuses it, so that it mirrors a rule of the API: ${text}`);
  }
  return mistake.reason;
}

async function unsayable(world: World, { manifest, says }: Unsayable): Promise<string> {
  const text = await refusal(world, patched(world.plane.line, manifest.merge));
  if (text === undefined || !says.test(text)) {
    throw new Error(text === undefined ? 'the API server takes it' : `the API server refuses something else: ${text}`);
  }
  return shortened(text);
}

async function randomAgents(world: World): Promise<string> {
  const random = Random.fromEnvironment();
  const { agents, taken, disagreements } = await tryRandomAgents(random, AGENTS, world.plane.line, (object) => refusal(world, object));
  if (disagreements.length > 0) {
    throw new Error([`PROOF_SEED=${random.seed} repeats it:`, ...disagreements.map(({ settings, what }) => `${what}\n  an agent with: ${settings.join('; ')}`)].join('\n'));
  }
  return `both take ${taken} of ${agents}, PROOF_SEED=${random.seed}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/^DaemonSet\.apps "agent" is invalid: /, '');
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}

export const refused: Suite = {
  claim: 9,
  title: 'Refused',
  lines: ['1.36', '1.28'],
  tests: (line): Test[] => [
    {
      name: 'every code of docs/errors.md is said to mirror the API or to be a rule of the library, with its reason',
      run: async () => {
        const wrong = unclassified(documentedCodes());
        if (wrong.length > 0) {
          throw new Error(wrong.join('\n'));
        }
        const mirrors = new Set(MIRRORS.map((mistake) => mistake.code)).size;
        return `${documentedCodes().length} codes: ${mirrors} mirror the API, ${Object.keys(NO_MANIFEST).length} have no manifest`;
      },
    },
    {
      name: 'the sound agent that mistakes are patched into is taken',
      run: async (world) => {
        const text = await refusal(world, patched(line, {}));
        if (text !== undefined) {
          throw new Error(text);
        }
      },
    },
    ...MIRRORS.filter((mistake) => holdsOn(mistake, line)).map((mirror) => ({
      name: `${mirror.code}, ${mirror.mistake}: the library refuses it, and so does the API server`,
      run: (world: World) => mirrored(world, mirror),
    })),
    ...STRICTER.filter((mistake) => holdsOn(mistake, line)).map((mistake) => ({
      name: `${mistake.code}, ${mistake.mistake}: the library refuses what the API server takes, for a reason`,
      run: (world: World) => stricter(world, mistake),
    })),
    { name: `${AGENTS} agents of random settings: the library and the API server take, or refuse, the same`, run: randomAgents },
    ...UNSAYABLE.map((rule) => ({
      name: `the API server refuses what no prop can say: ${rule.rule}`,
      run: (world: World) => unsayable(world, rule),
    })),
  ],
};
