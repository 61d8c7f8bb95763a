/** Deadlines of the proof in milliseconds: generous for a busy machine of 2 cores, bounded all the same. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export interface WaitOptions {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** Fails at once when this says why waiting is pointless. */
  readonly giveUp?: () => string | undefined;
}

/**
 * Asks again until the probe answers `undefined` (nothing is wrong any more). At the deadline it fails with the probe's last complaint,
 * so that a timeout says what was missing and not only that time ran out.
 */
export async function waitUntil(what: string, probe: () => Promise<string | undefined>, options: WaitOptions = {}): Promise<void> {
  const timeoutMs = options.timeoutMs ?? MINUTE;
  const everyMs = options.everyMs ?? 200;
  const start = Date.now();
  for (;;) {
    const wrong = await probe();
    if (wrong === undefined) {
      return;
    }
    const pointless = options.giveUp?.();
    if (pointless !== undefined) {
      throw new Error(`${what}: ${pointless}`);
    }
    if (Date.now() - start > timeoutMs) {
      throw new Error(`${what}: not within ${timeoutMs / SECOND} s; last seen: ${wrong}`);
    }
    await sleep(everyMs);
  }
}

/** Nothing must happen: the probe has to stay without complaint for the whole time. */
export async function staysTrue(what: string, probe: () => Promise<string | undefined>, forMs: number, everyMs = 250): Promise<void> {
  const start = Date.now();
  while (Date.now() - start < forMs) {
    const wrong = await probe();
    if (wrong !== undefined) {
      throw new Error(`${what}: after ${Date.now() - start} ms: ${wrong}`);
    }
    await sleep(everyMs);
  }
}
