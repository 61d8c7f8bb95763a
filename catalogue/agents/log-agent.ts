import { ImageName, LogAgentDaemonSet } from '../../src';
import type { TypedEntry } from '../entry';

const image = ImageName.of('registry.example.com/agent:v1.0.0');

export const entry: TypedEntry = {
  className: 'LogAgentDaemonSet',
  name: 'log-agent',
  source: 'logs/log-agent',
  defaults: LogAgentDaemonSet.defaults,
  make: (scope, id, props) => new LogAgentDaemonSet(scope, id, { image, ...props }),
  more: [{ when: '`readPodMetadata: true`', make: (scope, id) => new LogAgentDaemonSet(scope, id, { image, readPodMetadata: true }) }],
};
