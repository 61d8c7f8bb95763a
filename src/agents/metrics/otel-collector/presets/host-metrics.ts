import type { Duration } from 'cdk8s';
import { PresetContext, PresetParts } from './parts';
import { fail } from '../../../../errors';
import { DURATION, requireSeconds } from '../../../../pod/nested-kinds';
import { HostPath } from '../../../../values/host-path';
import { TEXT, TEXTS, requireKinds } from '../../../../values/kinds';
import { requireOneOf } from '../../../../values/require';
import { MountPropagation } from '../../../../values/volume-mount';
import { requireGoPattern } from '../../go-pattern';
import { literal } from '../literal';
import { OtelSignal } from '../signal';

/** What of the node is measured. */
export enum OtelHostScraper {
  /** Time of processors. */
  CPU = 'cpu',
  /** Load averages. */
  LOAD = 'load',
  /** Memory. */
  MEMORY = 'memory',
  /** Reads and writes of disks. */
  DISK = 'disk',
  /** Sizes of file systems. */
  FILESYSTEM = 'filesystem',
  /** Traffic of interfaces and connections; of the node on the host network only. */
  NETWORK = 'network',
  /** NFS. */
  NFS = 'nfs',
  /** Paging and swap. */
  PAGING = 'paging',
  /** How many processes there are. */
  PROCESSES = 'processes',
  /** Each process; what belongs to others can be read by root with the capability SYS_PTRACE only. */
  PROCESS = 'process',
  /** Time since the node started. */
  SYSTEM = 'system',
}

const USUAL = [OtelHostScraper.CPU, OtelHostScraper.LOAD, OtelHostScraper.MEMORY, OtelHostScraper.DISK, OtelHostScraper.FILESYSTEM];
const NOT_OF_THE_NODE = ['^/(dev|proc|sys|snap)($|/)', '^/run/k3s/containerd($|/)', '^/var/lib/(docker|containerd|containers|kubelet)($|/)'];

/** Metrics of the node. */
export interface OtelHostMetricsOptions {
  /**
   * From one measurement to the next, in whole seconds.
   *
   * @default - unset: the receiver's 60 s
   */
  readonly collectionInterval?: Duration;
  /**
   * What is measured.
   *
   * @default - CPU, load, memory, disks and file systems; on the host network the network, too: on a network of its own it would be the pod's, and KubeletStats has the node's
   */
  readonly scrapers?: OtelHostScraper[];
  /**
   * Where file systems are mounted that are not shown: regular expressions of Go over the node's paths.
   *
   * @default - what the kernel, containers and volumes of pods have mounted: they come and go with the pods, and are not the node's
   */
  readonly excludeMountPoints?: string[];
  /**
   * Whether file systems that are mounted later are seen. It fails on nodes whose root is not a shared mount, such as some test clusters.
   *
   * @default HostToContainer - disks come and go
   */
  readonly rootPropagation?: MountPropagation;
}

export function checkHostMetrics(where: string, options: OtelHostMetricsOptions): void {
  requireKinds(where, options, { collectionInterval: DURATION, scrapers: TEXTS, excludeMountPoints: TEXTS, rootPropagation: TEXT });
  requireSeconds(where, 'collectionInterval', options.collectionInterval);
  options.scrapers?.forEach((scraper) => requireOneOf(where, 'scraper', scraper, OtelHostScraper));
  options.excludeMountPoints?.forEach((pattern) => requireGoPattern(where, pattern));
  if (options.scrapers?.length === 0) {
    fail('NoScrapers', where, 'scrapers are []; write at least one, or leave it out for the usual ones');
  }
}

/** @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.158.0/receiver/hostmetricsreceiver */
export function hostMetrics(options: OtelHostMetricsOptions, { where, hostNetwork }: PresetContext): PresetParts {
  const scrapers = options.scrapers ?? [...USUAL, ...(hostNetwork ? [OtelHostScraper.NETWORK] : [])];
  if (!hostNetwork && scrapers.includes(OtelHostScraper.NETWORK)) {
    fail('NetworkOfPod', where, 'the scraper network is asked for and hostNetwork is not true, so that it would measure the pod\'s own network; write hostNetwork: true, or take the node\'s from OtelPreset.kubeletStats()');
  }
  const excluded = options.excludeMountPoints ?? NOT_OF_THE_NODE;
  const filesystem = excluded.length === 0 ? {} : { exclude_mount_points: { match_type: 'regexp', mount_points: excluded.map(literal) } };
  const root = HostPath.root().at('/hostfs').because('processors, memory, disks and file systems of the node are measured there');
  return {
    receivers: {
      host_metrics: {
        ...(options.collectionInterval === undefined ? {} : { collection_interval: `${options.collectionInterval.toSeconds()}s` }),
        root_path: '/hostfs',
        scrapers: Object.fromEntries(scrapers.map((scraper) => [scraper, scraper === OtelHostScraper.FILESYSTEM ? filesystem : {}])),
      },
    },
    signals: [OtelSignal.METRICS],
    hostPaths: [options.rootPropagation === undefined ? root : root.withPropagation(options.rootPropagation)],
  };
}
