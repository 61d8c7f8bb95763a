import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  ListenAddress, SecretKey, ZabbixActiveChecks, ZabbixActiveChecksOptions, ZabbixAgentDaemonSet, ZabbixAgentDaemonSetProps, ZabbixHostInterface, ZabbixHostMetadata, ZabbixHostname,
  ZabbixInclude, ZabbixKeyRule, ZabbixPassiveChecks, ZabbixPlugin, ZabbixServer, ZabbixTls, ZabbixUserParameter,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf } from '../../synth';

type Props = Partial<ZabbixAgentDaemonSetProps>;
const passiveChecks = ZabbixPassiveChecks.from(['10.244.0.0/16']);
const server = ZabbixServer.of('zabbix.example.com');
const agent = (props: Props) => new ZabbixAgentDaemonSet(chartOf(), 'agent', props);
const lines = (props: Props) => agent(props).configText.split('\n').slice(0, -1);
/** Lines beyond those that are always there. */
const more = (props: Props) => lines({ passiveChecks, ...props }).filter((line) => !lines({ passiveChecks }).includes(line));
const active = (options: ZabbixActiveChecksOptions) => lines({ activeChecks: ZabbixActiveChecks.to([server], options) }).slice(4);
const refusal = (props: Props) => thrown(() => agent({ passiveChecks, ...props }));

test('is lines of parameters, in the order in which they are documented here', () => {
  expect(lines({ passiveChecks })).toEqual([
    'LogType=console', 'ControlSocket=/tmp/agent.sock', 'HostnameItem=system.run[echo $ZBX_HOSTNAME]', 'Server=10.244.0.0/16', 'ListenPort=10050',
  ]);
});

test('the same props give the same text, however often, and never a line that was not asked for', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  fc.assert(fc.property(fc.uniqueArray(word, { maxLength: 5 }), fc.uniqueArray(word, { maxLength: 5 }), (keys, settings) => {
    const props: Props = {
      passiveChecks,
      userParameters: keys.map((key) => ZabbixUserParameter.of(key, `echo ${key}`)),
      plugins: [ZabbixPlugin.of('Log', Object.fromEntries(settings.map((name) => [`Sessions.${name}.Uri`, name])))],
    };
    const text = agent(props).configText;
    expect(agent(props).configText).toBe(text);
    expect(text.split('\n')).toHaveLength(5 + keys.length + settings.length + 1);
    expect(text.split('\n').slice(0, -1).every((line) => /^[A-Z][A-Za-z0-9.]*=\S/.test(line))).toBe(true);
  }), { numRuns: 30 });
});

describe('passive checks', () => {
  test('take addresses, networks and names', () => {
    const checks = ZabbixPassiveChecks.from(['10.0.0.5', '10.244.0.0/16', '2001:db8::/32', '::1', 'zabbix-proxy.example.com', 'zbx_1'], { port: 11050, listenAddress: ListenAddress.of('::1') });
    expect(lines({ passiveChecks: checks }).slice(3)).toEqual(['Server=10.0.0.5,10.244.0.0/16,2001:db8::/32,::1,zabbix-proxy.example.com,zbx_1', 'ListenPort=11050', 'ListenIP=::1']);
  });

  test('from everybody is said in as many words', () => {
    expect(lines({ passiveChecks: ZabbixPassiveChecks.fromAnywhere() })).toContain('Server=0.0.0.0/0,::/0');
    for (const peer of ['0.0.0.0/0', '::/0', '10.0.0.0/0', '0.0.0.0/00']) {
      expect(thrown(() => ZabbixPassiveChecks.from([peer]))).toMatch(/^\[InvalidPeer\] .*fromAnywhere/);
    }
  });

  test.each(['', '10.0.0.0/33', '10.0.0.0/8/8', 'zabbix:10051', 'a b', 'fe80::1%eth0', '-a', '10.0.0', '10.0.0.0/', 'a,b', 'a\nUserParameter=x,y', 'host/24'])('%p is nobody who could ask', (peer) => {
    expect(thrown(() => ZabbixPassiveChecks.from([peer]))).toMatch(/^\[InvalidPeer\] ZabbixPassiveChecks\.from: peer is /);
  });

  test.each<[string, () => unknown]>([
    ['MissingPeers', () => ZabbixPassiveChecks.from([])],
    ['WrongType', () => ZabbixPassiveChecks.from('10.0.0.5' as never)],
    ['InvalidPeer', () => ZabbixPassiveChecks.from([5 as never])],
    ['InvalidNumber', () => ZabbixPassiveChecks.fromAnywhere({ port: 1023 })],
    ['InvalidNumber', () => ZabbixPassiveChecks.fromAnywhere({ port: 32768 })],
    ['InvalidAddress', () => ZabbixPassiveChecks.fromAnywhere({ listenAddress: ListenAddress.ofPod() })],
    ['WrongType', () => ZabbixPassiveChecks.fromAnywhere({ listenAddress: '127.0.0.1' as never })],
    ['WrongType', () => ZabbixPassiveChecks.fromAnywhere(null as never)],
  ])('%s', (code, make) => {
    expect(thrown(make)).toContain(`[${code}] ZabbixPassiveChecks.`);
  });
});

