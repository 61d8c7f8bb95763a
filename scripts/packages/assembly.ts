import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import { gunzipSync } from 'zlib';

/** The assembly that was compiled last: what other languages see of the package. It is compressed, and `.jsii` only says where it is. */
export function readAssembly(): unknown {
  return JSON.parse(gunzipSync(readFileSync(join(resolve(__dirname, '../..'), '.jsii.gz'))).toString('utf8')) as unknown;
}
