import { readFileSync } from 'fs';
import { JsonFile, cdk8s, github, javascript } from 'projen';

/**
 * Every development dependency is pinned to a version that was seen to resolve: `npm ci` on a fresh machine
 * must give the same tree as ours, and a jsii assembly must not change because a tool did.
 */
const PINNED = [
  'cdk8s-plus-28@2.5.6',
  'cdk8s-cli@2.207.60',
  'fast-check@4.10.2',
  'yaml@2.9.1',
  'ajv@8.18.0',
  'esbuild@0.28.2',
  'tsx@4.23.15',
  'ts-node@10.9.2',
  'ts-jest@29.4.15',
  'jest-junit@17.0.0',
  '@types/jest@30.0.0',
  '@types/node@20.19.25',
  'eslint@9.39.5',
  'eslint-plugin-import@2.32.0',
  'eslint-import-resolver-typescript@4.4.5',
  '@stylistic/eslint-plugin@2.8.0',
  '@typescript-eslint/eslint-plugin@8.73.0',
  '@typescript-eslint/parser@8.73.0',
  '@stryker-mutator/core@9.6.1',
  '@stryker-mutator/jest-runner@9.6.1',
  'commit-and-tag-version@12.6.0',
  'jq-web@0.6.2',
  '@jest/globals@30.5.2',
  'jest-environment-node@30.5.2',
  'jsii-diff@1.134.0',
  'jsii-docgen@10.12.6',
  'jsii-pacmak@1.140.0',
  'jsii-rosetta@6.0.16',
];

/** Examples import the package by its name; tests that take them in hand mean the sources, not what was compiled last. */
const SOURCES = { '^cdk8s-node-agents$': '<rootDir>/src' };

/** What commands leave, packages of the same name among it. */
const MADE = ['<rootDir>/.stryker-tmp/', '<rootDir>/.tmp/', '<rootDir>/dist/'];

/** Of all runs of jest. A slow machine is no failure: no test is a measure of speed. */
const TESTS = { setupFilesAfterEnv: ['<rootDir>/test/property-seed.ts'], testTimeout: 120_000 };

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-node-agents',
  description: 'Constructs for one pod on every eligible node, always: log agents, node exporters, network agents and your own, as typed cdk8s DaemonSets.',
  author: 'The cdk8s-node-agents authors',
  authorAddress: 'maintainers@cdk8s-node-agents.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-node-agents/cdk8s-node-agents.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-node-agents authors',
  // Construct Hub finds constructs of cdk8s by the first.
  keywords: [
    'cdk8s', 'constructs', 'kubernetes', 'k8s', 'daemonset', 'node-agent', 'node-exporter', 'opentelemetry', 'logging', 'monitoring', 'security', 'cni', 'gitops', 'platform-engineering',
  ],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  projenrcTs: true,
  projenVersion: '0.103.25',
  jsiiVersion: '6.0.16',
  typescriptVersion: '6.0.3',

  // The lowest peers that resolve for every language of jsii; `npm run test:newest-peers` runs with the newest known.
  cdk8sVersion: '2.69.10',
  constructsVersion: '10.4.2',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  devDeps: PINNED,

  // By the habit of each ecosystem: Maven Central checks that a group is a domain or an organization of its owner, Go wants a repository of generated sources.
  // .NET is left out for now: nobody here could run what came out of it.
  publishToPypi: { distName: 'cdk8s-node-agents', module: 'cdk8s_node_agents' },
  publishToMaven: { mavenGroupId: 'io.github.cdk8s-node-agents', mavenArtifactId: 'cdk8s-node-agents', javaPackage: 'io.github.cdk8snodeagents' },
  publishToGo: { moduleName: 'github.com/cdk8s-node-agents/cdk8s-node-agents-go', packageName: 'nodeagents' },

  // There is no place to release to yet: until there is, the one workflow checks each change.
  release: false,
  depsUpgrade: false,
  buildWorkflow: false,
  pullRequestTemplate: false,
  githubOptions: { mergify: false, pullRequestLint: false },

  // One file with all it needs in it, made by scripts/bundle.ts.
  bin: { 'node-agents': 'bin/node-agents' },

  sampleCode: false,
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'catalogue', 'proof', 'bench', 'scripts'], tsconfigPath: './tsconfig.check.json' },
  docgen: true,
  // What other languages and documentation need, in a tenth of the size.
  compressAssembly: true,
  jestOptions: {
    jestVersion: '30.5.2',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { ...TESTS, collectCoverage: false, testPathIgnorePatterns: ['/node_modules/', '<rootDir>/.stryker-tmp/'], modulePathIgnorePatterns: [...MADE, '/test/newest-peers/'], moduleNameMapper: SOURCES },
  },
  gitignore: ['/.jsii.gz', '/.tmp-*/', '/.tmp/', '/reports/', '/.stryker-tmp/', '/examples/*/dist/', '.gocache/', '/bin/'],
});

