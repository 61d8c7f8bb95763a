import { execFileSync, spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

export const ROOT = resolve(__dirname, '../..');
export const DOCS = join(ROOT, 'docs/explain');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as it is shipped, bundled from the sources as they are, in a directory far from any node_modules. */
export class Program {
  public static bundled(): Program {
    const folder = mkdtempSync(join(tmpdir(), 'node-agents-'));
    execFileSync(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/bundle.ts'), join(folder, 'node-agents'), '--check'], { cwd: ROOT, stdio: 'pipe' });
    return new Program(folder);
  }

  private constructor(public readonly folder: string) {}

  public get path(): string {
    return join(this.folder, 'node-agents');
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A file beside the program. */
  public file(name: string, content: string | object): string {
    const path = join(this.folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  public run(args: readonly string[], { input = '', env = {} }: { readonly input?: string; readonly env?: { readonly [name: string]: string } } = {}): Ran {
    const { status, stdout, stderr } = spawnSync(this.path, [...args], { encoding: 'utf8', input, cwd: DOCS, maxBuffer: 268_435_456, env: { PATH: process.env.PATH, ...env } });
    return { code: status, stdout, stderr };
  }
}
