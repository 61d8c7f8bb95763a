import * as fs from 'node:fs';
import * as path from 'node:path';

import { Project } from './projects';
import { Language } from '../../scripts/packages/tools';
import { Outcome } from '../harness/exec';

/** A slip of the pen in the main program, which the language's own tools or the library must answer with a message. */
interface Slip {
  readonly name: string;
  readonly at: { readonly [language in Language]: RegExp };
  readonly to: (found: string) => string;
  /** What the message must have, besides an exit code that is not 0. */
  readonly says: { readonly [language in Language]: RegExp };
}

export const SLIPS: readonly Slip[] = [
  {
    name: 'a misspelt prop',
    at: { js: /\btolerations: /, python: /\btolerations=/, java: /\.tolerations\(/, go: /\bTolerations: / },
    to: (found) => found.replace('olerations', 'olerationz'),
    says: { js: /'tolerationz' does not exist/, python: /'tolerationz'/, java: /tolerationz/, go: /unknown field Tolerationz/ },
  },
  {
    name: 'a missing prop',
    at: { js: /^ *image: .*fluentd.*\n/m, python: /^ *image=.*fluentd.*\n/m, java: /^ *\.image\(.*fluentd.*\n/m, go: /^\s*Image: .*fluentd.*\n/m },
    to: () => '',
    says: { js: /Property 'image' is missing/, python: /'image'/, java: /image is required/, go: /Image is required/ },
  },
];

/** Makes the slip in the app, runs it, and puts the program back. @throws when a manifest was written, or the message does not say what is wrong */
export async function slip({ name, at, to, says }: Slip, project: Project, app: string): Promise<string> {
  const file = path.join(app, project.main);
  const program = fs.readFileSync(file, 'utf8');
  const changed = program.replace(at[project.language], to);
  if (changed === program) {
    throw new Error(`there is no place for ${name} in ${project.main}`);
  }
  fs.rmSync(path.join(app, 'dist'), { recursive: true, force: true });
  let outcome: Outcome;
  try {
    fs.writeFileSync(file, changed);
    outcome = await project.run(app);
  } finally {
    fs.writeFileSync(file, program);
  }
  const said = `${outcome.stdout}\n${outcome.stderr}`;
  if (fs.existsSync(path.join(app, 'dist')) || outcome.code === 0) {
    throw new Error(`${name} ended with exit code ${outcome.code}${fs.existsSync(path.join(app, 'dist')) ? ', and manifests were written' : ''}`);
  }
  const line = said.split('\n').find((text) => says[project.language].test(text));
  if (line === undefined) {
    throw new Error(`the message does not match ${says[project.language]}:\n${said}`);
  }
  return line.trim();
}
