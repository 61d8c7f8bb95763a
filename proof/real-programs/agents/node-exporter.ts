import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import {
  ListenAddress, MountPropagation, NodeExporterCollector, NodeExporterDaemonSet, NodeExporterDaemonSetProps, NodeExporterFilter, NodeExporterSubject,
  NodeExporterTextfiles, TargetVersion, Volume,
} from '../../../src';
import { isOffByDefault } from '../../../src/agents/metrics/node-exporter/collector';
import { LAYER_BYTES, TestContainer } from '../../harness/container';
import { programImage } from '../../harness/images';
import { build, requiredVersion } from '../../harness/toolchain';
import { parseMetrics, Sample, select, valuesOf } from '../metrics';
import { ProgramCase, RealProgram, same } from '../program';

const MODULE = path.join(__dirname, '../../programs', 'node-exporter');
const PACKAGE = 'github.com/prometheus/node_exporter';
const NOBODY = 65534;
/** On machines without udev, and without the root file system, disks have no properties of udev. */
const NO_UDEV = /msg="Failed to open directory, disabling udev device properties"/;

export async function nodeExporterProgram(): Promise<string> {
  const version = requiredVersion(MODULE, PACKAGE).slice(1);
  return build({ name: 'node_exporter', module: MODULE, package: PACKAGE, env: { CGO_ENABLED: '0' }, stamps: { 'github.com/prometheus/common/version.Version': version } });
}

async function metricsOf(container: TestContainer, host?: string): Promise<Sample[]> {
  const { status, body } = await container.get('/metrics', 'metrics', host);
  same('status of /metrics', status, 200);
  return parseMetrics(body);
}

/** The version, the node's name and kernel, its memory, and no collector that failed. */
function checkNode(container: TestContainer, samples: readonly Sample[]): void {
  same('version of the program', select(samples, 'node_exporter_build_info')[0]?.labels.version, requiredVersion(MODULE, PACKAGE).slice(1));
  same('image that is synthesized', container.spec.image?.split(':')[1], requiredVersion(MODULE, PACKAGE));
  const [uname] = select(samples, 'node_uname_info');
  same('name of the node', uname?.labels.nodename, container.pod.node.name);
  same('kernel of the node', uname?.labels.release, os.release());
  same('memory of the node', valuesOf(samples, 'node_memory_MemTotal_bytes'), [os.totalmem()]);
  const failed = container.log().split('\n').filter((line) => /level=(ERROR|WARN)/.test(line) && !NO_UDEV.test(line));
  same('collectors that failed', failed, []);
}

/** File systems are those of the node, under the node's own paths: never the container's own layer. */
function checkFileSystems(samples: readonly Sample[]): string {
  const { blocks, bsize } = fs.statfsSync('/');
  const [root] = select(samples, 'node_filesystem_size_bytes', { mountpoint: '/' });
  same('size of the file system at /', root?.value, blocks * bsize);
  same('file systems that are the container\'s', select(samples, 'node_filesystem_size_bytes').filter(({ value }) => value === LAYER_BYTES), []);
  same('paths under /host', select(samples, 'node_filesystem_size_bytes').filter(({ labels }) => labels.mountpoint.startsWith('/host')), []);
  return `/ is the node's ${root.labels.device}, ${(root.value / 2 ** 30).toFixed(0)} GiB`;
}

