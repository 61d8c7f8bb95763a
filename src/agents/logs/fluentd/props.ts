import { FluentdFilter } from './filter';
import { FluentdOutput } from './output';
import { FluentdSource } from './source';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { AgentProps } from '../../common';

/** How much Fluentd says in its own log. */
export enum FluentdLogLevel {
  /** What ends it. */
  FATAL = 'fatal',
  /** Errors. */
  ERROR = 'error',
  /** Warnings as well. */
  WARN = 'warn',
  /** What it does. */
  INFO = 'info',
  /** How it does it. */
  DEBUG = 'debug',
  /** Everything. */
  TRACE = 'trace',
}

/** Fluentd. */
export interface FluentdDaemonSetProps extends AgentProps {
  /**
   * Where records are sent. Outputs whose `match` is the same all get them; else the first that matches has them.
   *
   * @default - none: required, unless there is a rawConfig
   */
  readonly outputs?: FluentdOutput[];
  /**
   * Where records come from.
   *
   * @default - logs of containers, as containerd and CRI-O write them
   */
  readonly sources?: FluentdSource[];
  /**
   * What changes records on their way, in this order.
   *
   * @default - names and labels of pods
   */
  readonly filters?: FluentdFilter[];
  /**
   * Sources, filters and outputs in Fluentd's own words, in place of all three. Log level and metrics stand before it. Rights, mounts and Secrets' variables are then given by hand.
   *
   * @default - none
   */
  readonly rawConfig?: string;
  /**
   * How much it says in its own log.
   *
   * @default INFO
   */
  readonly logLevel?: FluentdLogLevel;
  /**
   * The image.
   *
   * @default - fluent/fluentd-kubernetes-daemonset:v1.19.3 of the variant that has the outputs' plugins; the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * Where positions and buffers are kept on the node. Two agents of one name, in two namespaces, need two directories on nodes that they share.
   *
   * @default HostPath.stateDirectory(name) - without stored positions, every restart sends logs twice or loses them
   */
  readonly stateDirectory?: HostPath;
  /**
   * Metrics for Prometheus: of outputs, of buffers and of the files that it reads. Its health is asked there.
   *
   * @default true - how far behind it is can be seen nowhere else
   */
  readonly metrics?: boolean;
  /**
   * The port at which its metrics are, and its health is asked.
   *
   * @default 24231 - the plugin's own
   */
  readonly metricsPort?: number;
  /**
   * The address at which its metrics are: `::` on clusters of IPv6.
   *
   * @default 0.0.0.0 - every address of IPv4
   */
  readonly metricsBind?: string;
  /**
   * An object of the Prometheus operator that has its metrics scraped.
   *
   * @default - none
   */
  readonly monitor?: Monitor;
}
