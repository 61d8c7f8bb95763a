import { FilebeatAutodiscover } from './autodiscover';
import { FilebeatInput } from './input';
import { FilebeatOutput } from './output';
import { FilebeatProcessor } from './processor';
import { FilebeatDaemonSetProps } from './props';
import { fail, show } from '../../../errors';
import { DURATION, SIZE, requireSeconds } from '../../../pod/nested-kinds';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { FIELDS, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { ListenAddress } from '../../../values/listen-address';
import { requireTexts } from '../../../values/require';
import { agentProps } from '../../common';
import { requireNoSecrets } from '../elastic/settings';

/** What Kubernetes gives a pod to end where nothing is said. */
const GRACE = 30;
/** In bytes: what Filebeat's queue on disk must be allowed to take at least. */
const LEAST_QUEUE = 10_000_000;

const KINDS = {
  output: of(FilebeatOutput),
  inputs: listOf(of(FilebeatInput)),
  autodiscover: listOf(of(FilebeatAutodiscover)),
  processors: listOf(of(FilebeatProcessor)),
  tags: TEXTS,
  diskQueue: SIZE,
  shutdownTimeout: DURATION,
  config: FIELDS,
  image: of(ImageName),
  stateDirectory: of(HostPath),
  listenAddress: of(ListenAddress),
};

/** All that it takes. */
export const FILEBEAT_PROPS = agentProps<FilebeatDaemonSetProps>({ ...KINDS, fields: true, httpPort: true });

/** What can be seen to be wrong in Filebeat's own props. */
export function checkFilebeat(where: string, props: FilebeatDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { output: FilebeatOutput.elasticsearch({ hosts: ["https://elasticsearch.logging:9200"] }) }`);
  }
  requireKinds(where, props, KINDS);
  if (props.output === undefined) {
    fail('MissingOutput', where, 'output is nothing; write where logs are sent, such as FilebeatOutput.elasticsearch({ hosts: ["https://elasticsearch.logging:9200"] })');
  }
  if (props.fields !== undefined) {
    requireTexts(where, 'fields', props.fields);
  }
  if (props.httpPort !== undefined) {
    requirePort(where, 'httpPort', props.httpPort);
  }
  requireNoSecrets(where, 'config', props.config ?? {});
  checkShutdown(where, props);
  checkInputs(where, props);
}

function checkShutdown(where: string, { shutdownTimeout, terminationGracePeriod }: FilebeatDaemonSetProps): void {
  requireSeconds(where, 'shutdownTimeout', shutdownTimeout);
  const grace = terminationGracePeriod?.toSeconds() ?? GRACE;
  if (shutdownTimeout !== undefined && shutdownTimeout.toSeconds() >= grace) {
    fail('ShutdownBeyondGrace', where, `shutdownTimeout is ${shutdownTimeout.toSeconds()} s, and the pod is killed after ${grace} s; write less, or more of terminationGracePeriod`);
  }
}

function checkInputs(where: string, { inputs = [], autodiscover = [] }: FilebeatDaemonSetProps): void {
  const lone = inputs.find(({ _isDiscovered }) => _isDiscovered);
  if (lone !== undefined) {
    fail('DataOutsideTemplate', where, `${lone._name} names \${data.…}, which only autodiscover knows; write FilebeatAutodiscover.hints() or .templates([…]), or FilebeatInput.containers()`);
  }
  const everything = autodiscover.find(({ _isOfContainers }) => _isOfContainers);
  const again = inputs.find(({ _isOfContainers }) => _isOfContainers);
  if (everything !== undefined && again !== undefined) {
    fail('LogsTwice', where, `${again._name} reads logs of containers, which hints send already; drop one of them, or write FilebeatAutodiscover.hints({ onlyHinted: true })`);
  }
}

/** Files that are not in the container are never found, and Filebeat says nothing of it. */
export function checkPaths(where: string, inputs: readonly FilebeatInput[], { hostPaths = [], mounts = [] }: FilebeatDaemonSetProps): void {
  const mounted = ['/var/log', ...hostPaths.map(({ mountPath }) => mountPath), ...mounts.map(({ mountPath }) => mountPath)].map((path) => path.replace(/\/+$/, ''));
  for (const input of inputs) {
    const outside = input._paths.find((path) => !mounted.some((directory) => path === directory || path.startsWith(`${directory}/`)));
    if (outside !== undefined) {
      fail('FilesNotMounted', where, `${input._name} reads ${show(outside)}, which is not in the container; write hostPaths: [HostPath.of(…)] for it, or a path below /var/log`);
    }
  }
}

/** @see https://www.elastic.co/docs/reference/beats/filebeat/configuring-internal-queue */
export function diskQueueBytes(where: string, { diskQueue }: FilebeatDaemonSetProps, state: HostPath | undefined): number | undefined {
  if (diskQueue === undefined) {
    return undefined;
  }
  const bytes = diskQueue.toKibibytes() * 1024;
  if (bytes < LEAST_QUEUE) {
    fail('QueueTooSmall', where, `diskQueue is ${bytes} bytes, and Filebeat takes at least ${LEAST_QUEUE}; write more, such as Size.gibibytes(1)`);
  }
  if (state === undefined) {
    fail('NoStateDirectory', where, 'diskQueue is written, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on');
  }
  return bytes;
}
