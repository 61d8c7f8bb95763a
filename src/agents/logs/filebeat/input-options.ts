import type { Duration } from 'cdk8s';
import { FilebeatParser } from './parser';
import { FilebeatProcessor } from './processor';

/** Which of a container's streams. */
export enum FilebeatStream {
  /** Both. */
  ALL = 'all',
  /** Standard output. */
  STDOUT = 'stdout',
  /** Standard error. */
  STDERR = 'stderr',
}

/** In which form the container runtime writes. */
export enum FilebeatContainerFormat {
  /** Found out file by file. */
  AUTO = 'auto',
  /** Of containerd and CRI-O. */
  CRI = 'cri',
  /** Docker's JSON. */
  DOCKER = 'docker',
}

/** How files are read. */
export interface FilebeatFilestreamOptions {
  /**
   * What is made of the lines, one after the other.
   *
   * @default - each line is a message
   */
  readonly parsers?: FilebeatParser[];
  /**
   * Only lines that match one of these regular expressions, in Go's spelling.
   *
   * @default - every line
   */
  readonly includeLines?: string[];
  /**
   * No lines that match one of these regular expressions; after `includeLines`.
   *
   * @default - none
   */
  readonly excludeLines?: string[];
  /**
   * No files whose paths match one of these regular expressions, for example `_kube-system_`.
   *
   * @default - none
   */
  readonly excludeFiles?: string[];
  /**
   * No files that were written last before this time, in whole seconds.
   *
   * @default - unset: all of them
   */
  readonly ignoreOlder?: Duration;
  /**
   * How many bytes at its beginning tell a file from others, at least 64. A shorter file is not sent until it is as long; files that are alike for as long are
   * taken for one. A change sends all files again.
   *
   * @default - unset: Filebeat's 1024
   */
  readonly fingerprintLength?: number;
  /**
   * Fields of every event.
   *
   * @default - none
   */
  readonly fields?: { [name: string]: string };
  /**
   * The fields stand at the root of the event.
   *
   * @default false - below `fields`
   */
  readonly fieldsUnderRoot?: boolean;
  /**
   * Tags of every event.
   *
   * @default - none
   */
  readonly tags?: string[];
  /**
   * What is done to its events before all else.
   *
   * @default - nothing
   */
  readonly processors?: FilebeatProcessor[];
  /**
   * More of the input in Filebeat's own words, over what is made of the other options; `null` takes a key away.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** How logs of containers are read. */
export interface FilebeatContainersOptions extends FilebeatFilestreamOptions {
  /**
   * Which streams.
   *
   * @default FilebeatStream.ALL - Filebeat's own
   */
  readonly stream?: FilebeatStream;
  /**
   * In which form the runtime writes.
   *
   * @default FilebeatContainerFormat.AUTO - Filebeat's own
   */
  readonly format?: FilebeatContainerFormat;
  /**
   * Names and labels of the pod are added. Only for `containers`: what autodiscover finds has them already.
   *
   * @default true - unless `processors` have `addKubernetesMetadata` with options of its own
   */
  readonly kubernetesMetadata?: boolean;
}