describe('active checks', () => {
  test('name servers and proxies with their ports, clusters as one', () => {
    const servers = [
      server, ZabbixServer.of('10.0.0.5', 20051), ZabbixServer.of('2001:db8::5'), ZabbixServer.cluster(ZabbixServer.of('a.example.com'), ZabbixServer.of('b.example.com', 20051)),
    ];
    expect(lines({ activeChecks: ZabbixActiveChecks.to(servers) })).toContain('ServerActive=zabbix.example.com:10051,10.0.0.5:20051,[2001:db8::5]:10051,a.example.com:10051;b.example.com:20051');
  });

  test.each(['0.0.0.0/0', '::/0', '0.0.0.0', '::', '10.0.0.0/8', '', 'zabbix:10051', 'a,b', 'a;b', '256.1.1.1', 'fe80::1%eth0'])('%p cannot be a server', (host) => {
    expect(thrown(() => ZabbixServer.of(host))).toMatch(/^\[InvalidServer\] ZabbixServer\.of: host is /);
  });

  test('without passive ones it listens nowhere', () => {
    expect(lines({ activeChecks: ZabbixActiveChecks.to([server]) }).filter((line) => /^(Server|Listen\w+)=/.test(line))).toEqual([]);
  });

  test('have their intervals in seconds, and a file for the buffer that outlives the pod', () => {
    expect(active({ refreshInterval: Duration.minutes(2), bufferSend: Duration.seconds(10), bufferSize: 500 })).toEqual(['RefreshActiveChecks=120', 'BufferSend=10', 'BufferSize=500']);
    expect(active({ persistentBuffer: true, persistentBufferPeriod: Duration.hours(6) })).toEqual([
      'EnablePersistentBuffer=1', 'PersistentBufferFile=/var/lib/zabbix-agent/agent2.db', 'PersistentBufferPeriod=21600s',
    ]);
  });

  test('tell autoregistration of the host', () => {
    expect(active({ hostMetadata: ZabbixHostMetadata.of('kubernetes linux'), hostInterface: ZabbixHostInterface.nodeAddress() })).toEqual(['HostMetadata=kubernetes linux', 'HostInterfaceItem=system.run[echo $ZBX_HOSTINTERFACE]']);
    expect(active({ hostMetadata: ZabbixHostMetadata.item('system.uname'), hostInterface: ZabbixHostInterface.nodeName() })).toEqual(['HostMetadataItem=system.uname', 'HostInterfaceItem=system.run[echo $ZBX_HOSTINTERFACE]']);
    expect(active({ hostInterface: ZabbixHostInterface.item('system.hostname[fqdn]') })).toEqual(['HostInterfaceItem=system.hostname[fqdn]']);
    expect(thrown(() => ZabbixHostMetadata.of('ä'.repeat(256)))).toMatch(/^\[MetadataTooLong\].*256 characters/);
    expect(() => ZabbixHostMetadata.of('ä'.repeat(255))).not.toThrow();
  });

  test.each<[string, () => unknown]>([
    ['MissingServers', () => ZabbixActiveChecks.to([])],
    ['WrongType', () => ZabbixActiveChecks.to(['zabbix'] as never)],
    ['ServerTwice', () => ZabbixActiveChecks.to([server, ZabbixServer.of('zabbix.example.com', 10051)])],
    ['PeriodWithoutBuffer', () => ZabbixActiveChecks.to([server], { persistentBufferPeriod: Duration.hours(1) })],
    ['BufferSizeWithoutEffect', () => ZabbixActiveChecks.to([server], { persistentBuffer: true, bufferSize: 100 })],
    ['InvalidNumber', () => ZabbixActiveChecks.to([server], { bufferSize: 1 })],
    ['InvalidNumber', () => ZabbixActiveChecks.to([server], { bufferSend: Duration.hours(2) })],
    ['InvalidNumber', () => ZabbixActiveChecks.to([server], { refreshInterval: Duration.days(2) })],
    ['InvalidNumber', () => ZabbixActiveChecks.to([server], { persistentBuffer: true, persistentBufferPeriod: Duration.seconds(59) })],
    ['InvalidNumber', () => ZabbixActiveChecks.to([server], { persistentBuffer: true, persistentBufferPeriod: Duration.days(366) })],
    ['WrongType', () => ZabbixActiveChecks.to([server], { hostMetadata: 'linux' as never })],
  ])('%s', (code, make) => {
    expect(thrown(make)).toContain(`[${code}] ZabbixActiveChecks.to:`);
  });

  test('a cluster of one is none', () => {
    expect(thrown(() => ZabbixServer.cluster(server))).toMatch(/^\[InvalidServer\] ZabbixServer\.cluster: there are 1 nodes/);
    expect(thrown(() => ZabbixServer.of('a', 0))).toContain('[InvalidPort]');
  });
});

