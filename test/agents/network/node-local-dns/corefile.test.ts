import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  NodeLocalDnsBlock, NodeLocalDnsCache, NodeLocalDnsDaemonSet, NodeLocalDnsDaemonSetProps, NodeLocalDnsMode, NodeLocalDnsStubDomain, NodeLocalDnsUpstream,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf } from '../../synth';

type Props = Partial<NodeLocalDnsDaemonSetProps>;
const mode = NodeLocalDnsMode.iptables('10.96.0.10');
const made = (props: Props) => new NodeLocalDnsDaemonSet(chartOf({ namespace: 'kube-system' }), 'dns', { mode, ...props });
const refusal = (props: Props) => thrown(() => made(props));
/** Zone → lines of its server block. */
function zones(props: Props = {}): Record<string, string[]> {
  const blocks = [...made(props).corefile.matchAll(/^(\S.*) \{\n([\s\S]*?)^\}$/gm)];
  return Object.fromEntries(blocks.map(([, name, text]) => [name, text.split('\n').slice(0, -1).map((line) => line.trim())]));
}

test('has the zones of the cluster, their reverse ones, and everything else, as the addon has them', () => {
  const found = zones();
  expect(Object.keys(found)).toEqual(['cluster.local:53', 'in-addr.arpa:53', 'ip6.arpa:53', '.:53']);
  expect(found['cluster.local:53']).toEqual([
    'errors', 'cache {', 'success 9984 30', 'denial 9984 5', '}', 'loop', 'bind 169.254.20.10 10.96.0.10', 'forward . __PILLAR__CLUSTER__DNS__ {', 'force_tcp', '}', 'prometheus :9253',
    'health 169.254.20.10:8080',
  ]);
  const reverse = ['errors', 'cache 30', 'loop', 'bind 169.254.20.10 10.96.0.10', 'forward . __PILLAR__CLUSTER__DNS__ {', 'force_tcp', '}', 'prometheus :9253'];
  expect([found['in-addr.arpa:53'], found['ip6.arpa:53']]).toEqual([reverse, reverse]);
  expect(found['.:53']).toEqual(['errors', 'cache 30', 'loop', 'bind 169.254.20.10 10.96.0.10', 'forward . __PILLAR__UPSTREAM__SERVERS__', 'prometheus :9253']);
});

test('with IPVS it listens on the local address alone, and asks cluster DNS at its own', () => {
  const found = zones({ mode: NodeLocalDnsMode.ipvs('10.96.0.10') });
  expect(found['cluster.local:53']).toContain('bind 169.254.20.10');
  expect(found['cluster.local:53']).toContain('forward . 10.96.0.10 {');
});

test('IPv6 has brackets before ports, and a local address of its own', () => {
  const found = zones({ mode: NodeLocalDnsMode.iptables('fd00:10:96::a') });
  expect(found['cluster.local:53']).toContain('bind fd00:169:254:20::10 fd00:10:96::a');
  expect(found['cluster.local:53']).toContain('health [fd00:169:254:20::10]:8080');
});

test('domain, servers, stub domains, caches, ports and plugins are as they are said', () => {
  const found = zones({
    clusterDomain: 'prod.example',
    upstreamServers: ['10.0.0.53', '[fd00::53]:5353'],
    stubDomains: [
      NodeLocalDnsStubDomain.of('corp.example.com', ['10.1.0.53:5353', '10.1.0.54'], { forceTcp: true, cache: NodeLocalDnsCache.of({ successTtl: Duration.minutes(5), prefetch: 3 }) }),
      NodeLocalDnsStubDomain.of('lab.example.com', ['10.2.0.53']),
    ],
    clusterCache: NodeLocalDnsCache.of({ successCapacity: 20000, denialCapacity: 4096, denialTtl: Duration.seconds(2), serveStale: Duration.hours(1) }),
    cache: NodeLocalDnsCache.of(),
    forceTcp: false,
    directives: ['log', 'template ANY AAAA {', '  rcode NOERROR', '}'],
    blocks: [NodeLocalDnsBlock.of(['a.example', 'b.example'], ['whoami'])],
    reload: true,
    metricsPort: 9254,
    healthPort: 8053,
  });
  expect(Object.keys(found)).toEqual(['prod.example:53', 'in-addr.arpa:53', 'ip6.arpa:53', 'corp.example.com:53', 'lab.example.com:53', '.:53', 'a.example:53 b.example:53']);
  expect(found['prod.example:53']).toEqual([
    'errors', 'cache {', 'success 20000 30', 'denial 4096 2', 'serve_stale 3600s', '}', 'reload', 'loop', 'bind 169.254.20.10 10.96.0.10', 'forward . __PILLAR__CLUSTER__DNS__', 'prometheus :9254',
    'log', 'template ANY AAAA {', 'rcode NOERROR', '}', 'health 169.254.20.10:8053',
  ]);
  expect(found['corp.example.com:53']).toEqual(expect.arrayContaining(['success 9984 300', 'prefetch 3', 'forward . 10.1.0.53:5353 10.1.0.54 {', 'force_tcp']));
  expect(found['lab.example.com:53']).toEqual(expect.arrayContaining(['success 9984 30', 'denial 9984 5', 'forward . 10.2.0.53']));
  expect(found['.:53']).toContain('forward . 10.0.0.53 [fd00::53]:5353');
  expect(found['a.example:53 b.example:53']).toEqual(['bind 169.254.20.10 10.96.0.10', 'whoami']);
});