// As projen has it, but for lists of imported names, which nobody reads, and 160 columns.
project.eslint!.addRules({
  '@stylistic/max-len': ['error', {
    code: 160, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true, ignoreRegExpLiterals: true, ignorePattern: '^import |^  [\\w, ]+,?$',
  }],
});

// Apps as users of the package write them, who have it installed.
['/proof/languages/apps/', '/proof/stranger/app/', '/proof/stranger/after/'].forEach((apps) => project.eslint!.addIgnorePattern(apps));

// A folder of that name holds sources here.
project.gitignore.removePatterns('logs');

// What only the checkout needs.
['/tsconfig.check.json', '/catalogue/', '/examples/', '/bench/', '/proof/', '/docs/', '/scripts/', '/.ci/', '/.npmrc', '/.tmp/', '/reports/', '/.stryker-tmp/', '/stryker.config.json', '/API.md', '/api/', '/version.json', '/.versionrc.json', '/.compatignore', '/CHANGELOG.md', '/CONTRIBUTING.md', '/SECURITY.md'].forEach((path) => project.addPackageIgnore(path));

// The program is shipped as a bundle; its parts would need yaml, which the package does not depend on.
project.addPackageIgnore('/lib/cli/');
project.eslint!.allowDevDeps('**/src/cli/**');
project.eslint!.allowDevDeps('**/src/expectations/jest.ts');

// Presets add ranges of their own after the options are read: pin again what they loosened.
project.addDevDeps(...PINNED);

// A lock file that names packages and hashes, not the host they were fetched from, works behind any registry mirror.
new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

// 1.13.0 names optional packages that do not all resolve, without which `npm ci` refuses the lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// The version has a file of its own, so that this file writes what a release has set.
project.package.addVersion((JSON.parse(readFileSync('version.json', 'utf8')) as { version: string }).version);

// Node.js need not find out of which kind the files are.
project.package.addField('type', 'commonjs');

// Examples import the package by its own name, as users do: Node resolves that through `exports`.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './jest': { types: './lib/expectations/jest.d.ts', default: './lib/expectations/jest.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.jsii.gz': './.jsii.gz',
});

// For programs that are compiled with TypeScript's older way to find modules, which does not read `exports`.
project.package.addField('typesVersions', { '*': { jest: ['./lib/expectations/jest.d.ts'] } });

new github.GithubWorkflow(project.github!, 'check').on({ push: { branches: ['main'] }, pullRequest: {} });
project.github!.workflows.find((workflow) => workflow.name === 'check')!.addJob('check', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  steps: [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': '20' } },
    { uses: 'actions/setup-go@v5', with: { 'go-version': '1.26.x' } },
    { uses: 'actions/setup-python@v5', with: { 'python-version': '3.12' } },
    { uses: 'actions/setup-java@v4', with: { 'distribution': 'temurin', 'java-version': '17' } },
    { run: '.ci/run' },
  ],
});

// Loading the package costs next to nothing, however many agents it has.
project.compileTask.exec('tsx scripts/finish-lib.ts');

// Tests of examples and of the package's own name need what users get: the compiled library.
const bundle = project.addTask('bundle', { description: 'Makes the program node-agents of one file', exec: 'tsx scripts/bundle.ts' });
project.postCompileTask.spawn(bundle);
project.testTask.prependExec('tsc --noEmit -p tsconfig.check.json');
project.testTask.prependSpawn(bundle);
project.testTask.prependSpawn(project.compileTask);

