import { readFileSync } from 'fs';
import { join } from 'path';
import { LARGEST, wrongFiles, wrongManifest } from '../../scripts/package-checks/contents';
import { bytes } from '../../scripts/packages/sizes';

const files = (...paths: string[]) => paths.map((path) => ({ path, size: 1 }));
const WHOLE = ['package.json', 'README.md', 'LICENSE', 'THIRD-PARTY', '.jsii', '.jsii.gz', 'lib/index.js', 'lib/index.js.map', 'lib/index.d.ts', 'bin/node-agents'];
const MANIFEST = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as Parameters<typeof wrongManifest>[0];

test('the package of today is what users need', () => {
  expect(wrongFiles(files(...WHOLE))).toEqual([]);
  expect(wrongManifest(MANIFEST)).toEqual([]);
});

test('tests, sources, the program\'s parts and folders of the checkout are nothing that users need', () => {
  expect(wrongFiles(files(...WHOLE, 'test/index.test.ts', 'src/index.ts', 'lib/cli/main.js', 'proof/run.ts', 'lib/index.ts'))).toEqual(
    ['test/index.test.ts', 'src/index.ts', 'lib/cli/main.js', 'proof/run.ts', 'lib/index.ts'].map((path) => `${path} is nothing that users need`),
  );
});

test('what is missing is said', () => {
  expect(wrongFiles(files(...WHOLE.filter((path) => path !== '.jsii.gz')))).toEqual([expect.stringContaining('there is nothing of the assembly')]);
  expect(wrongFiles(files(...WHOLE, 'lib/values.d.ts'))).toEqual(['lib/values.d.ts has no JavaScript beside it']);
});

test('it stays below 5 MB', () => {
  const large = { path: 'lib/large.js', size: LARGEST };
  expect(wrongFiles([...files(...WHOLE), large])).toEqual([`it takes ${LARGEST + WHOLE.length} bytes unpacked, and at most ${LARGEST} are allowed`]);
});

test('dependencies, missing peers, scripts at installation and missing metadata are said', () => {
  expect(wrongManifest({ ...MANIFEST, dependencies: { yaml: '2.9.1' } })).toEqual(['it has dependencies: {"yaml":"2.9.1"}']);
  expect(wrongManifest({ ...MANIFEST, peerDependencies: { cdk8s: '^2' } })).toEqual(['its peers are cdk8s']);
  expect(wrongManifest({ ...MANIFEST, scripts: { postinstall: 'node x' } })).toEqual(['it runs postinstall when it is installed']);
  expect(wrongManifest({ ...MANIFEST, keywords: undefined })).toEqual(['it has no keywords']);
});

test('sizes are written as registries write them', () => {
  expect([bytes(785_400), bytes(2_984_000)]).toEqual(['785 KB', '2.98 MB']);
});
