import { parse } from 'yaml';
import {
  FluentBitConfigFormat, FluentBitDaemonSet, FluentBitDaemonSetProps, FluentBitFilter, FluentBitInput, FluentBitOutput, SecretKey,
} from '../../../../src';
import { chartOf, Manifest } from '../../synth';

export type Props = Partial<FluentBitDaemonSetProps>;
export const INPUT = FluentBitInput.raw('dummy', { tag: 'a' });
export const OUTPUT = FluentBitOutput.stdout();
export const made = (props: Props) => new FluentBitDaemonSet(chartOf(), 'agent', { inputs: [INPUT], filters: [], outputs: [OUTPUT], ...props });
export const config = (props: Props) => parse(made(props).configText) as Manifest;
export const input = (one: FluentBitInput) => config({ inputs: [one] }).pipeline.inputs[0];
export const filter = (one: FluentBitFilter) => config({ inputs: [INPUT, FluentBitInput.raw('dummy', { tag: 'kube.*' })], filters: [one] }).pipeline.filters[0];
export const output = (one: FluentBitOutput) => config({ outputs: [one] }).pipeline.outputs[0];
export const classic = (props: Props) => made({ configFormat: FluentBitConfigFormat.CLASSIC, ...props }).configText;
export const key = SecretKey.of('s', 'k');
