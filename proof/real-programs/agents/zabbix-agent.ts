import * as fs from 'node:fs';
import * as os from 'node:os';

import { ApiObject, Chart, Duration } from 'cdk8s';

import {
  SecretKey, TargetVersion, ZabbixActiveChecks, ZabbixAgentDaemonSet, ZabbixAgentDaemonSetProps, ZabbixHostInterface, ZabbixHostMetadata, ZabbixHostname, ZabbixInclude, ZabbixKeyRule,
  ZabbixPassiveChecks, ZabbixPlugin, ZabbixServer, ZabbixTls, ZabbixUserParameter,
} from '../../../src';
import type { TestContainer } from '../../harness/container';
import type { Outcome } from '../../harness/exec';
import { debianImage } from '../../harness/images';
import { SECOND } from '../../harness/wait';
import { ProgramCase, RealProgram, same } from '../program';

/** The program, and the shell and tools that its image has beside it. */
const PACKAGES = ['zabbix-agent2', 'libc6', 'libpcre2-8-0', 'libsqlite3-0', 'libssl3', 'zlib1g', 'dash', 'grep', 'coreutils', 'libacl1', 'libattr1', 'libgmp10', 'libselinux1'];
const USER = 1997;
const GROUP = 1995;
const PSK = '8e7f0a3c51d24b6f9a0be1c2d3f4a5b697887766554433221100ffeeddccbbaa';
const IDENTITY = 'kubernetes-nodes';
const ADDRESS = '10.250.0.1';

/** What Zabbix' servers say and hear: a header of 13 bytes, then text. In a Node.js of the node's network. */
const PROTOCOL = `
const frame = (text) => { const head = Buffer.alloc(13); head.write('ZBXD\\x01', 'latin1'); head.writeUInt32LE(Buffer.byteLength(text), 5); return Buffer.concat([head, Buffer.from(text)]); };
let ended = false;
const end = (answer) => { if (!ended) { ended = true; process.stdout.write(JSON.stringify(answer), () => process.exit(0)); } };
setTimeout(() => end({ error: 'nothing within 20 s' }), 20000);
`;

/** A server that asks for one item, as zabbix_get does. */
const ASK = `${PROTOCOL}
const { key, from, port, identity, psk } = JSON.parse(process.argv[1]);
const to = { host: '127.0.0.1', port, localAddress: from };
const socket = psk === undefined ? require('net').connect(to) : require('tls').connect({
  ...to, pskCallback: () => ({ identity, psk: Buffer.from(psk, 'hex') }), ciphers: 'PSK-AES128-CBC-SHA:PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2', checkServerIdentity: () => undefined,
});
let got = Buffer.alloc(0);
socket.once(psk === undefined ? 'connect' : 'secureConnect', () => socket.write(frame(key)));
socket.on('data', (data) => { got = Buffer.concat([got, data]); });
socket.once('error', (error) => end({ error: error.message }));
socket.once('end', () => end(got.length < 13 ? { error: 'closed' } : { value: got.subarray(13).toString() }));`;

/** A server that hears whom it gets its first question from. */
const HEAR = `${PROTOCOL}
require('net').createServer((socket) => {
  let got = Buffer.alloc(0);
  socket.on('error', () => undefined).on('data', (data) => {
    got = Buffer.concat([got, data]);
    if (got.length > 13 && got.length >= 13 + got.readUInt32LE(5)) { end(JSON.parse((got[4] & 2 ? require('zlib').inflateSync(got.subarray(13)) : got.subarray(13)).toString())); }
  });
}).listen(10051, '${ADDRESS}');`;

interface Question {
  readonly from?: string;
  readonly port?: number;
  readonly psk?: string;
}

function answerOf({ code, stdout, stderr }: Outcome): Record<string, string> {
  if (code !== 0) {
    throw new Error(`Node.js on the node: exit code ${code}\n${stderr}`);
  }
  return JSON.parse(stdout) as Record<string, string>;
}

