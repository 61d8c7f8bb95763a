import { LogstashPipeline, requireQueue } from './pipeline';
import { LogstashDaemonSetProps } from './props';
import { fail, show } from '../../../errors';
import { SIZE } from '../../../pod/nested-kinds';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, FIELDS, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { ListenAddress } from '../../../values/listen-address';
import { firstRepeated } from '../../../values/repeated';
import { agentProps } from '../../common';
import { requireNoSecrets } from '../elastic/settings';

const KINDS = {
  pipelines: listOf(of(LogstashPipeline)),
  heap: SIZE,
  javaOpts: TEXTS,
  persistentQueue: SIZE,
  drainQueue: BOOLEAN,
  config: FIELDS,
  image: of(ImageName),
  stateDirectory: of(HostPath),
  listenAddress: of(ListenAddress),
};

/** All that it takes. */
export const LOGSTASH_PROPS = agentProps<LogstashDaemonSetProps>({ ...KINDS, apiPort: true });

/** What can be seen to be wrong in Logstash's own props. */
export function checkLogstash(where: string, props: LogstashDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { pipelines: [LogstashPipeline.containerLogs({ outputs: [LogstashOutput.stdout()] })] }`);
  }
  requireKinds(where, props, KINDS);
  const { pipelines = [], config = {}, apiPort } = props;
  if (pipelines.length === 0) {
    fail('MissingPipelines', where, `pipelines are ${show(props.pipelines)}; write what it does, such as LogstashPipeline.containerLogs({ outputs: [LogstashOutput.stdout()] })`);
  }
  if (apiPort !== undefined) {
    requirePort(where, 'apiPort', apiPort);
  }
  requireQueue(where, props.persistentQueue);
  requireNoSecrets(where, 'config', config);
  if (config['config.support_escapes'] === true) {
    fail('EscapesChanged', where, 'config.support_escapes is true, with which backslashes of patterns mean something else; leave it out, and bring texts with quotes by the environment');
  }
  const pipeline = firstRepeated(pipelines.map(({ id }) => id));
  if (pipeline !== undefined) {
    fail('PipelineTwice', where, `pipelines have the id ${show(pipeline)} twice; give one of them an id of its own`);
  }
  const input = firstRepeated(pipelines.flatMap(({ _sincedbs }) => _sincedbs));
  if (input !== undefined) {
    fail('InputTwice', where, `inputs have the id ${show(input)} twice, by which their positions are kept; give one of them an id of its own`);
  }
}

/** Files that are not in the container are never found, and Logstash says nothing of it. */
export function checkPaths(where: string, { pipelines, hostPaths = [], mounts = [] }: LogstashDaemonSetProps): void {
  const mounted = ['/var/log', ...hostPaths.map(({ mountPath }) => mountPath), ...mounts.map(({ mountPath }) => mountPath)].map((path) => path.replace(/\/+$/, ''));
  for (const { id, _needs: { paths = [] } } of pipelines) {
    const outside = paths.find((path) => !path.startsWith('${') && !mounted.some((directory) => path === directory || path.startsWith(`${directory}/`)));
    if (outside !== undefined) {
      fail('FilesNotMounted', where, `pipeline ${show(id)} reads ${show(outside)}, which is not in the container; write hostPaths: [HostPath.of(…)] for it, or a path below /var/log`);
    }
  }
}

/** Queues and positions that outlive the pod need a directory that does. */
export function checkState(where: string, { pipelines, persistentQueue, drainQueue }: LogstashDaemonSetProps, state: HostPath | undefined): void {
  const keeps = persistentQueue !== undefined || pipelines.some(({ _keepsQueue }) => _keepsQueue);
  if (drainQueue === true && !keeps) {
    fail('NothingToDrain', where, 'drainQueue is true, and there is no persistent queue; write persistentQueue, or drop it');
  }
  if (keeps && state === undefined) {
    fail('NoStateDirectory', where, 'persistentQueue is written, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on');
  }
}
