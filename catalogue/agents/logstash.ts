import type { Construct } from 'constructs';
import { LogstashDaemonSet, LogstashDaemonSetProps, LogstashInput, LogstashOutput, LogstashPipeline } from '../../src';
import type { TypedEntry } from '../entry';

const outputs = [LogstashOutput.elasticsearch({ hosts: ['https://elasticsearch.logging:9200'] })];

function logstash(scope: Construct, id: string, props: Partial<LogstashDaemonSetProps>): LogstashDaemonSet {
  return new LogstashDaemonSet(scope, id, { pipelines: [LogstashPipeline.containerLogs({ outputs })], ...props });
}

export const entry: TypedEntry = {
  className: 'LogstashDaemonSet',
  name: 'logstash',
  source: 'logs/logstash',
  defaults: LogstashDaemonSet.defaults,
  make: (scope, id, props) => new LogstashDaemonSet(scope, id, { pipelines: [LogstashPipeline.containerLogs({ outputs })], ...props }),
  more: [
    { when: '`LogstashInput.beats()`', make: (scope, id) => logstash(scope, id, { pipelines: [LogstashPipeline.of('main', { inputs: [LogstashInput.beats()], outputs })] }) },
    {
      when: 'several pipelines, or one with options of its own',
      make: (scope, id) => logstash(scope, id, { pipelines: [LogstashPipeline.containerLogs({ outputs, workers: 1 })] }),
    },
  ],
};