async function ask(container: TestContainer, key: string, { from = ADDRESS, port = 10050, psk }: Question = {}): Promise<string> {
  const question = JSON.stringify({ key, from, port, psk, identity: IDENTITY });
  const { value, error } = answerOf(await container.pod.node.run([process.execPath, '-e', ASK, question]));
  return value ?? `error: ${error}`;
}

/** Warnings and errors; there are none while nobody does anything that is not allowed. */
function warnings(container: TestContainer): string[] {
  return container.log().split('\n').filter((line) => /cannot|failed|invalid|error|reject/i.test(line));
}

async function checkConfinement(container: TestContainer): Promise<void> {
  const status = await container.proc('status');
  const field = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1];
  same('user and group', [field('Uid')?.split('\t')[0], field('Gid')?.split('\t')[0]], [String(USER), String(GROUP)]);
  same('capabilities', [field('CapEff'), field('CapPrm'), field('CapBnd')], ['0', '0', '0'].map((digit) => digit.repeat(16)));
  const mounts = (await container.proc('mountinfo')).split('\n').map((line) => line.split(' '));
  const options = (at: string) => mounts.find((fields) => fields[4] === at)?.[5].split(',')[0];
  same('mounts that it can write to', ['/', '/tmp', '/hostfs/proc', '/hostfs/sys', '/hostfs/root'].filter((at) => options(at) === 'rw'), ['/tmp']);
}

const passiveChecks = ZabbixPassiveChecks.from([ADDRESS]);

function zabbix(name: string, props: ZabbixAgentDaemonSetProps, check: ProgramCase['check'], secrets: Record<string, Record<string, string>> = {}): ProgramCase {
  return {
    name,
    build: (chart: Chart) => {
      new ZabbixAgentDaemonSet(chart, 'zabbix', { targetVersion: TargetVersion.V1_36, ...props });
      for (const [secret, stringData] of Object.entries(secrets)) {
        new ApiObject(chart, secret, { apiVersion: 'v1', kind: 'Secret', metadata: { name: secret }, stringData } as never);
      }
    },
    check,
  };
}

