import { NodeExporterCollector } from './collector';
import { NodeExporterFilter } from './filter';
import { KubeRbacProxy } from './kube-rbac-proxy';
import { NodeExporterTextfiles } from './textfiles';
import { ImageName } from '../../../values/image-name';
import { ListenAddress } from '../../../values/listen-address';
import { Monitor } from '../../../values/monitor';
import { MountPropagation } from '../../../values/volume-mount';
import { AgentProps } from '../../common';

/** The Prometheus node exporter. */
export interface NodeExporterDaemonSetProps extends AgentProps {
  /**
   * The image.
   *
   * @default quay.io/prometheus/node-exporter:v1.12.1 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * The port it listens on, on the host network a port of the node.
   *
   * @default 9100 - where Prometheus' own scrape configurations look
   */
  readonly port?: number;
  /**
   * Where it listens, or the proxy in front of it. On loopback it gets no Service, for nobody could reach it; on loopback of a network of its own no probes either.
   *
   * @default ListenAddress.everywhere() - Prometheus comes from other nodes
   */
  readonly listenAddress?: ListenAddress;
  /**
   * A proxy in front of it that lets in only who may read its metrics, over TLS.
   *
   * @default - none: whoever reaches the port reads the metrics
   */
  readonly rbacProxy?: KubeRbacProxy;
  /**
   * The file systems of the node: root mounted, and the flags that go with it.
   *
   * @default true - without, there are no metrics of file systems: those of the container's own would be taken for the node's
   */
  readonly rootFileSystem?: boolean;
  /**
   * Whether file systems that are mounted later are seen. It fails on nodes whose root is not a shared mount, such as some test clusters.
   *
   * @default HostToContainer - volumes come and go
   */
  readonly rootPropagation?: MountPropagation;
  /**
   * Collectors that are asked for, besides those that the program has on by itself. With `SYSTEMD` and `LOGIND` the node's D-Bus is mounted.
   *
   * @default - none
   */
  readonly collectorsOn?: NodeExporterCollector[];
  /**
   * Collectors that are not wanted of those that the program has on by itself.
   *
   * @default - none
   */
  readonly collectorsOff?: NodeExporterCollector[];
  /**
   * These collectors alone, in place of the program's own choice.
   *
   * @default - the program's own choice
   */
  readonly collectorsOnly?: NodeExporterCollector[];
  /**
   * Which disks, interfaces, file systems, units, … are shown.
   *
   * @default - the program's own
   */
  readonly filters?: NodeExporterFilter[];
  /**
   * Directories whose `*.prom` files are shown among the metrics, by the collector `TEXTFILE`.
   *
   * @default - none
   */
  readonly textfiles?: NodeExporterTextfiles[];
  /**
   * An object of the Prometheus operator that has it scraped.
   *
   * @default - none: the operator's definitions are not in every cluster
   */
  readonly monitor?: Monitor;
}