test('the host\'s name is the node\'s, after a prefix if one likes, or what an item gives', () => {
  expect(more({ hostname: ZabbixHostname.nodeName('prod-') })).toEqual(['HostnameItem=system.run[echo prod-$ZBX_HOSTNAME]']);
  expect(more({ hostname: ZabbixHostname.item('system.hostname[fqdn]') })).toEqual(['HostnameItem=system.hostname[fqdn]']);
  for (const prefix of ['a b', 'a]', '$(reboot)', 'a/', 'x'.repeat(65)]) {
    expect(thrown(() => ZabbixHostname.nodeName(prefix))).toMatch(/^\[InvalidHostname\]/);
  }
  expect(thrown(() => ZabbixHostname.item('no key'))).toMatch(/^\[InvalidItemKey\] ZabbixHostname\.item:/);
});

describe('TLS', () => {
  test('is the same in both directions, and its files come from Secrets', () => {
    expect(more({ tls: ZabbixTls.preSharedKey('nodes', SecretKey.of('zabbix', 'psk')) })).toEqual(['TLSConnect=psk', 'TLSAccept=psk', 'TLSPSKIdentity=nodes', 'TLSPSKFile=/etc/zabbix-agent-tls/psk']);
    expect(more({ tls: ZabbixTls.certificates('zabbix-tls', { serverIssuer: 'CN=CA,O=Example', serverSubject: 'CN=zabbix' }) })).toEqual([
      'TLSConnect=cert', 'TLSAccept=cert', 'TLSCAFile=/etc/zabbix-agent-tls/ca.crt', 'TLSCertFile=/etc/zabbix-agent-tls/tls.crt', 'TLSKeyFile=/etc/zabbix-agent-tls/tls.key',
      'TLSServerCertIssuer=CN=CA,O=Example', 'TLSServerCertSubject=CN=zabbix',
    ]);
  });

  test('a key as text, and an identity that is no line', () => {
    expect(thrown(() => ZabbixTls.preSharedKey('nodes', '0123456789abcdef0123456789abcdef' as never))).toMatch(/^\[WrongType\].*SecretKey/);
    expect(thrown(() => ZabbixTls.preSharedKey('a\nb', SecretKey.of('zabbix', 'psk')))).toMatch(/^\[InvalidLine\]/);
    expect(thrown(() => ZabbixTls.preSharedKey('a'.repeat(129), SecretKey.of('zabbix', 'psk')))).toMatch(/^\[InvalidLine\]/);
    expect(thrown(() => ZabbixTls.certificates('Not a name'))).toMatch(/^\[InvalidName\]/);
  });
});

describe('items', () => {
  test('rules keep their order', () => {
    expect(more({ itemKeys: [ZabbixKeyRule.allow('agent.*'), ZabbixKeyRule.allow('vfs.fs.*[*]'), ZabbixKeyRule.deny('*')] })).toEqual(['AllowKey=agent.*', 'AllowKey=vfs.fs.*[*]', 'DenyKey=*']);
    expect(more({ itemKeys: [ZabbixKeyRule.allow('system.run[uptime]')] })).toEqual(['AllowKey=system.run[uptime]']);
  });

  test('rules without effect are refused, as the agent refuses them, or would ignore them', () => {
    expect(refusal({ itemKeys: [ZabbixKeyRule.allow('agent.*')] })).toMatch(/^\[RulesWithoutEffect\] chart\/agent: itemKeys only allow/);
    expect(refusal({ itemKeys: [ZabbixKeyRule.deny('*'), ZabbixKeyRule.allow('agent.*')] })).toMatch(/^\[RulesWithoutEffect\] chart\/agent: itemKeys have "agent\.\*" after "\*"/);
    expect(thrown(() => ZabbixKeyRule.deny('a b'))).toMatch(/^\[InvalidItemKey\]/);
  });

  test('of one\'s own run commands', () => {
    const userParameters = [ZabbixUserParameter.of('node.pods', 'ls /hostfs/root/var/log/pods | wc -l'), ZabbixUserParameter.of('file.age[*]', 'stat -c %Y "$1"')];
    expect(more({ userParameters, unsafeUserParameters: true })).toEqual(['UnsafeUserParameters=1', 'UserParameter=node.pods,ls /hostfs/root/var/log/pods | wc -l', 'UserParameter=file.age[*],stat -c %Y "$1"']);
    expect(refusal({ userParameters: [ZabbixUserParameter.of('a', 'x'), ZabbixUserParameter.of('a[*]', 'y')] })).toMatch(/^\[UserParameterTwice\] chart\/agent: userParameters have "a" twice/);
    expect(refusal({ unsafeUserParameters: true, userParameters: [ZabbixUserParameter.of('a', 'x')] })).toMatch(/^\[UnsafeWithoutParameters\]/);
    expect(thrown(() => ZabbixUserParameter.of('a[b]', 'x'))).toMatch(/^\[InvalidItemKey\]/);
    expect(thrown(() => ZabbixUserParameter.of('a', 'x\ny'))).toMatch(/^\[InvalidLine\]/);
  });
});

