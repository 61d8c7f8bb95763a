import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { ListenAddress } from '../../../values/listen-address';
import { AgentProps } from '../../common';

/** A cache of the node. */
export interface NodeCacheDaemonSetProps extends AgentProps {
  /** The cache. */
  readonly image: ImageName;
  /**
   * Where it listens on the node. Arguments and variables of the environment can say `$(LISTEN_ADDRESS)` for the pod's own.
   *
   * @default ListenAddress.ofPod() - the address by which the cluster knows the node: pods have it as `status.hostIP`
   */
  readonly listenAddress?: ListenAddress;
  /**
   * The port at which its health is asked over HTTP, at `listenAddress`.
   *
   * @default - unset: a connection to the first of `ports` over TCP, if there is one
   */
  readonly healthPort?: number;
  /**
   * The path at which its health is asked.
   *
   * @default /health
   */
  readonly healthPath?: string;
  /**
   * Where it keeps on the node what it has, so that the next pod there finds it. Two caches on one node need two directories.
   *
   * @default - nowhere: it begins empty after a restart
   */
  readonly stateDirectory?: HostPath;
}
