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
  'jsii-diff@1.134.0',
  'jsii-docgen@10.12.6',
  'jsii-pacmak@1.140.0',
  'jsii-rosetta@6.0.16',
];

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-node-agents',
  description: 'Constructs for one pod on every eligible node, always: log agents, node exporters, network agents and your own, as typed cdk8s DaemonSets.',
  author: 'The cdk8s-node-agents authors',
  authorAddress: 'maintainers@cdk8s-node-agents.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-node-agents/cdk8s-node-agents.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-node-agents authors',
  keywords: ['cdk8s', 'kubernetes', 'daemonset', 'node-agent', 'logging', 'monitoring', 'cni', 'gitops'],
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

  // There is no place to release to yet: until there is, the one workflow checks each change.
  release: false,
  depsUpgrade: false,
  buildWorkflow: false,
  pullRequestTemplate: false,
  githubOptions: { mergify: false, pullRequestLint: false },

  sampleCode: false,
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'proof', 'bench', 'scripts'], tsconfigPath: './tsconfig.check.json' },
  docgen: true,
  jestOptions: {
    jestVersion: '30.5.2',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { collectCoverage: false, testPathIgnorePatterns: ['/node_modules/', '/.stryker-tmp/'], modulePathIgnorePatterns: ['/.stryker-tmp/', '/test/newest-peers/'] },
  },
  gitignore: ['/.tmp-*/', '/.tmp/', '/reports/', '/.stryker-tmp/', '/examples/log-agent/dist/', '/examples/platform/dist/', '.gocache/'],
});

// A folder of that name holds sources here.
project.gitignore.removePatterns('logs');

// What only the checkout needs.
['/tsconfig.check.json', '/examples/', '/bench/', '/proof/', '/docs/', '/scripts/', '/.ci/', '/.npmrc', '/.tmp/', '/reports/', '/.stryker-tmp/', '/stryker.config.json', '/API.md'].forEach((path) => project.addPackageIgnore(path));

// Presets add ranges of their own after the options are read: pin again what they loosened.
project.addDevDeps(...PINNED);

// A lock file that names packages and hashes, not the host they were fetched from, works behind any registry mirror.
new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

// 1.13.0 names optional packages that do not all resolve, without which `npm ci` refuses the lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// Examples import the package by its own name, as users do: Node resolves that through `exports`.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});

new github.GithubWorkflow(project.github!, 'check').on({ push: { branches: ['main'] }, pullRequest: {} });
project.github!.workflows.find((workflow) => workflow.name === 'check')!.addJob('check', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  steps: [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': '20' } },
    { uses: 'actions/setup-go@v5', with: { 'go-version': '1.26.x' } },
    { run: '.ci/run' },
  ],
});

// Tests of examples and of the package's own name need what users get: the compiled library.
project.testTask.prependExec('tsc --noEmit -p tsconfig.check.json');
project.testTask.prependSpawn(project.compileTask);

const task = (name: string, description: string, exec: string, receiveArgs = false) => project.addTask(name, { description, exec, receiveArgs });
task('example', 'Synthesizes the examples with cdk8s-cli and shows where the YAML is', 'tsx scripts/example.ts').prependSpawn(project.compileTask);
task('test:newest-peers', 'The tests with the newest known peers', 'npm ci --prefix test/newest-peers --ignore-scripts && jest --config test/newest-peers/jest.config.json');
task('mutate', 'A mutation run over targeting, rollout and validation', 'stryker run', true);
task('docs:generate', 'Writes the pages of docs/ that are lists, from the sources', 'tsx scripts/errors.ts && tsx scripts/defaults.ts');
task('docs:check', 'Fails when those pages are not what the sources give', 'tsx scripts/errors.ts --check && tsx scripts/defaults.ts --check');
task('proof:oracle', 'The placement engine beside upstream\'s own functions, on random cases', 'tsx proof/oracle/run.ts', true);
task('bench', 'Fleets, load time and placement beside their peers and floors, as ratios', 'tsx bench/run.ts', true).prependSpawn(project.compileTask);

// Types of what jest does not compile.
new JsonFile(project, 'tsconfig.check.json', {
  obj: {
    extends: './test/tsconfig.json',
    compilerOptions: { rootDir: '.', isolatedModules: false },
    include: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'proof/**/*.ts'],
    exclude: ['node_modules', 'test/newest-peers/node_modules'],
  },
});

new JsonFile(project, 'test/newest-peers/jest.config.json', {
  obj: {
    rootDir: '../..',
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    // Examples run in processes of their own, which jest does not map.
    testPathIgnorePatterns: ['/node_modules/', '/test/examples/', '/.stryker-tmp/'],
    modulePathIgnorePatterns: ['/.stryker-tmp/'],
    transform: { '^.+\\.[t]sx?$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
    moduleNameMapper: Object.fromEntries(['cdk8s', 'cdk8s-plus-28', 'constructs'].map((peer) => [`^${peer}$`, `<rootDir>/test/newest-peers/node_modules/${peer}`])),
  },
});

new JsonFile(project, 'stryker.config.json', {
  obj: {
    testRunner: 'jest',
    jest: { projectType: 'custom', config: { testMatch: ['<rootDir>/test/{values,pod,daemon-set}/**/*.test.ts'] } },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    ignoreStatic: true,
    mutate: [
      'src/values/node-requirement.ts', 'src/values/node-targeting.ts', 'src/values/render-targeting.ts', 'src/values/tolerations.ts', 'src/values/rollout.ts',
      'src/pod/check-*.ts', 'src/daemon-set/render-daemon-set.ts', 'src/daemon-set/identity.ts',
    ],
    reporters: ['progress-append-only', 'clear-text', 'json'],
    jsonReporter: { fileName: 'reports/mutation.json' },
  },
});

project.synth();
