import type { Size } from 'cdk8s';
import { LogstashPipeline } from './pipeline';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { ListenAddress } from '../../../values/listen-address';
import { AgentProps } from '../../common';

/** Logstash. */
export interface LogstashDaemonSetProps extends AgentProps {
  /** What it does, each in threads and a queue of its own. */
  readonly pipelines: LogstashPipeline[];
  /**
   * Java's heap, all of it taken at the start.
   *
   * @default - half of the memory limit: buffers, threads and pages of queues take as much again at most; unset without a limit
   */
  readonly heap?: Size;
  /**
   * More options of Java, such as `-Duser.language=de`.
   *
   * @default - none
   */
  readonly javaOpts?: string[];
  /**
   * Events of each pipeline wait on the node's disk, up to this size, in the state directory, in place of memory; at least 64 MiB.
   *
   * @default - unset: in memory; events of container logs are read again after a crash
   */
  readonly persistentQueue?: Size;
  /**
   * Sends all that waits in persistent queues before it ends, if the termination grace is long enough.
   *
   * @default false - what waits is there for the next one on the node
   */
  readonly drainQueue?: boolean;
  /**
   * Settings of `logstash.yml` in Logstash's own words, over what is made of the other props: `{ 'log.level': 'warn' }`; `null` takes one away.
   *
   * @default - none
   */
  readonly config?: { [setting: string]: any };
  /**
   * The image.
   *
   * @default docker.elastic.co/logstash/logstash:9.4.5 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * Where positions and queues are kept on the node. Two Logstashes on one node need two directories.
   *
   * @default HostPath.stateDirectory(name) at the image's own path - without stored positions, every restart sends logs twice or loses them
   */
  readonly stateDirectory?: HostPath;
  /**
   * Where its HTTP API listens, which the kubelet asks for its health.
   *
   * @default - every address of IPv4 of the pod, or loopback on the host network: it tells whoever asks what runs there
   */
  readonly listenAddress?: ListenAddress;
  /**
   * The API's port.
   *
   * @default 9600 - Logstash's own
   */
  readonly apiPort?: number;
}