/** It has the user, the rights and the file systems that were synthesized. */
async function checkConfinement(container: TestContainer): Promise<void> {
  const status = await container.proc('status');
  const field = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1];
  same('user', field('Uid'), [NOBODY, NOBODY, NOBODY, NOBODY].join('\t'));
  same('group', field('Gid'), [NOBODY, NOBODY, NOBODY, NOBODY].join('\t'));
  same('capabilities', [field('CapEff'), field('CapPrm'), field('CapBnd')], ['0', '0', '0'].map((digit) => digit.repeat(16)));
  same('NoNewPrivs', field('NoNewPrivs'), '1');
  const mounts = (await container.proc('mountinfo')).split('\n').map((line) => line.split(' '));
  const options = (at: string) => mounts.find((fields) => fields[4] === at)?.[5].split(',')[0];
  same('mounts that it can write to', ['/', '/host/proc', '/host/sys', '/host/root'].filter((at) => options(at) === 'rw'), []);
  const environment = (await container.proc('environ')).split('\0').filter((text) => text !== '').sort();
  same('environment', environment, [`NODE_NAME=${container.pod.node.name}`, 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']);
}

/** A file system that the node mounts while the exporter runs. */
async function mountLater(container: TestContainer): Promise<number[]> {
  await container.pod.node.ok(['mount', '-t', 'tmpfs', '-o', 'size=8m', 'later', '/mnt']);
  return valuesOf(await metricsOf(container), 'node_filesystem_size_bytes', { mountpoint: '/mnt' });
}

/** Names and states of the program's collectors, as it tells them itself; its lines break where they are long. */
async function collectorsOf(container: TestContainer): Promise<Map<string, string>> {
  const { stdout, stderr } = await container.exec(['/bin/node_exporter', '--help']);
  const help = (stdout + stderr).replace(/\s+/g, ' ');
  return new Map([...help.matchAll(/--\[no-\]collector\.(\w+) Enable the \w+ collector \(default: (\w+)\)/g)].map(([, name, state]) => [name, state]));
}

/** Every filter that can be written, as a flag: the program reads its flags before it shows its version. */
async function filtersRefused(container: TestContainer): Promise<string[]> {
  const made = Object.values(NodeExporterSubject).flatMap((subject) => [NodeExporterFilter.only, NodeExporterFilter.except].flatMap((filter) => {
    try {
      const { _flag, _emptied } = filter(subject, '^x$');
      return _emptied === undefined ? [_flag] : [_flag, _emptied];
    } catch {
      return [];
    }
  }));
  const refused: string[] = [];
  for (const flag of made) {
    const { code, stderr } = await container.exec(['/bin/node_exporter', flag, '--version']);
    refused.push(...(code === 0 ? [] : [`${flag}: ${stderr}`]));
  }
  return refused;
}

function exporter(name: string, props: NodeExporterDaemonSetProps, check: ProgramCase['check']): ProgramCase {
  return { name, build: (chart) => new NodeExporterDaemonSet(chart, 'exporter', { targetVersion: TargetVersion.V1_36, ...props }), check };
}

export const program: RealProgram = {
  className: 'NodeExporterDaemonSet',
  program: `Prometheus node exporter ${requiredVersion(MODULE, PACKAGE).slice(1)}`,
  container: 'node-exporter',
  image: async (directory) => programImage(directory, await nodeExporterProgram(), 'bin/node_exporter', {
    entrypoint: ['/bin/node_exporter'], user: { uid: NOBODY, gid: NOBODY },
  }),
  cases: [
    exporter('as it comes, it serves the metrics of the node, as nobody and without a right', {}, async (container) => {
      await checkConfinement(container);
      const samples = await metricsOf(container);
      checkNode(container, samples);
      return `${samples.length} samples; ${checkFileSystems(samples)}`;
    }),
    exporter('its collectors and filters are those that the library names', {}, async (container) => {
      const collectors = await collectorsOf(container);
      same('collectors', [...collectors.keys()].sort(), Object.values(NodeExporterCollector).sort());
      same('those that are off unless asked for', Object.values(NodeExporterCollector).filter((name) => isOffByDefault(name) !== (collectors.get(name) === 'disabled')), []);
      same('filters that it does not know', await filtersRefused(container), []);
      return `${collectors.size} collectors`;
    }),
    exporter('with collectors on and off, filtered, and files of one\'s own', {
      collectorsOn: [NodeExporterCollector.PROCESSES],
      collectorsOff: [NodeExporterCollector.LOADAVG],
      filters: [NodeExporterFilter.only(NodeExporterSubject.NETWORK_DEVICES, '^lo$')],
      textfiles: [NodeExporterTextfiles.ofNode('/var/lib/node-agents-proof'), NodeExporterTextfiles.ofVolume(Volume.emptyDir('textfiles'))],
    }, async (container) => {
      await container.pod.node.ok(['sh', '-c', 'echo "proof_textfile 7" > /var/lib/node-agents-proof/proof.prom']);
      const samples = await metricsOf(container);
      same('load average', select(samples, 'node_load1'), []);
      same('processes', (valuesOf(samples, 'node_processes_pids')[0] ?? 0) > 0, true);
      same('devices', select(samples, 'node_network_receive_bytes_total').map(({ labels }) => labels.device), ['lo']);
      same('a metric of a file', valuesOf(samples, 'proof_textfile'), [7]);
      return `${samples.length} samples`;
    }),
    exporter('at another port', { port: 19100 }, async (container) => {
      const samples = await metricsOf(container);
      checkNode(container, samples);
      const { body } = await container.get('/metrics', 19100);
      same('samples at port 19100', parseMetrics(body).length > 0, true);
      return checkFileSystems(samples);
    }),
    exporter('on loopback only, it answers there and nowhere else', { listenAddress: ListenAddress.loopback() }, async (container) => {
      const samples = await metricsOf(container, '127.0.0.1');
      checkNode(container, samples);
      const elsewhere = await container.get('/', 'metrics', container.pod.node.address).then(({ status }) => `HTTP ${status}`, (error: Error) => error.message);
      same('at the node\'s address', /ECONNREFUSED/.test(elsewhere), true);
      return checkFileSystems(samples);
    }),
    exporter('on the address of its pod only, it answers there and not on loopback', { listenAddress: ListenAddress.ofPod() }, async (container) => {
      const samples = await metricsOf(container);
      checkNode(container, samples);
      const elsewhere = await container.get('/', 'metrics', '127.0.0.1').then(({ status }) => `HTTP ${status}`, (error: Error) => error.message);
      same('on loopback', /ECONNREFUSED/.test(elsewhere), true);
      return checkFileSystems(samples);
    }),
    exporter('without the root file system, it has no metrics of file systems', { rootFileSystem: false }, async (container) => {
      const samples = await metricsOf(container);
      checkNode(container, samples);
      same('file systems', select(samples, 'node_filesystem_size_bytes'), []);
      return `${samples.length} samples`;
    }),
    exporter('file systems that the node mounts later are seen', {}, async (container) => {
      same('size of the file system that is mounted later', await mountLater(container), [8 * 2 ** 20]);
      return '';
    }),
    exporter('without propagation they are not seen', { rootPropagation: MountPropagation.NONE }, async (container) => {
      const seen = await mountLater(container);
      same('size of the file system that is mounted later', seen.includes(8 * 2 ** 20), false);
      return '';
    }),
  ],
};
