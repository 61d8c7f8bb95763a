import { parse } from 'yaml';
import { AgentDefaults, OpenTelemetryCollectorDaemonSet, OpenTelemetryCollectorDaemonSetProps, OtelComponent, OtelExporter, OtelSignal } from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, Manifest } from '../../synth';

export const DEBUG = OtelExporter.debug();
export const all = AgentDefaults.all();
export const agent = (props: Partial<OpenTelemetryCollectorDaemonSetProps> = {}) => new OpenTelemetryCollectorDaemonSet(chartOf(), 'collector', { exporters: [DEBUG], ...props });
export const config = (props: Partial<OpenTelemetryCollectorDaemonSetProps> = {}): Manifest => parse(agent(props).configYaml);
export const refusal = (props: Partial<OpenTelemetryCollectorDaemonSetProps>) => thrown(() => agent(props));
export const ZIPKIN = OtelComponent.receiver('zipkin', {}, OtelSignal.TRACES);
