import { spawnSync } from 'child_process';

/** The languages that the package is published for. */
export const LANGUAGES = ['js', 'python', 'java', 'go'] as const;
export type Language = typeof LANGUAGES[number];

export const LANGUAGE_NAMES: { readonly [language in Language]: string } = { js: 'TypeScript', python: 'Python', java: 'Java', go: 'Go' };

interface Tool {
  readonly command: readonly string[];
  readonly install: string;
}

/** What a user of the language has; packaging needs the same. */
const TOOLS: { readonly [language in Language]: readonly Tool[] } = {
  js: [{ command: ['npm', '--version'], install: 'npm, which comes with Node.js' }],
  python: [
    { command: ['python3', '--version'], install: 'Python 3.9 or later' },
    { command: ['python3', '-c', 'import venv, ensurepip'], install: 'the venv module of Python (Debian: python3-venv)' },
  ],
  java: [
    { command: ['javac', '-version'], install: 'a JDK of version 8 or later' },
    { command: ['mvn', '--version'], install: 'Apache Maven 3.6 or later' },
  ],
  go: [{ command: ['go', 'version'], install: 'Go 1.25 or later' }],
};

/** Messages for what is missing, of all languages asked for. */
export function missingTools(languages: readonly Language[], env: NodeJS.ProcessEnv = process.env): string[] {
  return languages.flatMap((language) => {
    const missing = TOOLS[language].find(({ command: [program, ...args] }) => spawnSync(program, args, { stdio: 'ignore', env }).status !== 0);
    return missing === undefined ? [] : [`${LANGUAGE_NAMES[language]}: \`${missing.command.join(' ')}\` does not run; install ${missing.install} and put it on the PATH`];
  });
}

/** Languages that were asked for by their names, all where none was. */
export function languagesOf(args: readonly string[]): Language[] {
  const unknown = args.find((arg) => !LANGUAGES.includes(arg as Language));
  if (unknown !== undefined) {
    throw new Error(`there is no language ${JSON.stringify(unknown)}; write ${LANGUAGES.join(', ')}`);
  }
  return args.length === 0 ? [...LANGUAGES] : LANGUAGES.filter((language) => args.includes(language));
}
