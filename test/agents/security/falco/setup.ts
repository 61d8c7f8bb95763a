import { FalcoDaemonSet, FalcoDaemonSetProps } from '../../../../src';
import { chartOf, containerOf, Manifest, synth } from '../../synth';

export const RULE = '- rule: Shell\n  desc: a shell\n  condition: spawned_process\n  output: shell\n  priority: WARNING\n';

export function made(props: FalcoDaemonSetProps = {}): Manifest[] {
  return synth((chart) => new FalcoDaemonSet(chart, 'falco', props));
}

/** What Falco is configured with, as far as it is asked. */
export function configured(props: FalcoDaemonSetProps): Manifest {
  const { configYaml } = new FalcoDaemonSet(chartOf(), 'falco', props);
  return yaml(configYaml);
}

/** Parsed by the package that the proof reads YAML with. */
export function yaml(text: string): Manifest {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('yaml') as { parse(text: string): Manifest }).parse(text);
}

export const data = (objects: Manifest[], name: string) => objects.find((one) => one.kind === 'ConfigMap' && one.metadata.name === name)?.data;
export const mounts = (objects: Manifest[], container?: string) => containerOf(objects, container).volumeMounts.map((one: Manifest) => one.mountPath);
