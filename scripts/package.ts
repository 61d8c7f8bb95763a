import { buildPackage } from './packages/build';
import { sizeLine } from './packages/sizes';
import { LANGUAGE_NAMES, languagesOf, missingTools } from './packages/tools';

/*
 * Builds the packages of all languages, or of those named, into dist/ and says how large each is: `tsx scripts/package.ts [js] [python] [java] [go]`.
 * What was built from the same sources is not built again.
 */

async function main(): Promise<void> {
  const languages = languagesOf(process.argv.slice(2));
  const missing = missingTools(languages);
  if (missing.length > 0) {
    throw new Error(missing.join('\n'));
  }
  for (const language of languages) {
    const start = Date.now();
    const built = await buildPackage(language);
    console.error(`${LANGUAGE_NAMES[language]}: ${built ? `built in ${((Date.now() - start) / 1000).toFixed(0)} s` : 'as built before'}`);
  }
  languages.forEach((language) => console.log(sizeLine(language)));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
