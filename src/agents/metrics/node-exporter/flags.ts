import { NodeExporterCollector, isOffByDefault } from './collector';
import { NodeExporterFilter } from './filter';
import { NodeExporterDaemonSetProps } from './props';
import { fail, show } from '../../../errors';
import { requireOneOf } from '../../../values/require';
import { isMounted } from '../../common';

const ROOT = '/host/root';
/** Where runit's supervisor looks for services, and the collector that asks it. */
const RUNIT_SERVICES = '/etc/service';

/** Which collectors there are, of those that the library and the arguments tell of. */
export interface Collectors {
  readonly only: readonly NodeExporterCollector[] | undefined;
  readonly on: readonly NodeExporterCollector[];
  readonly off: readonly NodeExporterCollector[];
  readonly filters: readonly NodeExporterFilter[];
}

/** @throws UnknownValue, CollectorsOnlyAndMore, CollectorOnAndOff, FileSystemWithoutRoot, FilterWithoutCollector, FilteredTwice */
export function collectorsOf(where: string, props: NodeExporterDaemonSetProps): Collectors {
  const { collectorsOn: on = [], collectorsOff: off = [], collectorsOnly: only, filters = [] } = props;
  [...on, ...off, ...only ?? []].forEach((one) => requireOneOf(where, 'collector', one, NodeExporterCollector));
  if (only !== undefined && on.length + off.length > 0) {
    fail('CollectorsOnlyAndMore', where, `collectorsOnly are ${show(only)}, and collectorsOn or collectorsOff are set; write all in collectorsOnly, or leave it out`);
  }
  const contradicting = on.find((one) => off.includes(one));
  if (contradicting !== undefined) {
    fail('CollectorOnAndOff', where, `collectorsOn and collectorsOff both have ${show(contradicting)}; write it in one of them`);
  }
  if (asksForFileSystems(props) && rootOf(props) === undefined) {
    fail('FileSystemWithoutRoot', where, 'the collector filesystem is asked for and rootFileSystem is false, so that it would show the container\'s own file systems; drop one of them, or mount the root by hand and write --path.rootfs=PATH into args');
  }
  const all = { only, on, off: without(off, props), filters };
  if (rootOf(props) === undefined && asksRunitInContainer(props, all)) {
    fail('FileSystemWithoutRoot', where, `the collector runit is asked for and rootFileSystem is false, so that it would look for services in the container's ${RUNIT_SERVICES}; drop one of them, or mount ${RUNIT_SERVICES} by hand`);
  }
  checkFilters(where, all, props);
  checkTextfiles(where, all, props);
  return all;
}

/** Whether anything is collected there, whoever asks for it. */
export function isCollected(collector: NodeExporterCollector, { only, on, off }: Collectors, args: readonly string[]): boolean {
  const byArgs = args.includes(`--collector.${collector}`);
  const byItself = !isOffByDefault(collector) && !off.includes(collector) && !args.includes('--collector.disable-defaults') && !args.includes(`--no-collector.${collector}`);
  return byArgs || (only === undefined ? on.includes(collector) || byItself : only.includes(collector));
}

/** Mounts and flags come from one place: a flag without its mount, or the other way round, gives metrics of the container. */
export function flags(props: NodeExporterDaemonSetProps, listen: string, collectors: Collectors): string[] {
  const { only, on, off, filters } = collectors;
  const root = props.rootFileSystem !== false;
  return [
    '--path.procfs=/host/proc',
    '--path.sysfs=/host/sys',
    ...(root ? [`--path.rootfs=${ROOT}`, `--path.udev.data=${ROOT}/run/udev/data`] : []),
    ...(only === undefined ? [] : ['--collector.disable-defaults']),
    ...[...new Set([...on, ...only ?? []])].map((one) => `--collector.${one}`),
    ...[...new Set(off)].map((one) => `--no-collector.${one}`),
    ...filters.map(({ _flag }) => _flag),
    ...emptied(filters, props.args ?? []),
    ...runitServices(props, collectors),
    ...(props.textfiles ?? []).map(({ mountPath }) => `--collector.textfile.directory=${mountPath}`),
    `--web.listen-address=${listen}`,
  ];
}

/** The program's own filters that would stay beside what was written, unless they are written as well. */
function emptied(filters: readonly NodeExporterFilter[], args: readonly string[]): string[] {
  const written = new Set([...filters.map(({ _flag }) => _flag), ...args].map(nameOf));
  return filters.flatMap(({ _emptied }) => (_emptied === undefined || written.has(nameOf(_emptied)) ? [] : [_emptied]));
}