// Maven needs a package of its own for cdk8s-plus-28 (scripts/packages/build.ts), and packages are built again only when their sources changed.
project.packageTask.reset();
project.packageTask.description = 'Builds the packages for npm, PyPI, Maven and Go, and says how large each is';
project.packageTask.spawn(project.compileTask);
project.packageTask.spawn(project.postCompileTask);
project.packageTask.exec('tsx scripts/package.ts');
project.tasks.tryFind('package-all')!.reset('tsx scripts/package.ts');
for (const language of ['js', 'python', 'java', 'go']) {
  project.tasks.tryFind(`package:${language}`)!.reset(`tsx scripts/package.ts ${language}`);
}

// There is nothing to ask at a registry yet: the API of the last release is in the repository.
project.tasks.tryFind('compat')!.reset('tsx scripts/api.ts');
project.tasks.tryFind('compat')!.description = 'Compares the public API with that of the last release';
project.tasks.tryFind('compat')!.prependSpawn(project.compileTask);
new JsonFile(project, '.versionrc.json', {
  obj: {
    types: [
      { type: 'feat', section: 'New' },
      { type: 'fix', section: 'Mended' },
      { type: 'perf', section: 'Faster' },
      { type: 'docs', section: 'Documentation' },
      ...['test', 'chore', 'refactor', 'merge', 'style', 'ci', 'build'].map((type) => ({ type, hidden: true })),
    ],
    packageFiles: [{ filename: 'version.json', type: 'json' }],
    bumpFiles: ['version.json', 'package.json', 'package-lock.json'].map((filename) => ({ filename, type: 'json' })),
    // The API of the release goes with its commit; differences that were allowed for it need not be allowed again.
    scripts: { postbump: 'npm run compile && tsx scripts/api.ts --release && git rm --quiet --force --ignore-unmatch .compatignore && git add api' },
    commitAll: true,
  },
});
project.addTask('release', {
  description: 'Version, changelog and tag from the commits since the last release, once the API is seen to be compatible',
  steps: [{ spawn: 'compat' }, { exec: 'commit-and-tag-version', receiveArgs: true }],
});

const task = (name: string, description: string, exec: string, receiveArgs = false) => project.addTask(name, { description, exec, receiveArgs });
task('example', 'Synthesizes the examples with cdk8s-cli and shows where the YAML is', 'tsx scripts/example.ts').prependSpawn(project.compileTask);
task('test:newest-peers', 'The tests with the newest known peers', 'npm ci --prefix test/newest-peers --ignore-scripts && jest --config test/newest-peers/jest.config.json');
task('test:properties', 'The tests of properties with other cases than usual: some rounds (10 unless told), each with a random seed', 'tsx scripts/properties.ts', true);
// The environment of the tests is looked for here, not where Stryker copies the project to.
task('mutate', 'A mutation run over targeting, rollout and validation', 'stryker run', true).prependExec('tsx scripts/mutation/bundle-tests.ts');
// Pages of docs/ and parts of the README that are lists, made from the sources.
const pages = ['errors', 'defaults', 'agents', 'explain', 'claims', 'placement', 'languages', 'how-to'].map((page) => `tsx scripts/${page}.ts`);
task('docs:generate', 'Writes the pages of docs/ that are lists, from the sources', pages.join(' && '));
task('docs:check', 'Fails when those pages are not what the sources give', pages.map((page) => `${page} --check`).join(' && '));
task('docs:snippets', 'Compiles every program of the docs with jsii-rosetta, strictly', 'tsx scripts/snippets.ts').prependSpawn(project.compileTask);
// One page of everything is longer than anybody reads, or GitHub shows.
const docgen = project.tasks.tryFind('docgen')!;
docgen.reset('mkdir -p .tmp && jsii-docgen -o .tmp/API.md && tsx scripts/api-pages.ts .tmp/API.md');
docgen.description = 'Makes API.md and the pages of docs/api from the assembly';
project.annotateGenerated('/docs/api/**');
task('proof', 'Proves the claims of the README on real Kubernetes control planes', 'tsx proof/run.ts "$@"', true);
task('proof:oracle', 'Asks the placement engine and upstream\'s own functions the same random questions', 'tsx proof/oracle/run.ts', true);
task('parity', 'Holds the catalogue against facts of the vendors\' own deployments', 'tsx proof/parity/check.ts', true);
const languages = task('proof:languages', 'The same app in TypeScript, Python, Java and Go, from the built packages: the same bytes, and a message for each mistake', 'tsx proof/languages/run.ts', true);
languages.prependSpawn(project.postCompileTask);
languages.prependSpawn(project.compileTask);
const packageChecks = task('package:check', 'Checks the npm package: contents, size by part, types, and loading on Node.js 20, 22 and 24', 'tsx scripts/package-checks/run.ts');
packageChecks.prependSpawn(project.postCompileTask);
packageChecks.prependSpawn(project.compileTask);
const rehearsal = task('rehearse', 'Publishes to a registry on loopback and follows the README\'s quick start from there', 'tsx scripts/rehearse/run.ts');
rehearsal.prependSpawn(project.postCompileTask);
rehearsal.prependSpawn(project.compileTask);
const stranger = task('proof:stranger', 'An app as people have it, applied; its DaemonSet is then taken over by a construct of the published package, and no pod restarts', 'tsx proof/stranger/run.ts');
stranger.prependSpawn(project.postCompileTask);
stranger.prependSpawn(project.compileTask);
task('proof:scale', '1,000 nodes × 5 agents: time to full coverage and the memory of each process', 'tsx proof/scale.ts', true);
task('bench', 'Fleets and load time beside their peers and floors, as ratios', 'tsx bench/run.ts', true).prependSpawn(project.compileTask);
task('bench:explain', 'What node-agents costs beside Node.js itself, and how fast it reads', 'tsx bench/explain.ts', true);

