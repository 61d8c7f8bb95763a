/** The message of the error that this throws; fails when it throws none. */
export function thrown(act: () => unknown): string {
  let result: unknown;
  try {
    result = act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`expected an error, but got ${String(result)}`);
}
