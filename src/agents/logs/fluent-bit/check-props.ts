import type { Size } from 'cdk8s';
import { FluentBitFilter } from './filter';
import { FluentBitInput } from './input';
import { FluentBitOutput } from './output';
import { FluentBitParser } from './parser';
import { FluentBitConfigFormat, FluentBitDaemonSetProps, FluentBitHealthCheckOptions, FluentBitLogLevel } from './props';
import { rawSettings } from './settings';
import { FluentBitStorage } from './storage';
import { fail, show } from '../../../errors';
import { DURATION, requireSeconds } from '../../../pod/nested-kinds';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { FIELDS, listOf, of, requireKinds } from '../../../values/kinds';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { requirePort, requireWholeNumber } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { firstRepeated } from '../../../values/repeated';
import { requireUnsetOrOneOf } from '../../../values/require';
import { agentProps } from '../../common';

const KINDS = {
  outputs: listOf(of(FluentBitOutput)),
  inputs: listOf(of(FluentBitInput)),
  filters: listOf(of(FluentBitFilter)),
  parsers: listOf(of(FluentBitParser)),
  storage: of(FluentBitStorage),
  flush: DURATION,
  grace: DURATION,
  service: FIELDS,
  healthCheck: FIELDS,
  image: of(ImageName),
  stateDirectory: of(HostPath),
  monitor: of(Monitor),
};

/** All that it takes. */
export const FLUENT_BIT_PROPS = agentProps<FluentBitDaemonSetProps>({ ...KINDS, logLevel: true, httpPort: true, configFormat: true });

const HEALTH_CHECK = fieldsOf<FluentBitHealthCheckOptions>({ errorsCount: true, retryFailureCount: true, period: true });

/** What can be seen to be wrong in Fluent Bit's own props. */
export function checkFluentBit(where: string, props: FluentBitDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { outputs: [FluentBitOutput.elasticsearch({ host: "elasticsearch.logging" })] }`);
  }
  requireKinds(where, props, KINDS);
  if (props.outputs === undefined || props.outputs.length === 0) {
    fail('MissingOutputs', where, `outputs are ${show(props.outputs)}; write where records are sent, such as FluentBitOutput.elasticsearch({ host: "elasticsearch.logging" }), or FluentBitOutput.stdout() to look at them`);
  }
  if (props.inputs?.length === 0) {
    fail('MissingInputs', where, 'inputs are []; write at least one, or leave it out for logs of containers');
  }
  requireUnsetOrOneOf(where, 'logLevel', props.logLevel, FluentBitLogLevel);
  requireUnsetOrOneOf(where, 'configFormat', props.configFormat, FluentBitConfigFormat);
  requireSeconds(where, 'grace', props.grace);
  if (props.flush !== undefined && props.flush.toMilliseconds() <= 0) {
    fail('InvalidNumber', where, 'flush is 0; write how long records are gathered, such as Duration.seconds(1)');
  }
  if (props.httpPort !== undefined) {
    requirePort(where, 'httpPort', props.httpPort);
  }
  const names = (props.parsers ?? []).map(({ name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined) {
    fail('ParserTwice', where, `parsers have ${show(twice)} twice; write another name for one of them`);
  }
  requireKnown(where, props.healthCheck ?? {}, HEALTH_CHECK, 'healthCheck');
  const { errorsCount, retryFailureCount, period } = props.healthCheck ?? {};
  requireKinds(where, { period }, { period: DURATION });
  requireSeconds(where, 'healthCheck.period', period);
  for (const [what, number] of Object.entries({ errorsCount, retryFailureCount })) {
    if (number !== undefined) {
      requireWholeNumber(where, `healthCheck.${what}`, number, 0);
    }
  }
  rawSettings(where, 'service', props.service ?? {});
  checkGrace(where, props);
}

/** Killed before it has sent what it had. */
function checkGrace(where: string, { grace, terminationGracePeriod }: FluentBitDaemonSetProps): void {
  if (grace !== undefined && grace.toSeconds() >= (terminationGracePeriod?.toSeconds() ?? 30)) {
    fail('GraceTooShort', where, `grace is ${grace.toSeconds()} s, and the pod is killed after ${terminationGracePeriod?.toSeconds() ?? 30} s; write a longer terminationGracePeriod`);
  }
}

/** Buffers on the node need a directory there, and memory for those that are sent. */
export function checkStorage(where: string, storage: FluentBitStorage | undefined, state: HostPath | undefined, memoryLimit: Size | undefined): void {
  if (storage !== undefined && state === undefined) {
    fail('NoStateDirectory', where, 'storage is on the node, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on');
  }
  const limit = memoryLimit === undefined ? undefined : memoryLimit.toKibibytes() / 1024;
  const chunks = storage?._memory(memoryLimit);
  if (chunks !== undefined && limit !== undefined && chunks >= limit) {
    fail('ChunksAboveMemory', where, `maxChunksUp lets ${chunks} MiB of buffers into memory, and the memory limit is ${limit} MiB; write fewer, or a higher limit`);
  }
}
