import { ImageName, SecurityAgentDaemonSet } from '../../src';
import type { TypedEntry } from '../entry';

const image = ImageName.of('registry.example.com/agent:v1.0.0');

export const entry: TypedEntry = {
  className: 'SecurityAgentDaemonSet',
  name: 'security-agent',
  source: 'security/security-agent',
  defaults: SecurityAgentDaemonSet.defaults,
  make: (scope, id, props) => new SecurityAgentDaemonSet(scope, id, { image, ...props }),
};
