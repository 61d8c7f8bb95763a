import * as fs from 'node:fs';
import * as path from 'node:path';

import { exec, execOk } from '../../proof/harness/exec';
import { freePorts } from '../../proof/harness/ports';
import { startProcess } from '../../proof/harness/processes';
import { MINUTE, waitUntil } from '../../proof/harness/wait';
import { ROOT } from '../packages/build';

const FOLDER = path.join(__dirname, 'verdaccio');
const STATE = path.join(ROOT, '.tmp/rehearse');

/** A registry of one's own on loopback. */
export interface Registry {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Verdaccio on loopback. Packages of others come through it from the registry that npm is set up for, and stay on disk; ours are forgotten at every start.
 */
export async function startRegistry(ours: string): Promise<Registry> {
  await install();
  const [port] = await freePorts(1);
  const storage = path.join(STATE, 'storage');
  fs.rmSync(path.join(storage, ours), { recursive: true, force: true });
  fs.mkdirSync(storage, { recursive: true });
  const upstream = (await execOk('npm', ['config', 'get', 'registry'], { cwd: ROOT })).trim();
  const config = path.join(STATE, 'config.json');
  // Verdaccio reads YAML, of which JSON is a part.
  fs.writeFileSync(config, JSON.stringify({
    storage,
    listen: `127.0.0.1:${port}`,
    web: { enable: false },
    auth: { htpasswd: { file: path.join(STATE, 'htpasswd'), max_users: -1 } },
    uplinks: { upstream: { url: upstream, timeout: '60s', max_fails: 10, cache: true } },
    packages: {
      [ours]: { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', format: 'pretty', level: 'http' },
  }, undefined, 2));
  const running = startProcess('verdaccio', process.execPath, [path.join(FOLDER, 'node_modules/verdaccio/bin/verdaccio'), '--config', config], path.join(STATE, 'verdaccio.log'));
  const url = `http://127.0.0.1:${port}/`;
  await waitUntil('verdaccio answers', async () => {
    try {
      const response = await fetch(`${url}-/ping`);
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return (error as Error).message;
    }
  }, { timeoutMs: MINUTE, giveUp: () => running.exit() });
  return { url, stop: () => running.stop() };
}

/** Once: npm has its own mark of what it installed. */
async function install(): Promise<void> {
  const installed = path.join(FOLDER, 'node_modules/.package-lock.json');
  const wanted = path.join(FOLDER, 'package-lock.json');
  if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(wanted).mtimeMs) {
    return;
  }
  const outcome = await exec('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER, timeoutMs: 10 * MINUTE });
  if (outcome.code !== 0) {
    throw new Error(`Verdaccio cannot be installed:\n${outcome.stderr}`);
  }
}
