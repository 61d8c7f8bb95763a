import { Progress } from '../../src/cli/progress';

/** A terminal, and a clock that goes on by so much with each question. */
function watched(isTTY: boolean, step: number): { readonly progress: Progress; readonly written: string[] } {
  const written: string[] = [];
  let now = 0;
  return { progress: new Progress({ isTTY, write: (text) => written.push(text) }, 'nodes', () => now += step), written };
}

test('tells on a terminal how far reading has come, and leaves no trace', () => {
  const { progress, written } = watched(true, 1000);
  progress.object();
  progress.read(3_000_000);
  progress.done();
  expect(written).toEqual(['\r\u001b[Kreading nodes: 1, 3 MB', '\r\u001b[K']);
});

test('says nothing elsewhere, nor of what is read at once', () => {
  for (const { progress, written } of [watched(false, 1000), watched(true, 1)]) {
    progress.read(3_000_000);
    progress.done();
    expect(written).toEqual([]);
  }
});