test('a block in CoreDNS\' own words stands as it is', () => {
  const text = '(common) {\n  errors\n}\nexample.org:53 {\n  import common\n  bind __PILLAR__LOCAL__DNS__\n}';
  expect(made({ blocks: [NodeLocalDnsBlock.raw(`${text}\n\n`)] }).corefile.endsWith(`\n${text}\n`)).toBe(true);
});

test('braces are whole, whatever is written, and no server is without an address', () => {
  const label = fc.stringMatching(/^[a-z]{3,8}$/);
  const directives = fc.constantFrom<string[]>(['log'], ['template ANY AAAA {', 'rcode NOERROR', '}'], ['hosts {', '10.0.0.1 a.example', 'fallthrough', '}'], ['# a comment {'], []);
  fc.assert(fc.property(fc.uniqueArray(label, { maxLength: 4 }), directives, fc.boolean(), (labels, lines, forceTcp) => {
    const text = made({ stubDomains: labels.map((name) => NodeLocalDnsStubDomain.of(`${name}.example`, ['10.9.9.9'], { forceTcp })), directives: lines }).corefile;
    const code = text.split('\n').map((line) => line.replace(/#.*/, ''));
    const opened = code.filter((line) => line.trimEnd().endsWith('{')).length;
    expect(code.filter((line) => line.trim() === '}')).toHaveLength(opened);
    expect(text.match(/^ {4}bind /gm)).toHaveLength(4 + labels.length);
  }), { numRuns: 50 });
});

describe('what is refused', () => {
  test.each<[string, Props]>([
    ['InvalidLocalAddress', { localAddress: '10.0.0.1' }], ['InvalidLocalAddress', { localAddress: '169.254.169.254' }], ['InvalidLocalAddress', { localAddress: '169.254.170.2' }],
    ['InvalidLocalAddress', { localAddress: '169.254.0.0' }], ['InvalidLocalAddress', { localAddress: '127.0.0.1' }], ['InvalidLocalAddress', { localAddress: 'fe80::1' }],
    ['InvalidAddress', { localAddress: '169.254.20' }], ['FamiliesDiffer', { localAddress: 'fd00::10' }], ['FamiliesDiffer', { mode: NodeLocalDnsMode.ipvs('fd00::a'), localAddress: '169.254.20.10' }],
    ['InvalidLocalAddress', { mode: NodeLocalDnsMode.iptables('fd00::a'), localAddress: 'fd00::a' }],
    ['InvalidZone', { clusterDomain: 'not a domain' }], ['NoServers', { upstreamServers: [] }], ['NoServers', { upstreamServers: Array.from({ length: 16 }, (_, i) => `10.0.0.${i + 1}`) }],
    ['InvalidServer', { upstreamServers: ['dns.example.com'] }], ['InvalidServer', { upstreamServers: ['10.0.0.1:70000'] }], ['InvalidServer', { upstreamServers: ['fd00::1:x'] }],
    ['InvalidServer', { upstreamServers: ['[10.0.0.1]:53'] }],
    ['UpstreamIsItself', { upstreamServers: ['169.254.20.10'] }], ['UpstreamIsItself', { upstreamServers: ['10.96.0.10:53'] }],
    ['UpstreamIsItself', { upstream: NodeLocalDnsUpstream.addresses('10.96.0.10') }], ['UpstreamIsItself', { stubDomains: [NodeLocalDnsStubDomain.of('a.example', ['169.254.20.10:53'])] }],
    ['ZoneTwice', { stubDomains: [NodeLocalDnsStubDomain.of('cluster.local', ['10.0.0.1'])] }], ['ZoneTwice', { blocks: [NodeLocalDnsBlock.of(['.'], ['whoami'])] }],
    ['ZoneTwice', { stubDomains: [NodeLocalDnsStubDomain.of('A.example.', ['10.0.0.1']), NodeLocalDnsStubDomain.of('a.example', ['10.0.0.1'])] }],
    ['OnePortForTwo', { metricsPort: 8080 }], ['OnePortForTwo', { healthPort: 53 }], ['OnePortForTwo', { metricsPort: 9353 }], ['InvalidPort', { metricsPort: 0 }],
    ['InvalidDirective', { directives: ['template ANY AAAA {'] }], ['InvalidDirective', { directives: ['}'] }], ['InvalidDirective', { directives: ['}', 'example.org {'] }],
    ['InvalidDirective', { directives: ['log\n}'] }], ['WrongType', { directives: 'log' as never }], ['WrongType', { stubDomains: [{ zone: 'a' }] as never }],
  ])('%s: %j', (code, props) => {
    expect(refusal(props)).toContain(`[${code}] chart/dns:`);
  });

  test('asking the Service of cluster DNS is no loop where the cache does not have its address', () => {
    expect(() => made({ mode: NodeLocalDnsMode.ipvs('10.96.0.10'), upstream: NodeLocalDnsUpstream.addresses('10.96.0.10') })).not.toThrow();
  });

  test.each<[string, () => unknown]>([
    ['InvalidAddress', () => NodeLocalDnsMode.iptables('kube-dns')],
    ['InvalidClusterDns', () => NodeLocalDnsMode.iptables('169.254.20.10')],
    ['InvalidClusterDns', () => NodeLocalDnsMode.ipvs('127.0.0.1')],
    ['InvalidClusterDns', () => NodeLocalDnsMode.ipvs('::1')],
    ['InvalidClusterDns', () => NodeLocalDnsMode.ipvs('0.0.0.0')],
    ['InvalidZone', () => NodeLocalDnsStubDomain.of('a b', ['10.0.0.1'])],
    ['NoServers', () => NodeLocalDnsStubDomain.of('a.example', [])],
    ['InvalidServer', () => NodeLocalDnsStubDomain.of('a.example', [5 as never])],
    ['WrongType', () => NodeLocalDnsStubDomain.of('a.example', '10.0.0.1' as never)],
    ['WrongType', () => NodeLocalDnsStubDomain.of('a.example', ['10.0.0.1'], { cache: 30 as never })],
    ['InvalidZone', () => NodeLocalDnsBlock.of([], ['whoami'])],
    ['InvalidDirective', () => NodeLocalDnsBlock.of(['a.example'], [])],
    ['NotText', () => NodeLocalDnsBlock.of(['a.example'], [5 as never])],
    ['BlockWithoutBind', () => NodeLocalDnsBlock.raw('example.org {\n  whoami\n}')],
    ['InvalidDirective', () => NodeLocalDnsBlock.raw('example.org {\n  bind __PILLAR__LOCAL__DNS__')],
    ['InvalidNumber', () => NodeLocalDnsCache.of({ successCapacity: 1000 })],
    ['InvalidNumber', () => NodeLocalDnsCache.of({ denialTtl: Duration.seconds(0) })],
    ['InvalidNumber', () => NodeLocalDnsCache.of({ prefetch: 0 })],
    ['WrongType', () => NodeLocalDnsCache.of({ successTtl: 30 as never })],
    ['InvalidName', () => NodeLocalDnsUpstream.clusterDns({ name: 'No' })],
    ['EmptySelector', () => NodeLocalDnsUpstream.clusterDns({ podLabels: {} })],
    ['InvalidName', () => NodeLocalDnsUpstream.serviceNamed('a.b')],
    ['NoServers', () => NodeLocalDnsUpstream.addresses()],
  ])('%s of a value', (code, make) => {
    expect(thrown(make)).toContain(`[${code}]`);
  });
});
