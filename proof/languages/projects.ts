import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { MAVEN_REPOSITORY, ROOT, artifact, packageVersion } from '../../scripts/packages/build';
import { Language } from '../../scripts/packages/tools';
import { exec, execOk, Outcome } from '../harness/exec';
import { MINUTE } from '../harness/wait';

/** An app of one language: where it is, and how its users install what it needs, build it and run it. */
export interface Project {
  readonly language: Language;
  /** The main program, below the app's folder. */
  readonly main: string;
  /** Installs with the language's own tool: commands that must succeed. */
  readonly install: (app: string) => Promise<void>;
  /** Builds and runs the main program. */
  readonly run: (app: string) => Promise<Outcome>;
  /** Runs the program of mistakes, and gives what it printed. */
  readonly mistakes: (app: string) => Promise<string>;
}

const LONG = { timeoutMs: 15 * MINUTE };

const python = (app: string) => path.join(app, '.venv/bin/python');
const maven = (app: string, ...args: string[]): [string, string[], { cwd: string; timeoutMs: number }] =>
  ['mvn', ['--batch-mode', '--quiet', `-Dmaven.repo.local=${MAVEN_REPOSITORY}`, 'compile', 'exec:java', ...args], { cwd: app, ...LONG }];

export const PROJECTS: readonly Project[] = [
  {
    language: 'js',
    main: 'main.ts',
    install: async (app) => { await execOk('npm', ['install', '--no-audit', '--no-fund', '../packages/package.tgz'], { cwd: app, ...LONG }); },
    run: async (app) => {
      const compiled = await exec('npx', ['tsc', '--noEmit'], { cwd: app });
      return compiled.code === 0 ? exec('npx', ['tsx', 'main.ts'], { cwd: app }) : compiled;
    },
    mistakes: (app) => execOk('npx', ['tsx', 'mistakes.ts'], { cwd: app }),
  },
  {
    language: 'python',
    main: 'main.py',
    install: async (app) => {
      await execOk('python3', ['-m', 'venv', '.venv'], { cwd: app, ...LONG });
      await execOk(python(app), ['-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt', artifact('python')], { cwd: app, ...LONG });
    },
    run: (app) => exec(python(app), ['main.py'], { cwd: app }),
    mistakes: (app) => execOk(python(app), ['mistakes.py'], { cwd: app }),
  },
  {
    language: 'java',
    main: 'src/main/java/platform/Main.java',
    // What the build of the package left in Maven's local repository must not stand in for the package.
    install: async (app) => {
      fs.rmSync(path.join(MAVEN_REPOSITORY, 'io/github/cdk8s-node-agents'), { recursive: true, force: true });
      const pom = path.join(app, 'pom.xml');
      fs.writeFileSync(pom, fs.readFileSync(pom, 'utf8').replace('<version>VERSION<', `<version>${packageVersion(ROOT)}<`));
    },
    run: (app) => exec(...maven(app)),
    mistakes: (app) => execOk(...maven(app, '-Dexec.mainClass=platform.Mistakes')),
  },
  {
    language: 'go',
    main: 'main.go',
    install: async (app) => { await execOk('go', ['mod', 'download'], { cwd: app, ...LONG }); },
    run: async (app) => {
      const built = await exec('go', ['build', '-o', 'agents', '.'], { cwd: app, ...LONG });
      return built.code === 0 ? exec('./agents', [], { cwd: app }) : built;
    },
    mistakes: async (app) => {
      await execOk('go', ['build', '-o', 'mistakes-of-go', './mistakes'], { cwd: app, ...LONG });
      return execOk('./mistakes-of-go', [], { cwd: app });
    },
  },
];

const SOURCES: { readonly [language in Language]: string } = { js: 'typescript', python: 'python', java: 'java', go: 'go' };

/** The folder of an app's sources, as they are shown in the docs. */
export function sourcesOf(language: Language): string {
  return path.join(ROOT, 'proof/languages/apps', SOURCES[language]);
}

/**
 * An app beside the package it uses, in a folder that has nothing else. What was installed of the same package for the same manifests stays, everything else is made anew.
 */
export async function installed(project: Project): Promise<{ readonly app: string; readonly again: boolean }> {
  const folder = path.join(ROOT, '.tmp/languages', SOURCES[project.language]);
  const app = path.join(folder, 'app');
  const stamp = path.join(folder, 'installed.key');
  const key = keyOf(project);
  const again = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === key;
  if (again) {
    fs.rmSync(path.join(app, 'dist'), { recursive: true, force: true });
    write(project, app, (file) => !MANIFESTS.includes(file));
    return { app, again };
  }
  fs.rmSync(folder, { recursive: true, force: true });
  const packages = path.join(folder, 'packages');
  switch (project.language) {
    case 'js': {
      fs.mkdirSync(packages, { recursive: true });
      fs.copyFileSync(artifact('js'), path.join(packages, 'package.tgz'));
      break;
    }
    case 'java': fs.cpSync(path.join(ROOT, 'dist/java'), packages, { recursive: true }); break;
    case 'go': fs.cpSync(artifact('go'), packages, { recursive: true }); break;
    case 'python': break;
  }
  write(project, app, () => true);
  await project.install(app);
  fs.writeFileSync(stamp, key);
  return { app, again };
}

/** Files that say what is installed. */
const MANIFESTS = ['package.json', 'requirements.txt', 'pom.xml', 'go.mod', 'go.sum'];

function write(project: Project, app: string, wanted: (file: string) => boolean): void {
  fs.cpSync(sourcesOf(project.language), app, { recursive: true, filter: (source) => fs.statSync(source).isDirectory() || wanted(path.basename(source)) });
}

function keyOf(project: Project): string {
  const hash = createHash('sha256');
  const built = artifact(project.language);
  const files = fs.statSync(built).isFile() ? [built] : fs.readdirSync(built, { recursive: true, encoding: 'utf8' }).sort().map((file) => path.join(built, file));
  const manifests = MANIFESTS.map((name) => path.join(sourcesOf(project.language), name)).filter((file) => fs.existsSync(file));
  for (const file of [...files, ...manifests].filter((name) => fs.statSync(name).isFile())) {
    hash.update(file).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}
