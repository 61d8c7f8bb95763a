/** One line that rewrites itself on a terminal; elsewhere (CI logs) a line now and then, so that a long build is seen to move. */
export class Progress {
  private last = 0;
  private readonly tty = process.stderr.isTTY === true;

  public constructor(private readonly everyMs = 10_000) {}

  public show(text: string): void {
    if (this.tty) {
      process.stderr.write(`\r\x1b[K${text}`);
    } else if (Date.now() - this.last >= this.everyMs) {
      this.last = Date.now();
      process.stderr.write(`${text}\n`);
    }
  }

  public done(text: string): void {
    process.stderr.write(this.tty ? `\r\x1b[K${text}\n` : `${text}\n`);
  }
}

/** `4 min 12 s`, `3.4 s`: durations as people say them. */
export function duration(ms: number): string {
  if (ms < 60_000) {
    return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  }
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
