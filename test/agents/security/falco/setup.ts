import { parse } from 'yaml';
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

export const yaml = (text: string) => parse(text) as Manifest;
export const data = (objects: Manifest[], name: string) => objects.find((one) => one.kind === 'ConfigMap' && one.metadata.name === name)?.data;
export const mounts = (objects: Manifest[], container?: string) => containerOf(objects, container).volumeMounts.map((one: Manifest) => one.mountPath);
