import { LogstashDaemonSetProps } from './props';
import { fail } from '../../../errors';
import { ContainerResources } from '../../../pod/resources';
import { EnvVar } from '../../../values/env-var';

/** By which Logstash takes options of Java. */
export const JAVA_OPTS = 'LS_JAVA_OPTS';

/** As the image's own start has it: in a container, the group of processes is where the root of all groups is. */
const CGROUP = ['-Dls.cgroup.cpuacct.path.override=/', '-Dls.cgroup.cpu.path.override=/'];

const KIBI = { '': 1 / 1024, 'k': 1, 'm': 1024, 'g': 1024 * 1024 };

/**
 * Options of Java, with a heap that the container's memory limit leaves room for. Java reserves the heap and takes more beside it.
 *
 * @throws HeapAboveLimit, HeapTwice
 * @see https://www.elastic.co/docs/reference/logstash/jvm-settings
 */
export function javaOptions(where: string, { heap, javaOpts = [], env = [] }: LogstashDaemonSetProps, resources: ContainerResources | undefined): EnvVar {
  const limit = resources?.memory?.limit?.toKibibytes();
  const written = [...javaOpts, ...env.filter(({ name }) => name === JAVA_OPTS).map(textOf)].join(' ');
  const byHand = /(?:^|\s)-Xmx(\d+)([kmg]?)/i.exec(written);
  if (heap !== undefined && byHand !== null) {
    fail('HeapTwice', where, `heap is written, and ${byHand[0].trim()} among Java's options; write one of them`);
  }
  const kibi = heap?.toKibibytes() ?? (byHand === null ? undefined : Number(byHand[1]) * KIBI[byHand[2].toLowerCase() as keyof typeof KIBI]);
  if (kibi !== undefined && limit !== undefined && kibi >= limit) {
    fail('HeapAboveLimit', where, `heap is ${shown(kibi)}, and the container is ended above ${shown(limit)} of memory, of which Java takes some beside its heap; write at most ${shown(limit * 0.75)} for the heap, or a higher limit`);
  }
  const own = heap?.toKibibytes() ?? (byHand !== null || limit === undefined ? undefined : limit / 2);
  const size = own === undefined ? [] : [`-Xms${Math.floor(own / 1024)}m`, `-Xmx${Math.floor(own / 1024)}m`];
  return EnvVar.of(JAVA_OPTS, [...CGROUP, ...size, ...javaOpts].join(' '));
}

function textOf(variable: EnvVar): string {
  return String((variable._toKube() as { value?: unknown }).value ?? '');
}

function shown(kibi: number): string {
  return `${Math.floor(kibi / 1024)}Mi`;
}
