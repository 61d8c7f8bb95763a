/** A row of a table: what, then its figures. */
export function row(columns: readonly string[]): string {
  return columns.map((column, i) => (i === 0 ? column.padEnd(40) : column.padStart(16))).join('');
}

export function printTarget(target: string, measured: number, holds: boolean): void {
  console.log(`${(holds ? 'holds' : 'DOES NOT HOLD').padEnd(14)} ${target}: ${measured.toFixed(2)} ×`);
}
