import * as fs from 'node:fs';
import * as path from 'node:path';

import { answersOf, wrongWith } from './mistakes';
import { PROJECTS, Project, installed } from './projects';
import { SLIPS, slip } from './slips';
import { buildPackage } from '../../scripts/packages/build';
import { LANGUAGE_NAMES, languagesOf, missingTools } from '../../scripts/packages/tools';
import { duration } from '../harness/progress';

/*
 * The same app in every language of the package, as a user of that language writes it: built from the built package in an empty folder with the language's own tool, and run.
 * All must give the same bytes, and mistakes must end in a message: `tsx proof/languages/run.ts [js] [python] [java] [go]`.
 */

let passed = 0;
let failed = 0;

async function check(name: string, run: () => Promise<string | void> | string | void): Promise<boolean> {
  const start = Date.now();
  try {
    const told = await run();
    passed += 1;
    console.log(`ok     ${name} (${duration(Date.now() - start)})${typeof told === 'string' ? `: ${told}` : ''}`);
    return true;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${(error as Error).message}`);
    return false;
  }
}

type Manifests = ReadonlyMap<string, string>;

function manifestsOf(app: string): Manifests {
  const folder = path.join(app, 'dist');
  return new Map(fs.readdirSync(folder).sort().map((file) => [file, fs.readFileSync(path.join(folder, file), 'latin1')]));
}

async function prove(project: Project, first: { name: string; manifests: Manifests } | undefined): Promise<Manifests | undefined> {
  const name = LANGUAGE_NAMES[project.language];
  let app = '';
  const ready = await check(`${name}: the package is built`, async () => ((await buildPackage(project.language)) ? undefined : 'as built before'))
    && await check(`${name}: the app is installed in an empty folder`, async () => {
      const outcome = await installed(project);
      app = outcome.app;
      return outcome.again ? 'as installed before' : undefined;
    });
  if (!ready) {
    return undefined;
  }
  let manifests: Manifests | undefined;
  await check(`${name}: the app builds, runs and writes manifests`, async () => {
    const outcome = await project.run(app);
    if (outcome.code !== 0) {
      throw new Error(`exit code ${outcome.code}\n${outcome.stderr}${outcome.stdout}`);
    }
    manifests = manifestsOf(app);
    return [...manifests.keys()].join(', ');
  });
  if (first !== undefined && manifests !== undefined) {
    await check(`${name}: the same bytes as ${first.name}`, () => same(first.manifests, manifests!));
  }
  for (const one of SLIPS) {
    await check(`${name}: ${one.name} in the app ends in a message`, () => slip(one, project, app));
  }
  await check(`${name}: the mistakes are made`, async () => {
    const answers = answersOf(await project.mistakes(app));
    for (const answer of answers) {
      await check(`${name}: ${answer.mistake} ends in a message`, () => {
        const wrong = wrongWith(answer);
        if (wrong !== undefined) {
          throw new Error(wrong);
        }
      });
    }
    if (answers.length === 0) {
      throw new Error('the program of mistakes made none');
    }
    return `${answers.length} of them`;
  });
  return manifests;
}

function same(expected: Manifests, got: Manifests): string {
  for (const file of new Set([...expected.keys(), ...got.keys()])) {
    if (expected.get(file) !== got.get(file)) {
      const lines = (text: string | undefined) => (text ?? '').split('\n');
      const line = lines(expected.get(file)).findIndex((text, i) => text !== lines(got.get(file))[i]);
      throw new Error(`${file} differs in line ${line + 1}: ${JSON.stringify(lines(got.get(file))[line])} in place of ${JSON.stringify(lines(expected.get(file))[line])}`);
    }
  }
  return `${[...got.values()].reduce((sum, text) => sum + text.length, 0)} bytes`;
}

async function main(): Promise<void> {
  const languages = languagesOf(process.argv.slice(2));
  let first: { name: string; manifests: Manifests } | undefined;
  for (const project of PROJECTS.filter(({ language }) => languages.includes(language))) {
    const name = LANGUAGE_NAMES[project.language];
    const missing = missingTools([project.language]);
    if (missing.length > 0) {
      await check(`${name}: its tools are there`, () => { throw new Error(missing.join('\n')); });
      continue;
    }
    const manifests = await prove(project, first);
    first ??= manifests === undefined ? undefined : { name, manifests };
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
