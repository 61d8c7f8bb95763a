import type { Duration, Size } from 'cdk8s';
import { FilebeatAutodiscover } from './autodiscover';
import { FilebeatInput } from './input';
import { FilebeatOutput } from './output';
import { FilebeatProcessor } from './processor';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { ListenAddress } from '../../../values/listen-address';
import { AgentProps } from '../../common';

/** Filebeat. */
export interface FilebeatDaemonSetProps extends AgentProps {
  /** Where it sends what it has. */
  readonly output: FilebeatOutput;
  /**
   * Where logs come from.
   *
   * @default - `FilebeatInput.containers()`: logs of every container, with names and labels of their pods; none where `autodiscover` is written
   */
  readonly inputs?: FilebeatInput[];
  /**
   * Inputs that come and go with containers.
   *
   * @default - none
   */
  readonly autodiscover?: FilebeatAutodiscover[];
  /**
   * What is done to every event, after the processors of its input.
   *
   * @default - addCloudMetadata and addHostMetadata, as in the vendor's manifest
   */
  readonly processors?: FilebeatProcessor[];
  /**
   * Fields of every event, below `fields`.
   *
   * @default - none
   */
  readonly fields?: { [name: string]: string };
  /**
   * Tags of every event.
   *
   * @default - none
   */
  readonly tags?: string[];
  /**
   * Events wait on the node's disk, up to this size, in the state directory, in place of memory.
   *
   * @default - unset: in memory, up to Filebeat's 3200 events
   */
  readonly diskQueue?: Size;
  /**
   * How long it goes on sending what it has read when it is ended, in whole seconds; less than the pod's termination grace.
   *
   * @default - unset: it ends at once, and the next one sends again what was not acknowledged
   */
  readonly shutdownTimeout?: Duration;
  /**
   * Configuration in Filebeat's own words, over all that is made of the other props: maps are merged key by key, dotted or not, `null` takes a key away, and
   * everything else, lists included, takes the place of what was there.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
  /**
   * The image.
   *
   * @default docker.elastic.co/beats/filebeat-wolfi:9.5.2 - the version of the vendor's manifest that this release was checked with
   */
  readonly image?: ImageName;
  /**
   * Where its registry of positions, its queue and its id are kept on the node. Two Filebeats on one node need two directories.
   *
   * @default HostPath.stateDirectory(name) at the image's own path - without stored positions, every restart sends logs twice or loses them
   */
  readonly stateDirectory?: HostPath;
  /**
   * Where its HTTP endpoint listens, which the kubelet asks for its health and which tells its metrics.
   *
   * @default - loopback on the host network, for it tells whoever asks what it reads; else the pod's address, which must be of IPv4: write ListenAddress.everywhere() for IPv6
   */
  readonly listenAddress?: ListenAddress;
  /**
   * The endpoint's port.
   *
   * @default 5066 - Filebeat's own
   */
  readonly httpPort?: number;
}