describe('plugins, and what has no type', () => {
  test('settings of plugins, any parameter, and files that are read last', () => {
    expect(more({
      plugins: [ZabbixPlugin.of('Docker', { Endpoint: 'unix:///hostfs/root/run/docker.sock', Timeout: '10' })],
      config: { HeartbeatFrequency: '60' },
      includes: [ZabbixInclude.ofSecret(SecretKey.of('zabbix-mysql', 'mysql.conf')), ZabbixInclude.ofConfigMap('team', 'items.conf'), ZabbixInclude.ofImage('/etc/zabbix/zabbix_agent2.d/plugins.d/*.conf')],
      timeout: Duration.seconds(10),
      debugLevel: 4,
    })).toEqual([
      'DebugLevel=4', 'Timeout=10', 'Plugins.Docker.Endpoint=unix:///hostfs/root/run/docker.sock', 'Plugins.Docker.Timeout=10', 'HeartbeatFrequency=60',
      'Include=/etc/zabbix-agent-include/secret-zabbix-mysql-mysql.conf/mysql.conf', 'Include=/etc/zabbix-agent-include/config-team-items.conf/items.conf', 'Include=/etc/zabbix/zabbix_agent2.d/plugins.d/*.conf',
    ]);
  });

  test('a password as text is refused, wherever it stands; a variable that the agent replaces is none', () => {
    expect(thrown(() => ZabbixPlugin.of('Mysql', { 'Sessions.Prod.Password': 'hunter2' }))).toMatch(/^\[SecretAsText\] ZabbixPlugin\.of: Plugins\.Mysql\.Sessions\.Prod\.Password is a text/);
    expect(refusal({ config: { 'Plugins.Redis.Default.Password': 'hunter2' } })).toMatch(/^\[SecretAsText\] chart\/agent:/);
    expect(more({ plugins: [ZabbixPlugin.of('Mysql', { 'Sessions.Prod.Password': '${MYSQL_PASSWORD}' })] })).toEqual(['Plugins.Mysql.Sessions.Prod.Password=${MYSQL_PASSWORD}']);
  });

  test('a parameter in two places is refused: the agent would take the last without a word', () => {
    expect(refusal({ config: { Server: '0.0.0.0/0' } })).toMatch(/^\[ParameterTwice\] chart\/agent: the agent's configuration has Server twice/);
    expect(refusal({ plugins: [ZabbixPlugin.of('Log', { A: '1' }), ZabbixPlugin.of('Log', { A: '2' })] })).toMatch(/^\[ParameterTwice\]/);
    expect(more({ config: { Alias: 'up:system.uptime' } })).toEqual(['Alias=up:system.uptime']);
  });

  test.each<[string, Props]>([
    ['InvalidParameter', { config: { 'No name': '1' } }], ['InvalidLine', { config: { Alias: 'a\nServer=0.0.0.0/0' } }], ['InvalidLine', { config: { Alias: '' } }], ['NotText', { config: { Alias: 5 as never } }],
    ['InvalidNumber', { timeout: Duration.seconds(31) }], ['InvalidNumber', { debugLevel: 6 }], ['InvalidNumber', { debugLevel: 1.5 }],
  ])('%s', (code, props) => {
    expect(refusal(props)).toContain(`[${code}] chart/agent:`);
  });

  test.each<[string, () => unknown]>([
    ['InvalidParameter', () => ZabbixPlugin.of('My Plugin', {})],
    ['InvalidParameter', () => ZabbixPlugin.of('Docker', { 'a=b': 'c' })],
    ['InvalidLine', () => ZabbixPlugin.of('Docker', { Timeout: ' 5' })],
    ['WrongType', () => ZabbixPlugin.of('Docker', null as never)],
    ['InvalidPath', () => ZabbixInclude.ofImage('relative.conf')],
    ['WrongType', () => ZabbixInclude.ofSecret('secret' as never)],
    ['InvalidName', () => ZabbixInclude.ofConfigMap('No', 'a')],
  ])('%s of a value', (code, make) => {
    expect(thrown(make)).toContain(`[${code}]`);
  });
});
