import * as fs from 'node:fs';
import * as path from 'node:path';

import { execOk } from './exec';
import { cacheRoot } from './toolchain';

/** What an image is to the kubelet: files, and what holds where the pod says nothing. */
export interface Image {
  /** A directory with the image's files; it is never written to. */
  readonly files: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly workingDir?: string;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An image that has one static program, as images of Go programs do. */
export function programImage(directory: string, program: string, at: string, options: Pick<Image, 'entrypoint' | 'user'>): Image {
  const target = path.join(directory, at);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(program, target);
  fs.chmodSync(target, 0o755);
  return { files: directory, env: { PATH }, ...options };
}

/**
 * An image of Debian packages, unpacked and not installed: no script of theirs runs, nothing of the system changes. Give all that the
 * program needs, its libraries too. Kept in the cache under names and versions.
 */
export async function debianImage(packages: readonly string[], options: Pick<Image, 'entrypoint' | 'user'>): Promise<Image> {
  const listed = await execOk('apt-get', ['download', '--print-uris', ...packages]).catch((error: Error) => {
    throw new Error(`programs of Debian packages need apt-get, and its lists (apt-get update): ${error.message}`);
  });
  const names = [...listed.matchAll(/^'\S+' (\S+\.deb) /gm)].map((match) => decodeURIComponent(match[1])).sort();
  const files = path.join(cacheRoot(), 'debian', names.join('+').replace(/\.deb/g, '').replace(/[^\w.+~-]/g, '_').slice(0, 200));
  if (!fs.existsSync(files)) {
    fs.mkdirSync(path.dirname(files), { recursive: true });
    // Unpacked beside its place and moved there whole.
    const temporary = fs.mkdtempSync(`${files}.`);
    const archives = path.join(temporary, 'archives');
    fs.mkdirSync(archives);
    await execOk('apt-get', ['download', ...packages], { cwd: archives });
    for (const archive of fs.readdirSync(archives)) {
      await execOk('dpkg-deb', ['--extract', path.join(archives, archive), path.join(temporary, 'files')]);
    }
    fs.renameSync(path.join(temporary, 'files'), files);
    fs.rmSync(temporary, { recursive: true });
  }
  return { files, env: { PATH }, ...options };
}
