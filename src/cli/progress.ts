import { NodeWatcher } from './read-nodes';

/** Where progress is written. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Often enough to see that it goes on. */
const EVERY_MS = 100;

/** One line that is written over while reading goes on; on anything but a terminal, nothing. */
export class Progress implements NodeWatcher {
  private bytes = 0;
  private objects = 0;
  private next: number;
  private shown = false;

  constructor(private readonly stream: ProgressStream, private readonly what: string, private readonly clock: () => number = Date.now) {
    // What is read at once needs no telling.
    this.next = clock() + 2 * EVERY_MS;
  }

  public object(): void {
    this.objects++;
  }

  public read(bytes: number): void {
    this.bytes += bytes;
    if (this.stream.isTTY === true && this.clock() >= this.next) {
      this.next = this.clock() + EVERY_MS;
      this.shown = true;
      this.stream.write(`\r\u001b[Kreading ${this.what}: ${this.objects.toLocaleString('en')}, ${(this.bytes / 1e6).toFixed(0)} MB`);
    }
  }

  public done(): void {
    if (this.shown) {
      this.stream.write('\r\u001b[K');
    }
  }
}
