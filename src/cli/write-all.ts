import type { Writable } from 'stream';

/** Few large pieces are written faster than many small ones. */
const BATCH = 65_536;

/** Writes everything as fast as the reader takes it. A reader that goes away, such as `head`, has had enough, and that is no fault. */
export async function writeAll(stream: Writable, pieces: Iterable<string>): Promise<void> {
  let failure: NodeJS.ErrnoException | undefined;
  stream.on('error', (error) => {
    failure = error;
  });
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length >= BATCH) {
      await write(stream, batch);
      batch = '';
    }
    if (failure !== undefined) {
      break;
    }
  }
  await write(stream, failure === undefined ? batch : '');
  if (failure !== undefined && failure.code !== 'EPIPE') {
    throw failure;
  }
}

/** An error is the business of the listener. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => (text === '' ? resolve() : stream.write(text, () => resolve())));
}
