import * as fs from 'node:fs';
import * as path from 'node:path';

import { Duration } from 'cdk8s';

import {
  NodeLocalDnsBlock, NodeLocalDnsCache, NodeLocalDnsDaemonSet, NodeLocalDnsDaemonSetProps, NodeLocalDnsMode, NodeLocalDnsStubDomain, NodeLocalDnsUpstream, TargetVersion,
} from '../../../src';
import type { TestContainer } from '../../harness/container';
import { programImage } from '../../harness/images';
import { build, requiredVersion } from '../../harness/toolchain';
import { parseMetrics, valuesOf } from '../metrics';
import { NAMESPACE, ProgramCase, RealProgram, same } from '../program';

const MODULE = path.join(__dirname, '../../programs', 'node-local-dns');
const VERSION = requiredVersion(MODULE, 'github.com/coredns/coredns').slice(1);
const LOCAL = '169.254.20.10';
const CLUSTER_DNS = '10.96.0.10';
/** Of the node; whoever is asked for names outside of the cluster is there. */
const NODE = '10.250.0.1';
/** NET_BIND_SERVICE, NET_ADMIN and NET_RAW, by their numbers. */
const CAPABILITIES = (2 ** 10 + 2 ** 12 + 2 ** 13).toString(16).padStart(16, '0');

/** Servers behind the cache, one for each of `servers`, each giving one address for every name; then every question, one after the other, with what came and how often each server was asked. */
const ASK = `
const dgram = require('dgram'), net = require('net');
const { servers, questions } = JSON.parse(process.argv[1]);
const asked = {};
const nameOf = (message) => { const labels = []; let at = 12; while (message[at] !== 0) { labels.push(message.toString('latin1', at + 1, at + 1 + message[at])); at += message[at] + 1; } return { name: labels.join('.').toLowerCase(), end: at + 5 }; };
const answer = (message, address) => {
  const { name, end } = nameOf(message);
  asked[address + ' ' + name] = (asked[address + ' ' + name] ?? 0) + 1;
  const isA = message.readUInt16BE(end - 4) === 1;
  const head = Buffer.from(message.subarray(0, 12));
  head.writeUInt16BE(isA ? 0x8580 : 0x8583, 2); head.writeUInt16BE(1, 4); head.writeUInt16BE(isA ? 1 : 0, 6); head.writeUInt16BE(0, 8); head.writeUInt16BE(0, 10);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, ...address.split('.').map(Number)]);
  return Buffer.concat([head, message.subarray(12, end), ...(isA ? [record] : [])]);
};
const listen = async ({ host, port, gives }) => {
  const udp = dgram.createSocket('udp4').on('message', (message, from) => udp.send(answer(message, gives), from.port, from.address));
  await new Promise((done) => udp.bind(port, host, done));
  const tcp = net.createServer((socket) => {
    let got = Buffer.alloc(0);
    socket.on('error', () => undefined).on('data', (data) => {
      for (got = Buffer.concat([got, data]); got.length > 2 && got.length >= 2 + got.readUInt16BE(0); got = got.subarray(2 + got.readUInt16BE(0))) {
        const reply = answer(got.subarray(2, 2 + got.readUInt16BE(0)), gives);
        socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]));
      }
    });
  });
  await new Promise((done) => tcp.listen(port, host, done));
};
const ask = ({ name, at }) => new Promise((done) => {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  const socket = dgram.createSocket('udp4').once('message', (message) => {
    socket.close();
    done(message.readUInt16BE(6) === 0 ? 'rcode ' + (message[3] & 15) : [...message.subarray(message.length - 4)].join('.'));
  });
  setTimeout(() => done('no answer'), 5000).unref();
  socket.send(Buffer.from([7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1]), 53, at);
});
(async () => {
  for (const server of servers) { await listen(server); }
  const answers = [];
  for (const question of questions) { answers.push(await ask(question)); }
  process.stdout.write(JSON.stringify({ answers, asked }), () => process.exit(0));
})();`;

interface Server { readonly host: string; readonly port: number; readonly gives: string }
interface Question { readonly name: string; readonly at: string }

interface Heard { readonly answers: string[]; readonly asked: Record<string, number> }

async function ask(container: TestContainer, servers: readonly Server[], questions: readonly Question[]): Promise<Heard> {
  const { node } = container.pod;
  for (const host of new Set(servers.map((server) => server.host).filter((one) => one !== NODE))) {
    await node.ok(['ip', 'address', 'add', `${host}/32`, 'dev', 'lo']);
  }
  return JSON.parse(await node.ok([process.execPath, '-e', ASK, JSON.stringify({ servers, questions })])) as Heard;
}

async function variable(container: TestContainer, name: string): Promise<string> {
  return (await container.proc('environ')).split('\0').find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1) ?? 'none';
}

async function checkRights(container: TestContainer): Promise<void> {
  const status = await container.proc('status');
  same('capabilities', ['CapEff', 'CapBnd'].map((name) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1]), [CAPABILITIES, CAPABILITIES]);
}

/** Addresses of the interface that it made. */
async function addresses(container: TestContainer): Promise<string[]> {
  const printed = await container.pod.node.ok(['ip', '-o', '-4', 'address', 'show', 'dev', 'nodelocaldns']);
  return [...printed.matchAll(/inet ([\d.]+)/g)].map(([, address]) => address);
}

const kubernetes = (at: string): Question => ({ name: 'kubernetes.default.svc.cluster.local', at });
const outside = (at: string): Question => ({ name: 'example.org', at });

