/** One line of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function parseMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    return match === null ? [] : [{ name: match[1], labels: labelsOf(match[2] ?? ''), value: Number(match[3]) }];
  });
}

export function valuesOf(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number[] {
  return select(samples, name, labels).map((sample) => sample.value);
}

export function select(samples: readonly Sample[], name: string, labels: Record<string, string> = {}): Sample[] {
  return samples.filter((sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value));
}

function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map((match) => [match[1], match[2].replace(/\\(.)/g, '$1')]));
}
