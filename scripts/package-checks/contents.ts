import { PackedFile } from '../packages/sizes';

/** Every file of the package, by what users need it for. Whatever matches none of these is not theirs. */
const WANTED: readonly (readonly [RegExp, string])[] = [
  [/^package\.json$/, 'what npm reads'],
  [/^README\.md$/, 'what registries show'],
  [/^(LICENSE|THIRD-PARTY)$/, 'the licences'],
  [/^\.jsii\.gz$/, 'the assembly, for other languages and for documentation'],
  [/^\.jsii$/, 'where the assembly is'],
  [/^lib\/(?!cli\/).*\.js$/, 'the library'],
  [/^lib\/(?!cli\/).*\.js\.map$/, 'its sources, for stack traces and debuggers'],
  [/^lib\/(?!cli\/).*\.d\.ts$/, 'its types'],
  [/^bin\/node-agents$/, 'the program'],
];

/** The largest size unpacked. */
export const LARGEST = 5_000_000;

/** What is wrong with the files of a package. */
export function wrongFiles(files: readonly PackedFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return [
    ...files.filter(({ path }) => !WANTED.some(([pattern]) => pattern.test(path))).map(({ path }) => `${path} is nothing that users need`),
    ...WANTED.filter(([pattern]) => ![...paths].some((path) => pattern.test(path))).map(([pattern, what]) => `there is nothing of ${what} (${pattern})`),
    ...[...paths].filter((path) => path.endsWith('.d.ts') && !paths.has(path.replace(/\.d\.ts$/, '.js'))).map((path) => `${path} has no JavaScript beside it`),
    ...(size < LARGEST ? [] : [`it takes ${size} bytes unpacked, and at most ${LARGEST} are allowed`]),
  ];
}

interface Manifest {
  readonly dependencies?: object;
  readonly optionalDependencies?: object;
  readonly bundledDependencies?: readonly string[];
  readonly peerDependencies?: { readonly [name: string]: string };
  readonly scripts?: { readonly [name: string]: string };
  readonly [field: string]: unknown;
}

const ON_INSTALL = ['preinstall', 'install', 'postinstall', 'prepare'];

/** What is wrong with a package.json. */
export function wrongManifest(manifest: Manifest): string[] {
  const none = ['dependencies', 'optionalDependencies', 'bundledDependencies'].filter((field) => manifest[field] !== undefined && Object.keys(manifest[field] as object).length > 0);
  const peers = Object.keys(manifest.peerDependencies ?? {}).sort().join(', ');
  const missing = ['description', 'keywords', 'license', 'repository', 'author', 'main', 'types', 'exports', 'engines', 'bin', 'jsii'].filter((field) => manifest[field] === undefined);
  return [
    ...none.map((field) => `it has ${field}: ${JSON.stringify(manifest[field])}`),
    ...(peers === 'cdk8s, cdk8s-plus-28, constructs' ? [] : [`its peers are ${peers}`]),
    ...ON_INSTALL.filter((script) => manifest.scripts?.[script] !== undefined).map((script) => `it runs ${script} when it is installed`),
    ...missing.map((field) => `it has no ${field}`),
  ];
}
