import { exec, ExecOptions, Outcome } from './exec';
import type { KubeObject } from './kube';
import type { Ledger } from './ledger';
import { MINUTE } from './wait';

/** The field manager under which the proof applies, as a user's pipeline would. */
export const FIELD_MANAGER = 'node-agents-proof';

export interface Applied extends Outcome {
  readonly warnings: string[];
}

/** The real kubectl of the line: what is proven is what users run. */
export class Kubectl {
  public constructor(
    private readonly program: string,
    private readonly kubeconfig: string,
    private readonly cache: string,
    private readonly ledger: Ledger,
  ) {}

  public run(args: string[], options: ExecOptions = {}): Promise<Outcome> {
    const env = { KUBECONFIG: this.kubeconfig, KUBECACHEDIR: this.cache, KUBERC: 'off', ...options.env };
    return exec(this.program, ['kubectl', ...args], { timeoutMs: 2 * MINUTE, ...options, env });
  }

  /** Server-side apply with strict field validation. */
  public async apply(objects: readonly KubeObject[], more: string[] = []): Promise<Applied> {
    const args = ['apply', '--server-side', '--validate=strict', `--field-manager=${FIELD_MANAGER}`, ...more, '-f', '-'];
    objects.forEach((object) => this.ledger.add(object));
    const outcome = await this.run(args, { input: asList(objects) });
    return { ...outcome, warnings: warningsOf(outcome.stderr) };
  }

  public async applyOk(objects: readonly KubeObject[], more: string[] = []): Promise<Applied> {
    const applied = await this.apply(objects, more);
    if (applied.code !== 0) {
      throw new Error(`kubectl apply: exit code ${applied.code}\n${applied.stderr}`);
    }
    return applied;
  }

  /** The difference that applying would make, as text; empty when there is none. */
  public async diff(objects: readonly KubeObject[]): Promise<string> {
    const outcome = await this.run(['diff', '--server-side', `--field-manager=${FIELD_MANAGER}`, '-f', '-'], { input: asList(objects) });
    if (outcome.code > 1) {
      throw new Error(`kubectl diff: exit code ${outcome.code}\n${outcome.stderr}`);
    }
    return outcome.stdout + outcome.stderr;
  }

  public async ok(args: string[], options: ExecOptions = {}): Promise<string> {
    const outcome = await this.run(args, options);
    if (outcome.code !== 0) {
      throw new Error(`kubectl ${args.join(' ')}: exit code ${outcome.code}\n${outcome.stderr}`);
    }
    return outcome.stdout;
  }
}

/** One JSON document a line, as `kubectl -f -` reads it; order is kept. */
function asList(objects: readonly KubeObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
}

function warningsOf(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith('Warning: ')).map((line) => line.slice('Warning: '.length));
}
