import { ContainerPort, HostPath, ImageName, NodeCacheDaemonSet, NodeCacheDaemonSetProps } from '../../src';
import type { TypedEntry } from '../entry';

const image = ImageName.of('registry.example.com/agent:v1.0.0');

export const entry: TypedEntry = {
  className: 'NodeCacheDaemonSet',
  name: 'node-cache',
  source: 'network/node-cache',
  defaults: NodeCacheDaemonSet.defaults,
  make: (scope, id, props: Partial<NodeCacheDaemonSetProps>) => new NodeCacheDaemonSet(scope, id, {
    image, stateDirectory: HostPath.stateDirectory('node-cache'), ...props, ports: [ContainerPort.named('proxy', 3128), ...props.ports ?? []],
  }),
};
