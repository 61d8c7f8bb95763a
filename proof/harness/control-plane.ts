import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { Client } from './client';
import type { KubeObject } from './kube';
import { Kubectl } from './kubectl';
import { writeStages } from './kwok';
import { Ledger } from './ledger';
import { freePorts } from './ports';
import { peakMemoryMiB, Running, startProcess, whenInterrupted } from './processes';
import { controlPlanePrograms, Line } from './programs';
import { MINUTE, waitUntil } from './wait';

export interface ControlPlaneOptions {
  /** More flags for a component, by its name; a later flag of the same name wins. */
  readonly flags?: Record<string, string[]>;
}

/**
 * A whole Kubernetes control plane on free ports of 127.0.0.1, its data and its logs in a temporary directory of its own.
 * What runs is what a cluster runs; only the kubelets are played (by KWOK).
 */
export class ControlPlane {
  /** Starts everything and returns once pods can be made. */
  public static async start(line: Line, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const programs = await controlPlanePrograms(line);
    const started = Date.now();
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), `node-agents-proof-${line}-`));
    const plane = new ControlPlane(line, directory, programs.version);
    try {
      await plane.boot(programs, options.flags ?? {});
      plane.startMs = Date.now() - started;
      return plane;
    } catch (error) {
      await plane.stop();
      throw new Error(`the ${line} control plane does not start; logs are in ${plane.logs}\n${(error as Error).message}`);
    }
  }

  public client!: Client;
  public kubectl!: Kubectl;
  public readonly ledger = new Ledger();
  /** Where each component's log is. */
  public readonly logs: string;
  /** How long it took until pods could be made. */
  public startMs = 0;

  private ports: number[] = [];
  private readonly running: Running[] = [];
  private readonly notInterrupted: () => void;

  private constructor(public readonly line: Line, public readonly directory: string, public readonly version: string) {
    this.logs = path.join(directory, 'logs');
    fs.mkdirSync(this.logs, { recursive: true });
    this.notInterrupted = whenInterrupted(() => {
      this.keepOnlyLogs();
      process.stderr.write(`logs of the control plane: ${this.logs}\n`);
    });
  }

  /** Ids of the components' processes, and the addresses that they listen on. */
  public get processes(): { pids: number[]; ports: number[] } {
    return { pids: this.running.map((one) => one.pid), ports: this.ports };
  }

  /** Fails when a component has died: waiting for what a dead component should do would hide why. */
  public checkAlive(): void {
    const dead = this.running.filter((one) => one.exit() !== undefined);
    if (dead.length > 0) {
      throw new Error(dead.map((one) => `${one.name} has ended (${one.exit()}); its log: ${one.logFile}`).join('\n'));
    }
  }

  /** Peak memory of each component so far, in MiB. */
  public peakMemory(): Record<string, number> {
    return Object.fromEntries(this.running.map((one) => [one.name, peakMemoryMiB(one.pid) ?? 0]));
  }

  /** Ends every component, the API server before its etcd: left without etcd it would hold its port for minutes. Its logs stay. */
  public async stop(): Promise<void> {
    this.client?.close();
    for (const one of [...this.running].reverse()) {
      await one.stop();
    }
    this.keepOnlyLogs();
    this.notInterrupted();
  }

  /** Removes the logs, too; only for a run that has nothing to explain. */
  public discard(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  /** Keys, tokens and data are of no use without the processes, which may still write for a moment. */
  private keepOnlyLogs(): void {
    for (const name of fs.readdirSync(this.directory).filter((one) => one !== path.basename(this.logs))) {
      fs.rmSync(path.join(this.directory, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  }

  private async boot(programs: Awaited<ReturnType<typeof controlPlanePrograms>>, flags: Record<string, string[]>): Promise<void> {
    this.ports = await freePorts(6);
    const [etcdPort, peerPort, apiPort, managerPort, schedulerPort, kwokPort] = this.ports;
    const etcdUrl = `http://127.0.0.1:${etcdPort}`;
    const server = `https://127.0.0.1:${apiPort}`;
    const token = randomBytes(16).toString('hex');
    const file = (name: string) => path.join(this.directory, name);
    const start = (name: string, command: string, args: string[]) => {
      this.running.push(startProcess(name, command, [...args, ...(flags[name] ?? [])], path.join(this.logs, `${name}.log`), { KUBECONFIG: file('kubeconfig') }));
    };

    fs.writeFileSync(file('tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
    fs.writeFileSync(file('account.key'), newKey(), { mode: 0o600 });

    start('etcd', programs.etcd, ['etcd', '--data-dir', file('etcd'), '--client-url', etcdUrl, '--peer-url', `http://127.0.0.1:${peerPort}`]);
    start('kube-apiserver', programs.kubernetes, [
      'kube-apiserver', '--etcd-servers', etcdUrl, '--cert-dir', file('certs'), '--bind-address=127.0.0.1', `--secure-port=${apiPort}`,
      '--service-cluster-ip-range=10.0.0.0/16', '--service-account-issuer=https://kubernetes.default.svc',
      '--service-account-key-file', file('account.key'), '--service-account-signing-key-file', file('account.key'),
      '--token-auth-file', file('tokens.csv'), '--authorization-mode=RBAC', '--allow-privileged=true',
    ]);
    await this.reachable(server, token, file('certs/apiserver.crt'), programs.version);
    fs.writeFileSync(file('kubeconfig'), kubeconfig(server, file('certs/apiserver.crt'), token), { mode: 0o600 });
    this.kubectl = new Kubectl(programs.kubernetes, file('kubeconfig'), file('kubectl-cache'), this.ledger);

    const asClient = ['--kubeconfig', file('kubeconfig'), '--authentication-kubeconfig', file('kubeconfig'), '--authorization-kubeconfig', file('kubeconfig'), '--leader-elect=false', '--bind-address=127.0.0.1'];
    start('kube-controller-manager', programs.kubernetes, [
      'kube-controller-manager', ...asClient, `--secure-port=${managerPort}`, '--cert-dir', file('manager-certs'), '--service-account-private-key-file', file('account.key'),
      '--root-ca-file', file('certs/apiserver.crt'), '--use-service-account-credentials=true', '--kube-api-qps=500', '--kube-api-burst=1000',
    ]);
    start('kube-scheduler', programs.kubernetes, [
      'kube-scheduler', ...asClient, `--secure-port=${schedulerPort}`, '--cert-dir', file('scheduler-certs'), '--kube-api-qps=500', '--kube-api-burst=1000',
    ]);
    start('kwok', programs.kwok, [
      '--kubeconfig', file('kubeconfig'), '--config', writeStages(programs.kwokSources, file('stages.yaml')), '--manage-all-nodes', '--cidr=10.64.0.0/10', '--node-ip=127.0.0.1',
      '--node-lease-duration-seconds=40', `--server-address=127.0.0.1:${kwokPort}`,
    ]);
    await this.canMakePods();
  }

  /** Ready, and really ours: an older API server that still holds the port would answer too. */
  private async reachable(server: string, token: string, certificate: string, version: string): Promise<void> {
    await waitUntil('the API server is ready', async () => {
      this.checkAlive();
      if (!fs.existsSync(certificate)) {
        return 'it has written no certificate yet';
      }
      this.client ??= new Client({ server, token, ca: fs.readFileSync(certificate, 'utf8') }, this.ledger);
      try {
        const ready = await this.client.raw('GET', '/readyz');
        return ready.status === 200 ? undefined : ready.body;
      } catch (error) {
        return (error as Error).message;
      }
    }, { everyMs: 100 });
    const { gitVersion } = await this.client.json<{ gitVersion: string }>('GET', '/version');
    if (gitVersion !== version) {
      throw new Error(`${server} answers as ${gitVersion}, not as ${version}: it is not the API server that was started`);
    }
  }

  /** Admission refuses pods of a namespace until the controller manager has made its `default` account. */
  private async canMakePods(): Promise<void> {
    const account: KubeObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'kube-system', name: 'default' } };
    await waitUntil('the service account kube-system/default exists', async () => {
      this.checkAlive();
      return await this.client.find(account) === undefined ? 'it is missing' : undefined;
    }, { timeoutMs: MINUTE, everyMs: 100 });
  }
}

function kubeconfig(server: string, certificateAuthority: string, token: string): string {
  return JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: 'proof', cluster: { server, 'certificate-authority': certificateAuthority } }],
    'users': [{ name: 'admin', user: { token } }],
    'contexts': [{ name: 'proof', context: { cluster: 'proof', user: 'admin' } }],
    'current-context': 'proof',
  });
}

function newKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
