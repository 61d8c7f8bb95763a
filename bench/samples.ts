/** One measurement: time on the wall, and of the processors, in milliseconds. */
export interface Sample {
  readonly milliseconds: number;
  readonly cpu: number;
}

export type Clock = keyof Sample;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Of samples taken side by side: a slow moment of the machine is in both, and goes out. */
export function ratio(samples: readonly Sample[], to: readonly Sample[], clock: Clock): number {
  return median(samples.map((sample, i) => sample[clock] / to[i][clock]));
}

/** Median on the wall, its range, median of the processors. */
export function cells(samples: readonly Sample[]): string[] {
  const wall = samples.map((sample) => sample.milliseconds);
  return [
    median(wall).toFixed(0), `${Math.min(...wall).toFixed(0)}–${Math.max(...wall).toFixed(0)}`, median(samples.map((sample) => sample.cpu)).toFixed(0),
  ];
}

/** Ratios of both clocks. */
export function ratios(samples: readonly Sample[], to: readonly Sample[]): string[] {
  return [ratio(samples, to, 'milliseconds').toFixed(2), ratio(samples, to, 'cpu').toFixed(2)];
}
