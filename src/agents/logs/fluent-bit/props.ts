import type { Duration } from 'cdk8s';
import { FluentBitFilter } from './filter';
import { FluentBitInput } from './input';
import { FluentBitOutput } from './output';
import { FluentBitParser } from './parser';
import { FluentBitStorage } from './storage';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { AgentProps } from '../../common';

/** In which form the configuration is written. */
export enum FluentBitConfigFormat {
  /** YAML, which has everything. */
  YAML = 'yaml',
  /** Sections in brackets, which Fluent Bit had first; it has no processors. */
  CLASSIC = 'classic',
}

/** How much Fluent Bit says in its own log. */
export enum FluentBitLogLevel {
  /** Nothing. */
  OFF = 'off',
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

/** When it says of itself that it is not healthy: readiness asks for that. */
export interface FluentBitHealthCheckOptions {
  /**
   * After more errors of outputs than so many in a period.
   *
   * @default - unset: Fluent Bit's 5
   */
  readonly errorsCount?: number;
  /**
   * After more requests that were given up than so many in a period.
   *
   * @default - unset: Fluent Bit's 5
   */
  readonly retryFailureCount?: number;
  /**
   * The period, in whole seconds.
   *
   * @default - unset: Fluent Bit's 60 s
   */
  readonly period?: Duration;
}

/** Fluent Bit. */
export interface FluentBitDaemonSetProps extends AgentProps {
  /** Where records are sent. */
  readonly outputs: FluentBitOutput[];
  /**
   * Where records come from.
   *
   * @default - logs of containers
   */
  readonly inputs?: FluentBitInput[];
  /**
   * What changes records on their way, in this order.
   *
   * @default - names and labels of pods
   */
  readonly filters?: FluentBitFilter[];
  /**
   * Parsers besides those of the image, by which inputs and filters name them.
   *
   * @default - none
   */
  readonly parsers?: FluentBitParser[];
  /**
   * Where records wait that are not sent yet.
   *
   * @default - in memory: inputs read no further when 5 MB of theirs wait, and files keep the rest
   */
  readonly storage?: FluentBitStorage;
  /**
   * From one sending to the next.
   *
   * @default Duration.seconds(1)
   */
  readonly flush?: Duration;
  /**
   * For so long it goes on sending when it is told to end, in whole seconds; `terminationGracePeriod` must be longer.
   *
   * @default - unset: Fluent Bit's 5 s
   */
  readonly grace?: Duration;
  /**
   * How much it says in its own log.
   *
   * @default INFO
   */
  readonly logLevel?: FluentBitLogLevel;
  /**
   * More settings of the service in Fluent Bit's own words, which take the place of those made here.
   *
   * @default - none
   */
  readonly service?: { [key: string]: any };
  /**
   * When it says of itself that it is not healthy.
   *
   * @default - Fluent Bit's thresholds
   */
  readonly healthCheck?: FluentBitHealthCheckOptions;
  /**
   * The port at which its health is asked, and its metrics are.
   *
   * @default 2020 - Fluent Bit's own
   */
  readonly httpPort?: number;
  /**
   * In which form its configuration is written.
   *
   * @default YAML - new features are there alone
   */
  readonly configFormat?: FluentBitConfigFormat;
  /**
   * The image.
   *
   * @default cr.fluentbit.io/fluent/fluent-bit:5.1.1 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * Where positions and buffers are kept on the node. Two agents of one name, in two namespaces, need two directories on nodes that they share.
   *
   * @default HostPath.stateDirectory(name) - without stored positions, every restart sends logs twice or loses them
   */
  readonly stateDirectory?: HostPath;
  /**
   * An object of the Prometheus operator that has its metrics scraped.
   *
   * @default - none
   */
  readonly monitor?: Monitor;
}