// Types of what jest does not compile.
new JsonFile(project, 'tsconfig.check.json', {
  obj: {
    extends: './test/tsconfig.json',
    compilerOptions: { rootDir: '.', isolatedModules: false },
    include: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.ts', 'catalogue/**/*.ts', 'bench/**/*.ts', 'proof/**/*.ts'],
    exclude: ['node_modules', 'test/newest-peers/node_modules'],
  },
});

new JsonFile(project, 'test/newest-peers/jest.config.json', {
  obj: {
    rootDir: '../..',
    ...TESTS,
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    // They run in processes of their own, which jest does not map.
    testPathIgnorePatterns: ['/node_modules/', '/test/examples/', '/test/docs/', '/test/cli/', '/test/expectations/jest-entry', '/.stryker-tmp/'],
    modulePathIgnorePatterns: MADE,
    transform: { '^.+\\.[t]sx?$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
    moduleNameMapper: {
      ...SOURCES,
      ...Object.fromEntries(['cdk8s', 'cdk8s-plus-28', 'constructs'].map((peer) => [`^${peer}$`, `<rootDir>/test/newest-peers/node_modules/${peer}`])),
    },
  },
});

new JsonFile(project, 'stryker.config.json', {
  obj: {
    testRunner: 'jest',
    // All tests that are asked, in one file.
    buildCommand: 'npx tsx scripts/mutation/bundle-tests.ts',
    jest: {
      projectType: 'custom',
      enableFindRelatedTests: false,
      // Nothing is compiled there; what is set up before the tests is in their file.
      config: { testMatch: ['<rootDir>/reports/mutation/all.test.js'], testEnvironment: './reports/mutation/environment.js', setupFilesAfterEnv: [], transform: {} },
    },
    // What other commands leave, or need, and the tests of mutants do not.
    ignorePatterns: ['/.tmp', '/.gocache', '/bin', '/dist', '/lib', '/reports', '/test-reports'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    ignoreStatic: true,
    mutate: [
      'src/values/join-terms.ts', 'src/values/node-requirement.ts', 'src/values/node-targeting.ts', 'src/values/render-targeting.ts', 'src/values/tolerations.ts', 'src/values/rollout.ts',
      'src/pod/check-*.ts', 'src/daemon-set/render-daemon-set.ts', 'src/daemon-set/identity.ts',
    ],
    reporters: ['progress-append-only', 'clear-text', 'json'],
    clearTextReporter: { reportTests: false },
    jsonReporter: { fileName: 'reports/mutation.json' },
  },
});

project.synth();
