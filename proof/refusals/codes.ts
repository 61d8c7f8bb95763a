import * as fs from 'node:fs';
import * as path from 'node:path';

import { CONTAINERS } from './mirror-containers';
import { IDENTITY } from './mirror-identity';
import { NETWORK } from './mirror-network';
import { OBJECTS } from './mirror-objects';
import { PLACEMENT } from './mirror-placement';
import { SECURITY } from './mirror-security';
import { VOLUMES } from './mirror-volumes';
import { NO_MANIFEST } from './no-manifest';
import type { Mirror } from './refusal';
import { STRICTER } from './stricter';

export const MIRRORS: readonly Mirror[] = [
  ...IDENTITY, ...CONTAINERS, ...NETWORK, ...SECURITY, ...VOLUMES, ...PLACEMENT, ...OBJECTS,
];

/** Every code that the library can give, as docs/errors.md lists them. */
export function documentedCodes(): string[] {
  const text = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'errors.md'), 'utf8');
  return [...new Set([...text.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]))];
}

/** What is wrong with the classification of the codes, if anything: each mirrors a rule of the API, or has a reason of its own. */
export function unclassified(codes: readonly string[]): string[] {
  const tables = new Set([...MIRRORS, ...STRICTER].map((mistake) => mistake.code));
  const unknown = [...tables, ...Object.keys(NO_MANIFEST)].filter((code) => !codes.includes(code));
  return [
    ...codes.filter((code) => !tables.has(code) && NO_MANIFEST[code] === undefined)
      .map((code) => `${code} is in no table: say in proof/refusals which rule of the API it mirrors, or why the library refuses what the API server takes`),
    ...Object.keys(NO_MANIFEST).filter((code) => tables.has(code)).map((code) => `${code} has a manifest and is said to have none`),
    ...[...new Set(unknown)].map((code) => `${code} is in a table, and the library does not give it (docs/errors.md)`),
  ];
}