function cache(name: string, props: NodeLocalDnsDaemonSetProps, check: ProgramCase['check']): ProgramCase {
  return {
    name,
    build: (chart) => new NodeLocalDnsDaemonSet(chart, 'dns', {
      // The node has no name servers of its own to ask.
      targetVersion: TargetVersion.V1_36, clusterDnsNamespace: NAMESPACE, upstreamServers: [`${NODE}:5354`], ...props,
    }),
    check,
  };
}

const behind = { host: NODE, port: 5354, gives: '192.0.2.1' };

export const program: RealProgram = {
  className: 'NodeLocalDnsDaemonSet',
  program: `CoreDNS ${VERSION} with node-cache's arguments`,
  container: 'node-cache',
  image: async (directory) => {
    // The program writes its configuration and its id there.
    ['etc', 'tmp'].forEach((name) => fs.mkdirSync(path.join(directory, name), { recursive: true }));
    return programImage(directory, await build({ name: 'node-cache', module: MODULE, env: { CGO_ENABLED: '0' } }), 'node-cache', { entrypoint: ['/node-cache'], user: { uid: 0, gid: 0 } });
  },
  cases: [
    cache('with iptables it answers at both addresses, asks cluster DNS by the Service of its own, and each name once', { mode: NodeLocalDnsMode.iptables(CLUSTER_DNS) }, async (container) => {
      await checkRights(container);
      same('addresses', await addresses(container), [LOCAL, CLUSTER_DNS]);
      const service = await variable(container, 'KUBE_DNS_UPSTREAM_SERVICE_HOST');
      const { answers, asked } = await ask(container, [{ host: service, port: 53, gives: '10.96.0.1' }, behind], [
        kubernetes(LOCAL), kubernetes(CLUSTER_DNS), { name: '1.0.96.10.in-addr.arpa', at: LOCAL }, outside(LOCAL), outside(CLUSTER_DNS),
      ]);
      same('answers', answers, ['10.96.0.1', '10.96.0.1', '10.96.0.1', '192.0.2.1', '192.0.2.1']);
      same('how often cluster DNS was asked', asked['10.96.0.1 kubernetes.default.svc.cluster.local'], 1);
      same('how often the server behind was asked', asked['192.0.2.1 example.org'], 1);
      const { body } = await container.get('/metrics', 'metrics');
      same('answers from the cache', valuesOf(parseMetrics(body), 'coredns_cache_hits_total', { type: 'success' }).reduce((sum, value) => sum + value, 0), 2);
      return `upstream Service at ${service}`;
    }),
    cache('with IPVS it has the local address alone, and asks cluster DNS at its own', { mode: NodeLocalDnsMode.ipvs(CLUSTER_DNS), localAddress: '169.254.25.10' }, async (container) => {
      same('addresses', await addresses(container), ['169.254.25.10']);
      const { answers } = await ask(container, [{ host: CLUSTER_DNS, port: 53, gives: '10.96.0.1' }, behind], [kubernetes('169.254.25.10'), outside('169.254.25.10')]);
      same('answers', answers, ['10.96.0.1', '192.0.2.1']);
      return '';
    }),
    cache('everything that has a type is taken by CoreDNS', {
      mode: NodeLocalDnsMode.iptables(CLUSTER_DNS),
      upstream: NodeLocalDnsUpstream.addresses(`${NODE}:5353`),
      clusterDomain: 'prod.example',
      stubDomains: [
        NodeLocalDnsStubDomain.of('corp.example.com', [`${NODE}:5355`], { forceTcp: true, cache: NodeLocalDnsCache.of({ successTtl: Duration.minutes(5), prefetch: 3 }) }),
        NodeLocalDnsStubDomain.of('lab.example.com', ['10.9.9.9', '[fd00::53]:5353']),
      ],
      clusterCache: NodeLocalDnsCache.of({ successCapacity: 20000, denialCapacity: 4096, denialTtl: Duration.seconds(2), serveStale: Duration.hours(1) }),
      cache: NodeLocalDnsCache.of(),
      forceTcp: false,
      directives: ['log', 'template ANY AAAA {', '  rcode NOERROR', '}'],
      blocks: [
        NodeLocalDnsBlock.of(['intern.example'], ['hosts {', '  10.0.0.7 git.intern.example', '}']),
        NodeLocalDnsBlock.raw('(common) {\n  errors\n}\nraw.example:53 {\n  import common\n  bind __PILLAR__LOCAL__DNS__\n  template ANY A {\n    answer "{{ .Name }} 30 IN A 203.0.113.7"\n  }\n}'),
      ],
      reload: true,
      metricsPort: 9254,
      healthPort: 8053,
    }, async (container) => {
      const { answers } = await ask(container, [{ host: NODE, port: 5353, gives: '10.96.0.1' }, behind, { host: NODE, port: 5355, gives: '10.1.0.9' }], [
        { name: 'kubernetes.default.svc.prod.example', at: LOCAL }, { name: 'www.corp.example.com', at: LOCAL }, { name: 'git.intern.example', at: CLUSTER_DNS },
        { name: 'any.raw.example', at: CLUSTER_DNS }, outside(LOCAL),
      ]);
      same('answers', answers, ['10.96.0.1', '10.1.0.9', '10.0.0.7', '203.0.113.7', '192.0.2.1']);
      same('metrics', (await container.get('/metrics', 'metrics')).status, 200);
      return '';
    }),
  ],
};
