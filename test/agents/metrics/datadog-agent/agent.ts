import {
  DatadogAgentDaemonSet, DatadogAgentDaemonSetProps, SecretKey,
} from '../../../../src';
import { chartOf, containerOf, Manifest, podOf, synth } from '../../synth';

export type Props = Partial<DatadogAgentDaemonSetProps>;
const KEY = SecretKey.of('datadog', 'api-key');
export const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => new DatadogAgentDaemonSet(chart, 'datadog', { apiKey: KEY, ...props });
export const make = (props: Props = {}) => synth((chart) => made(chart, props));
export const access = (props: Props, container?: string) => made(chartOf(), props).daemonSet.hostAccess
  .filter((one) => container === undefined || one.container === container).map(({ what }) => what);
export const env = (props: Props, container = 'agent'): { [name: string]: unknown } => Object.fromEntries(
  containerOf(make(props), container).env.map((one: Manifest) => [one.name, one.value ?? one.valueFrom]));
export const containers = (props: Props) => podOf(make(props)).containers.map((one: Manifest) => one.name);
export const mountsOf = (props: Props, container = 'agent') => containerOf(make(props), container).volumeMounts.map((one: Manifest) => one.mountPath);
export const served = (props: Props) => make(props).filter(({ kind }) => kind === 'Service').flatMap(({ spec }) => spec.ports.map((port: Manifest) => port.port));