export const program: RealProgram = {
  className: 'ZabbixAgentDaemonSet',
  program: 'Zabbix agent 2 of Debian',
  container: 'zabbix-agent',
  image: () => debianImage(PACKAGES, { entrypoint: ['/usr/sbin/zabbix_agent2'], user: { uid: USER, gid: GROUP } }),
  cases: [
    zabbix('it answers who may ask, of the node and by the node\'s name, and nobody else', { passiveChecks }, async (container) => {
      await checkConfinement(container);
      same('warnings after its probes', warnings(container), []);
      same('name', await ask(container, 'agent.hostname'), container.pod.node.name);
      same('memory of the node', Number(await ask(container, 'vm.memory.size[total]')), os.totalmem());
      const { blocks, bsize } = fs.statfsSync('/');
      same('size of the node\'s root', Number(await ask(container, 'vfs.fs.size[/hostfs/root,total]')), blocks * bsize);
      same('kernel of the node', /Linux/.test(await ask(container, 'vfs.file.contents[/hostfs/proc/version]')), true);
      same('a remote command', /ZBX_NOTSUPPORTED/.test(await ask(container, 'system.run[id]')), true);
      same('somebody else', /^error: (closed|read ECONNRESET)$/.test(await ask(container, 'agent.ping', { from: '127.0.0.1' })), true);
      return `version ${await ask(container, 'agent.version')}`;
    }),
    zabbix('with a pre-shared key, who does not know it gets nothing', {
      passiveChecks, tls: ZabbixTls.preSharedKey(IDENTITY, SecretKey.of('zabbix-psk', 'psk')),
    }, async (container) => {
      same('with the key', await ask(container, 'agent.ping', { psk: PSK }), '1');
      same('with another', (await ask(container, 'agent.ping', { psk: PSK.replace('8', '9') })).startsWith('error: '), true);
      same('in clear', (await ask(container, 'agent.ping')).startsWith('error: '), true);
      return '';
    }, { 'zabbix-psk': { psk: PSK } }),
    zabbix('with active checks alone it registers itself, listens nowhere, and keeps its buffer on the node', {
      activeChecks: ZabbixActiveChecks.to([ZabbixServer.of(ADDRESS)], {
        hostMetadata: ZabbixHostMetadata.of('kubernetes proof'), hostInterface: ZabbixHostInterface.nodeAddress(), persistentBuffer: true, persistentBufferPeriod: Duration.hours(2),
      }),
      hostname: ZabbixHostname.nodeName('proof-'),
      itemKeys: [ZabbixKeyRule.allow('agent.*'), ZabbixKeyRule.deny('*')],
    }, async (container) => {
      const heard = answerOf(await container.pod.node.run([process.execPath, '-e', HEAR], { timeoutMs: 30 * SECOND }));
      same('what it says of itself', [heard.request, heard.host, heard.host_metadata, heard.interface],
        ['active checks', `proof-${container.pod.node.name}`, 'kubernetes proof', container.pod.node.address]);
      same('ports', await container.pod.node.ok(['ss', '-Hltn']), '');
      const owner = await container.pod.node.ok(['stat', '-c', '%u %g %a', '/var/lib/zabbix-agent']);
      same('owner of the state directory', owner.trim(), `0 ${GROUP} 770`);
      same('owner of the buffer', (await container.pod.node.ok(['stat', '-c', '%u', '/var/lib/zabbix-agent/agent2.db'])).trim(), String(USER));
      await checkConfinement(container);
      return `server heard ${JSON.stringify(heard)}`;
    }),
    zabbix('everything that has a type is taken by the program', {
      passiveChecks: ZabbixPassiveChecks.from([ADDRESS, '10.0.0.0/8', '2001:db8::/32', 'zabbix.example.com'], { port: 11050 }),
      activeChecks: ZabbixActiveChecks.to([ZabbixServer.cluster(ZabbixServer.of(ADDRESS), ZabbixServer.of('127.0.0.1', 20051)), ZabbixServer.of('::1')], {
        hostMetadata: ZabbixHostMetadata.item('system.uname'), hostInterface: ZabbixHostInterface.item('system.hostname'), bufferSend: Duration.seconds(10), bufferSize: 500, refreshInterval: Duration.minutes(2),
      }),
      hostname: ZabbixHostname.item('system.hostname'),
      hostPid: true,
      itemKeys: [ZabbixKeyRule.allow('system.run[uptime]'), ZabbixKeyRule.deny('vfs.file.contents[/hostfs/root/etc/*]')],
      userParameters: [ZabbixUserParameter.of('proof.fixed', 'echo fixed'), ZabbixUserParameter.of('proof.echo[*]', 'echo "got $1"')],
      unsafeUserParameters: true,
      plugins: [ZabbixPlugin.of('Log', { MaxLinesPerSecond: '50' }), ZabbixPlugin.of('Docker', { Endpoint: 'unix:///run/docker.sock' })],
      includes: [ZabbixInclude.ofSecret(SecretKey.of('zabbix-include', 'mysql.conf'))],
      timeout: Duration.seconds(5),
      debugLevel: 3,
      config: { Alias: 'proof.up:agent.ping', PersistentBufferPeriod: '1h' },
    }, async (container) => {
      const at = { port: 11050 };
      same('an item of one\'s own', await ask(container, 'proof.fixed', at), 'fixed');
      same('one with a parameter', await ask(container, 'proof.echo["a;b"]', at), 'got a;b');
      same('an alias', await ask(container, 'proof.up', at), '1');
      same('a key that is denied', /ZBX_NOTSUPPORTED/.test(await ask(container, 'vfs.file.contents[/hostfs/root/etc/hostname]', at)), true);
      same('a file of the node beside it', (await ask(container, 'vfs.file.exists[/hostfs/root/etc]', at)).startsWith('ZBX'), false);
      same('processes of the node', Number(await ask(container, 'proc.num[]', at)) > 1, true);
      return '';
    }, { 'zabbix-include': { 'mysql.conf': 'Plugins.Mysql.Sessions.Shop.Uri=tcp://shop.example.com:3306\nPlugins.Mysql.Sessions.Shop.Password=only-here\n' } }),
  ],
};
