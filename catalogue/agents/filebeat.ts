import type { Construct } from 'constructs';
import { FilebeatAutodiscover, FilebeatDaemonSet, FilebeatDaemonSetProps, FilebeatInput, FilebeatOutput, FilebeatProcessor } from '../../src';
import type { TypedEntry } from '../entry';

const output = FilebeatOutput.elasticsearch({ hosts: ['https://elasticsearch.logging:9200'] });

function filebeat(scope: Construct, id: string, props: Partial<FilebeatDaemonSetProps>): FilebeatDaemonSet {
  return new FilebeatDaemonSet(scope, id, { output, ...props });
}

export const entry: TypedEntry = {
  className: 'FilebeatDaemonSet',
  name: 'filebeat',
  source: 'logs/filebeat',
  defaults: FilebeatDaemonSet.defaults,
  make: (scope, id, props) => new FilebeatDaemonSet(scope, id, { output, ...props }),
  more: [
    {
      when: '`FilebeatAutodiscover.leader(…)`',
      make: (scope, id) => filebeat(scope, id, { autodiscover: [FilebeatAutodiscover.leader('filebeat', FilebeatInput.raw('httpjson', {}))] }),
    },
    {
      when: '`kubeadmClusterName: true`',
      make: (scope, id) => filebeat(scope, id, {
        inputs: [FilebeatInput.containers({ processors: [FilebeatProcessor.addKubernetesMetadata({ kubeadmClusterName: true })] })],
      }),
    },
  ],
};
