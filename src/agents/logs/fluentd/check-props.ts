import { isIP } from 'net';
import { FluentdFilter } from './filter';
import { FluentdOutput } from './output';
import { FluentdDaemonSetProps, FluentdLogLevel } from './props';
import { FluentdSource } from './source';
import { isReference } from './value';
import { fail, show } from '../../../errors';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, TEXT, listOf, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { requireUnsetOrOneOf } from '../../../values/require';
import { agentProps } from '../../common';
import { requireNoSecret } from '../fluent/secrets';

const KINDS = {
  outputs: listOf(of(FluentdOutput)),
  sources: listOf(of(FluentdSource)),
  filters: listOf(of(FluentdFilter)),
  rawConfig: TEXT,
  metrics: BOOLEAN,
  image: of(ImageName),
  stateDirectory: of(HostPath),
  monitor: of(Monitor),
};

/** All that it takes. */
export const FLUENTD_PROPS = agentProps<FluentdDaemonSetProps>({ ...KINDS, logLevel: true, metricsPort: true, metricsBind: true });

/** What can be seen to be wrong in Fluentd's own props. */
export function checkFluentd(where: string, props: FluentdDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { outputs: [FluentdOutput.elasticsearch({ host: "elasticsearch.logging" })] }`);
  }
  requireKinds(where, props, KINDS);
  if (props.rawConfig === undefined) {
    if (props.outputs === undefined || props.outputs.length === 0) {
      fail('MissingOutputs', where, `outputs are ${show(props.outputs)}; write where records are sent, such as FluentdOutput.elasticsearch({ host: "elasticsearch.logging" }), or FluentdOutput.stdout() to look at them`);
    }
    if (props.sources?.length === 0) {
      fail('MissingSources', where, 'sources are []; write at least one, or leave it out for logs of containers');
    }
  } else {
    checkRaw(where, props, props.rawConfig);
  }
  requireUnsetOrOneOf(where, 'logLevel', props.logLevel, FluentdLogLevel);
  const ofMetrics = (['metricsPort', 'metricsBind', 'monitor'] as const).find((what) => props[what] !== undefined);
  if (props.metrics === false && ofMetrics !== undefined) {
    fail('MetricsOff', where, `metrics is false, and ${ofMetrics} is given, which has nothing to be about; leave one of them out`);
  }
  if (props.metricsPort !== undefined) {
    requirePort(where, 'metricsPort', props.metricsPort);
  }
  if (props.metricsBind !== undefined && isIP(String(props.metricsBind)) === 0) {
    fail('InvalidAddress', where, `metricsBind is ${show(props.metricsBind)}; write an address such as "0.0.0.0" or "::"`);
  }
}

function checkRaw(where: string, props: FluentdDaemonSetProps, text: string): void {
  const beside = (['outputs', 'sources', 'filters'] as const).find((what) => props[what] !== undefined);
  if (beside !== undefined) {
    fail('RawConfigAndMore', where, `rawConfig takes the place of ${beside}, which are written as well; write them in it, or leave it out`);
  }
  if (!/^\s*<match\b/m.test(text) && !/^\s*@include\b/m.test(text)) {
    fail('MissingOutputs', where, 'rawConfig has no <match …>; write where records are sent');
  }
  text.split('\n').forEach((line, i) => {
    const [, key, value] = /^\s*([\w.-]+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined) {
      requireNoSecret(where, `line ${i + 1} of rawConfig (${key})`, key, value, isReference, '"#{ENV[\'NAME\']}"');
    }
  });
}

/** No image has the plugins of two destinations. */
export function variantOf(where: string, outputs: readonly FluentdOutput[], image: ImageName | undefined): string {
  const variants = [...new Set(outputs.map(({ _variant }) => _variant).filter((variant) => variant !== undefined))];
  if (variants.length > 1 && image === undefined) {
    fail('NoImageForOutputs', where, `outputs need the plugins of ${variants.join(' and ')}, and no image of the project has both; write image with one of your own, or run two agents`);
  }
  return variants[0] ?? 'forward';
}
