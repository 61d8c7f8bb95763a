import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { exec, ExecOptions, Outcome } from './exec';
import { Running, startProcess, whenInterrupted } from './processes';
import { build } from './toolchain';
import { waitUntil } from './wait';

const CONTAINER_MODULE = path.join(__dirname, '..', 'programs', 'container');
const TOOLS = ['unshare', 'nsenter', 'mount', 'ip'];

/**
 * This machine as a node of its own: the same kernel and the same files, in mount, network, process, host-name and IPC namespaces that
 * end with the test. Nothing listens outside of it, no mount is seen outside of it, and what agents write to the node is kept in memory.
 */
export class TestNode {
  public static async start(name: string): Promise<TestNode> {
    await requireNamespaces();
    const helper = await build({ name: 'container', module: CONTAINER_MODULE, env: { CGO_ENABLED: '0' } });
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'node-agents-proof-node-'));
    const plan = path.join(directory, 'node.json');
    fs.writeFileSync(plan, JSON.stringify({ Hostname: name, PIDFile: path.join(directory, 'node.pid') }));
    const holder = startProcess('node', 'unshare', [
      '--mount', '--net', '--pid', '--uts', '--ipc', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private', '--', helper, plan,
    ], path.join(directory, 'node.log'));
    const node = new TestNode(name, directory, helper, holder);
    try {
      await node.setUp();
      return node;
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  /** The node's address: on loopback, and yet another than 127.0.0.1, as on a real node. */
  public readonly address = '10.250.0.1';
  private readonly covered: string[] = [];
  private readonly started: Running[] = [];
  private readonly forget = whenInterrupted(() => fs.rmSync(this.directory, { recursive: true, force: true }));
  private count = 0;

  private constructor(
    public readonly name: string,
    /** For whatever is kept while it lives. */
    public readonly directory: string,
    /** The program that becomes a container's process. */
    public readonly helper: string,
    private readonly holder: Running,
  ) {}

  /** Runs a program of this machine in the node's namespaces, or in those of a process of the node. */
  public run(command: readonly string[], options: ExecOptions & { of?: number; namespaces?: readonly string[] } = {}): Promise<Outcome> {
    const [program, ...args] = this.inside(command, options.of, options.namespaces);
    return exec(program, args, { timeoutMs: 30_000, ...options });
  }

  public async ok(command: readonly string[], options: ExecOptions & { of?: number; namespaces?: readonly string[] } = {}): Promise<string> {
    const outcome = await this.run(command, options);
    if (outcome.code !== 0) {
      throw new Error(`on node ${this.name}: ${command.join(' ')}: exit code ${outcome.code}\n${outcome.stderr}`);
    }
    return outcome.stdout;
  }

  /** Starts a process that the plan describes, and gives its id on the node once it is about to execute its program. */
  public async launch(name: string, plan: object, options: { of?: number; unshare?: readonly string[] } = {}): Promise<{ running: Running; pid: number }> {
    const base = path.join(this.directory, `${name}-${this.count += 1}`);
    fs.writeFileSync(`${base}.json`, JSON.stringify({ ...plan, PIDFile: `${base}.pid` }));
    const unshare = options.unshare === undefined ? [] : ['unshare', ...options.unshare, '--'];
    const [program, ...args] = this.inside([...unshare, this.helper, `${base}.json`], options.of, ['net', 'uts', 'ipc']);
    const running = startProcess(name, program, args, `${base}.log`);
    this.started.push(running);
    await waitUntil(`${name} is started`, async () => (fs.existsSync(`${base}.pid`) ? undefined : 'it has not told its id'), {
      everyMs: 10, giveUp: () => (running.exit() === undefined ? undefined : `it ended (${running.exit()}): ${fs.readFileSync(running.logFile, 'utf8')}`),
    });
    return { running, pid: Number(fs.readFileSync(`${base}.pid`, 'utf8')) };
  }

  /** A new directory that no container has. */
  public scratch(name: string): string {
    return fs.mkdtempSync(path.join(this.directory, `${name}-`));
  }

  /**
   * From here on the directory, or what of it exists, is a copy in memory: an agent may make and change what it likes there, and this machine
   * keeps what it has.
   */
  public async copyOnWrite(wanted: string): Promise<void> {
    let directory = path.normalize(wanted);
    while (!fs.existsSync(directory) || !fs.statSync(directory).isDirectory()) {
      directory = path.dirname(directory);
    }
    if (directory === '/') {
      throw new Error(`${wanted} is to be written, and of it there is only /, which the proof never writes to`);
    }
    if (this.covered.some((other) => `${directory}/`.startsWith(`${other}/`))) {
      return;
    }
    const layer = this.scratch('layer');
    await this.ok(['mount', '-t', 'tmpfs', '-o', 'size=64m,mode=755', 'tmpfs', layer]);
    await this.ok(['mkdir', `${layer}/upper`, `${layer}/work`]);
    await this.ok(['mount', '-t', 'overlay', '-o', `lowerdir=${directory},upperdir=${layer}/upper,workdir=${layer}/work`, 'overlay', directory]);
    this.covered.push(directory);
  }

  public async stop(): Promise<void> {
    await this.holder.stop(0); // with the first process of its process namespace everything in it ends
    for (const running of this.started) {
      await running.stop(0);
    }
    fs.rmSync(this.directory, { recursive: true, force: true });
    this.forget();
  }

  private async setUp(): Promise<void> {
    await waitUntil(`node ${this.name} is up`, async () => (fs.existsSync(path.join(this.directory, 'node.pid')) ? undefined : 'it has not told its id'), {
      everyMs: 10, giveUp: () => (this.holder.exit() === undefined ? undefined : fs.readFileSync(this.holder.logFile, 'utf8')),
    });
    await this.ok(['mount', '--make-rshared', '/']);
    // Mounts that only containers have are made below this directory, and stay with them.
    await this.ok(['mount', '--bind', this.directory, this.directory]);
    await this.ok(['mount', '--make-private', this.directory]);
    await this.ok(['ip', 'link', 'set', 'lo', 'up']);
    await this.ok(['ip', 'address', 'add', `${this.address}/32`, 'dev', 'lo']);
  }

  private inside(command: readonly string[], of?: number, namespaces: readonly string[] = ['mount', 'net', 'uts', 'ipc', 'pid']): string[] {
    const ns = `/proc/${this.holder.pid}/ns`;
    const node = [
      'nsenter', `--mount=${ns}/mnt`, `--net=${ns}/net`, `--uts=${ns}/uts`, `--ipc=${ns}/ipc`, `--pid=${ns}/pid_for_children`, '--',
    ];
    const process = of === undefined ? [] : ['nsenter', '--target', String(of), ...namespaces.map((one) => `--${one}`), '--'];
    return [...node, ...process, ...command];
  }
}

let namespaces: Promise<void> | undefined;

/** @throws when this machine does not let the proof have namespaces, saying what to do. */
function requireNamespaces(): Promise<void> {
  namespaces ??= tryNamespaces();
  return namespaces;
}

async function tryNamespaces(): Promise<void> {
  const wanted = `programs are run in namespaces of their own: run the proof on Linux as root (in a container, a privileged one), with ${TOOLS.join(', ')} (packages util-linux, mount, iproute2)`;
  for (const tool of TOOLS) {
    await exec(tool, ['--help']).catch((error: Error) => {
      throw new Error(`${tool} is missing (${error.message}); ${wanted}`);
    });
  }
  const outcome = await exec('unshare', ['--mount', '--net', '--pid', '--uts', '--ipc', '--fork', '--mount-proc', '--', 'ip', 'link', 'set', 'lo', 'up']);
  if (outcome.code !== 0) {
    throw new Error(`namespaces cannot be had (${outcome.stderr.trim()}); ${wanted}`);
  }
}