/** With the paths of the node and without its root, the sizes shown would be those of the container's own file systems. */
function without(off: readonly NodeExporterCollector[], props: NodeExporterDaemonSetProps): readonly NodeExporterCollector[] {
  return props.collectorsOnly === undefined && rootOf(props) === undefined ? [...off, NodeExporterCollector.FILESYSTEM] : off;
}

/** Where the node's root is in the container. Whoever mounts it by hand says so by the flag, in one argument or two. */
function rootOf({ rootFileSystem, args = [] }: NodeExporterDaemonSetProps): string | undefined {
  if (rootFileSystem !== false) {
    return ROOT;
  }
  const at = args.findIndex((flag) => nameOf(flag) === '--path.rootfs');
  return at === -1 ? undefined : args[at].split('=')[1] ?? args[at + 1] ?? '';
}

function asksForFileSystems({ collectorsOn = [], collectorsOnly = [], args = [] }: NodeExporterDaemonSetProps): boolean {
  return [...collectorsOn, ...collectorsOnly].includes(NodeExporterCollector.FILESYSTEM) || args.includes('--collector.filesystem');
}

/** The program puts no root in front of this path: see collector/runit.go. */
function runitServices(props: NodeExporterDaemonSetProps, collectors: Collectors): string[] {
  const root = rootOf(props);
  return root !== undefined && asksRunitInContainer(props, collectors) ? [`--collector.runit.servicedir=${root.replace(/\/+$/, '')}${RUNIT_SERVICES}`] : [];
}

/** Unless the directory is mounted by hand, where the program looks or where it is told to. */
function asksRunitInContainer(props: NodeExporterDaemonSetProps, collectors: Collectors): boolean {
  const { args = [] } = props;
  return isCollected(NodeExporterCollector.RUNIT, collectors, args) && !isMounted(props, RUNIT_SERVICES) && !args.some((flag) => nameOf(flag) === '--collector.runit.servicedir');
}

function checkFilters(where: string, all: Collectors, props: NodeExporterDaemonSetProps): void {
  const { args = [] } = props;
  const seen = new Set<string>();
  for (const { subject, _collector, _once } of all.filters) {
    if (seen.has(_once)) {
      fail('FilteredTwice', where, `filters have two for ${subject}, and the program takes one; put the patterns together: "^(a|b)$"`);
    }
    seen.add(_once);
    if (!isCollected(_collector, all, args)) {
      fail('FilterWithoutCollector', where, `a filter is for ${subject}, and the collector ${_collector} is off; ${switchedOn(_collector, props)}, or drop the filter`);
    }
  }
}

/** Mounted and never read: whoever writes there would look for the metrics in vain. */
function checkTextfiles(where: string, all: Collectors, props: NodeExporterDaemonSetProps): void {
  const { textfiles = [], args = [] } = props;
  if (textfiles.length > 0 && !isCollected(NodeExporterCollector.TEXTFILE, all, args)) {
    const paths = textfiles.map(({ mountPath }) => mountPath);
    fail('FilterWithoutCollector', where, `textfiles are at ${show(paths)}, and the collector textfile is off, so that nobody reads them; ${switchedOn(NodeExporterCollector.TEXTFILE, props)}, or drop the textfiles`);
  }
}

/** What to write so that it collects: there where it was said, or left unsaid, that it does not. */
function switchedOn(collector: NodeExporterCollector, props: NodeExporterDaemonSetProps): string {
  const { collectorsOnly, collectorsOff = [], args = [] } = props;
  if (collectorsOnly !== undefined) {
    return 'add it to collectorsOnly';
  }
  if (collectorsOff.includes(collector)) {
    return 'take it out of collectorsOff';
  }
  if (collector === NodeExporterCollector.FILESYSTEM && rootOf(props) === undefined) {
    return 'leave rootFileSystem out';
  }
  const off = `--no-collector.${collector}`;
  return args.includes(off) ? `take ${off} out of args` : 'add it to collectorsOn';
}

/** Of the flags that are written from props, that of directories alone may be repeated; the program ends at once when another one is. */
export function checkFlags(where: string, own: readonly string[], written: readonly string[]): void {
  const once = own.map(nameOf).filter((name) => name !== '--collector.textfile.directory');
  const twice = written.find((flag) => once.includes(nameOf(flag)));
  if (twice !== undefined) {
    fail('FlagWrittenTwice', where, `args have ${show(twice)}, and ${nameOf(twice)} is written from props already; use port, listenAddress, rootFileSystem, filters or the lists of collectors, or mount the path by hand and leave the flag as it is`);
  }
}

function nameOf(flag: string): string {
  return flag.split('=')[0].replace(/^--no-/, '--');
}
