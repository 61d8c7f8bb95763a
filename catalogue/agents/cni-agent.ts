import { CniAgentDaemonSet, ImageName } from '../../src';
import type { TypedEntry } from '../entry';

const image = ImageName.of('registry.example.com/agent:v1.0.0');
const conflist = JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins: [{ type: 'bridge' }] });

export const entry: TypedEntry = {
  className: 'CniAgentDaemonSet',
  name: 'cni-agent',
  source: 'network/cni-agent',
  defaults: CniAgentDaemonSet.defaults,
  make: (scope, id, props) => new CniAgentDaemonSet(scope, id, { image, install: { command: ['/install'] }, ...props }),
  more: [{ when: '`conflist`', make: (scope, id) => new CniAgentDaemonSet(scope, id, { image, conflist }) }],
};
