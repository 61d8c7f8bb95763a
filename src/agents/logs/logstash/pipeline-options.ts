import type { Size } from 'cdk8s';
import { LogstashContainerFilterOptions, LogstashFilter } from './filter';
import { LogstashFileOptions, LogstashInput } from './input';
import { LogstashOutput } from './output';

/** How a pipeline is run, in place of what is said for all of them. */
export interface LogstashPipelineOptions {
  /**
   * Threads that filter and send.
   *
   * @default - unset: as many as the container sees processors
   */
  readonly workers?: number;
  /**
   * Events that a thread takes at once.
   *
   * @default - unset: Logstash's 125
   */
  readonly batchSize?: number;
  /**
   * Events stay in their order; for one thread only.
   *
   * @default - unset: in order where there is one thread
   */
  readonly ordered?: boolean;
  /**
   * Events wait on the node's disk, up to this size, in place of memory; at least 64 MiB.
   *
   * @default - the agent's `persistentQueue`
   */
  readonly persistentQueue?: Size;
}

/** What a pipeline is made of. */
export interface LogstashPipelineProps extends LogstashPipelineOptions {
  /** Where events come from. */
  readonly inputs: LogstashInput[];
  /**
   * What is done to them, one after the other.
   *
   * @default - nothing
   */
  readonly filters?: LogstashFilter[];
  /** Where they are sent: each output gets every event. */
  readonly outputs: LogstashOutput[];
}

/** Logs of containers, from file to output. */
export interface LogstashContainerLogsOptions extends LogstashPipelineOptions {
  /** Where they are sent: each output gets every event. */
  readonly outputs: LogstashOutput[];
  /**
   * How files are read.
   *
   * @default - every file, from its beginning
   */
  readonly files?: LogstashFileOptions;
  /**
   * How lines become events.
   *
   * @default - as containerd and CRI-O write them
   */
  readonly format?: LogstashContainerFilterOptions;
  /**
   * What is done to the events then.
   *
   * @default - nothing
   */
  readonly filters?: LogstashFilter[];
}
