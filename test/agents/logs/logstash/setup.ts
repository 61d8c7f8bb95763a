import { Size } from 'cdk8s';
import { parse } from 'yaml';
import { AgentDefaults, LogstashDaemonSet, LogstashDaemonSetProps, LogstashOutput, LogstashPipeline } from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, synth } from '../../synth';

export type Props = Partial<LogstashDaemonSetProps>;
export const outputs = [LogstashOutput.stdout()];
export const pipelines = [LogstashPipeline.containerLogs({ outputs })];
export const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => new LogstashDaemonSet(chart, 'logstash', { pipelines, ...props });
export const make = (props: Props = {}) => synth((chart) => made(chart, props));
export const settings = (props: Props = {}): Manifest => parse(made(chartOf(), props).settingsYaml);
export const refusal = (props: Props) => thrown(() => make(props));
export const all = AgentDefaults.all();
export const access = (props: Props) => made(chartOf(), props).daemonSet.hostAccess.map(({ what, container }) => `${container}: ${what}`);
export const javaOpts = (props: Props): string => containerOf(make(props)).env.find(({ name }: Manifest) => name === 'LS_JAVA_OPTS').value;
export const memory = (limit: number) => ({ resources: { memory: { limit: Size.mebibytes(limit) } } });
