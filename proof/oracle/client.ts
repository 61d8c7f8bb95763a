import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import * as path from 'node:path';
import { createInterface } from 'node:readline';

import type { Question } from './cases';
import type { Answer } from './compare';
import { build } from '../harness/toolchain';

/** A running oracle: answers come in the order of the questions. */
export class Oracle {
  /** Builds the program where the cache has none. */
  public static async start(): Promise<Oracle> {
    return new Oracle(spawn(await build({ name: 'oracle', module: __dirname }), [], { cwd: path.dirname(__dirname) }));
  }

  private readonly waiting: { readonly resolve: (answers: Answer[]) => void; readonly reject: (error: Error) => void }[] = [];
  private errors = '';

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    createInterface({ input: child.stdout }).on('line', (line) => this.waiting.shift()?.resolve(JSON.parse(line) as Answer[]));
    child.stderr.setEncoding('utf8').on('data', (text: string) => { this.errors = (this.errors + text).slice(-4000); });
    child.stdin.on('error', () => undefined); // what became of it is said when it ends
    child.once('error', (error) => this.giveUp(error));
    child.once('exit', (code) => this.giveUp(new Error(`the oracle ended with ${code}: ${this.errors}`)));
  }

  public ask(question: Question): Promise<Answer[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  public stop(): void {
    this.child.stdin.end();
  }

  private giveUp(error: Error): void {
    this.waiting.splice(0).forEach(({ reject }) => reject(error));
  }
}
