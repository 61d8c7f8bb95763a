import { Duration } from 'cdk8s';
import { NodeAgentDaemonSetProps, ContainerProps, DnsConfig, HostAlias, LifecycleHandler, TargetVersion } from '../../src';
import { bare, container, problems } from '../daemon-set/agent';

function wrong(props: Partial<NodeAgentDaemonSetProps>): string[] {
  return problems(bare(props)).map((problem) => problem.replace(' chart/agent:', ''));
}

function wrongWith(more: Partial<ContainerProps>, props: Partial<NodeAgentDaemonSetProps> = {}): string[] {
  return wrong({ containers: [container(more)], ...props });
}

describe('ids of users and groups', () => {
  test.each([-1, 1.5, 2147483648, NaN])('%p is none', (id) => {
    for (const what of ['runAsUser', 'runAsGroup'] as const) {
      expect(wrong({ podSecurityContext: { [what]: id } })).toEqual([`[InvalidId] pod: ${what} is ${String(id)}; write a whole number from 0 to 2147483647`]);
      expect(wrongWith({ securityContext: { [what]: id } })).toEqual([`[InvalidId] container "main": ${what} is ${String(id)}; write a whole number from 0 to 2147483647`]);
    }
    expect(wrong({ podSecurityContext: { fsGroup: id } })).toEqual([expect.stringContaining('[InvalidId] pod: fsGroup is ')]);
    expect(wrong({ podSecurityContext: { supplementalGroups: [0, id] } })).toEqual([expect.stringContaining('[InvalidId] pod: supplementalGroups is ')]);
  });

  test.each([0, 1000, 2147483647])('%p is one', (id) => {
    expect(wrong({
      podSecurityContext: { runAsUser: id, runAsGroup: id, fsGroup: id, supplementalGroups: [id] },
      initContainers: [container({ name: 'init', securityContext: { runAsUser: id, runAsGroup: id } })],
    })).toEqual([]);
  });
});

describe('words of which there are few', () => {
  test('fsGroupChangePolicy', () => {
    expect(wrong({ podSecurityContext: { fsGroupChangePolicy: 'always' } })).toEqual([
      '[UnknownPolicy] pod: fsGroupChangePolicy is "always"; write "OnRootMismatch" or "Always"',
    ]);
    expect(['Always', 'OnRootMismatch'].flatMap((fsGroupChangePolicy) => wrong({ podSecurityContext: { fsGroupChangePolicy } }))).toEqual([]);
  });

  test('terminationMessagePolicy', () => {
    expect(wrongWith({ terminationMessagePolicy: 'file' })).toEqual([
      '[UnknownPolicy] container "main": terminationMessagePolicy is "file"; write "File" or "FallbackToLogsOnError"',
    ]);
    expect(['File', 'FallbackToLogsOnError'].flatMap((terminationMessagePolicy) => wrongWith({ terminationMessagePolicy }))).toEqual([]);
  });

  test.each([
    ['imagePullPolicy of a container', { containers: [container({ imagePullPolicy: 'always' as any })] }, 'container "main": imagePullPolicy is "always"; write "Always" or "IfNotPresent" or "Never"'],
    ['dnsPolicy of a pod', { dnsPolicy: 'clusterFirst' as any }, 'pod: dnsPolicy is "clusterFirst"; write "ClusterFirst" or "ClusterFirstWithHostNet" or "Default" or "None"'],
    ['procMount of a container', { targetVersion: TargetVersion.V1_36, containers: [container({ securityContext: { procMount: 'unmasked' as any } })] },
      'container "main": procMount is "unmasked"; write "Default" or "Unmasked"'],
  ])('%s, which plain JavaScript can mistype', (_, props, message) => {
    expect(wrong(props)).toEqual([`[UnknownPolicy] ${message}`]);
  });
});

describe('a hook that sleeps', () => {
  test.each(['postStart', 'preStop'] as const)('%s sleeps no longer than the pod has to end, which is 30 s unless it is set', (hook) => {
    const sleep = (seconds: number, more: Partial<NodeAgentDaemonSetProps> = {}) => (
      wrongWith({ [hook]: LifecycleHandler.sleep(Duration.seconds(seconds)) }, { targetVersion: TargetVersion.V1_36, ...more }));
    expect(sleep(31)).toEqual([
      `[SleepTooLong] container "main": ${hook} sleeps for 31 s, and the pod has 30 s to end; sleep for less, or raise terminationGracePeriod`,
    ]);
    expect(sleep(30)).toEqual([]);
    expect(sleep(60, { terminationGracePeriod: Duration.minutes(1) })).toEqual([]);
    expect(sleep(2, { terminationGracePeriod: Duration.seconds(1) })).toHaveLength(1);
    expect(wrongWith({ [hook]: LifecycleHandler.exec(['sleep', '60']) })).toEqual([]);
  });
});

describe('sysctls', () => {
  test.each(['Net.a', 'net..a', '.a', 'a.', 'a b', '', `a.${'b'.repeat(252)}`])('%j is no name of one', (name) => {
    expect(wrong({ podSecurityContext: { sysctls: { [name]: '1' } } })).toEqual([expect.stringMatching(/^\[InvalidSysctl\] sysctl is .+; write lower-case letters/)]);
  });

  test.each(['net.core.somaxconn', 'net/ipv4/conf/eth0.100/x', 'kernel.shm_rmid_forced', 'a-b', `a.${'b'.repeat(251)}`])('%j is one', (name) => {
    expect(wrong({ podSecurityContext: { sysctls: { [name]: '1' } } })).toEqual([]);
  });

  test.each([
    ['net.ipv4.ip_forward', 'hostNetwork'], ['net/ipv4/ip_forward', 'hostNetwork'],
    ['kernel.shmmax', 'hostIpc'], ['kernel.shm_rmid_forced', 'hostIpc'], ['kernel.msgmnb', 'hostIpc'], ['kernel.sem', 'hostIpc'], ['fs.mqueue.msg_max', 'hostIpc'],
  ])('%s with %s would be the node\'s', (name, what) => {
    const podSecurityContext = { sysctls: { [name]: '1' } };
    expect(wrong({ podSecurityContext, hostNetwork: true, hostIpc: true })).toEqual([
      `[SysctlOfHost] sysctl ${name} is set and ${what} is true, so that it would be the node's own; drop one of them`,
    ]);
    expect(wrong({ podSecurityContext, hostNetwork: what !== 'hostNetwork', hostIpc: what !== 'hostIpc' })).toEqual([]);
    expect(wrong({ podSecurityContext })).toEqual([]);
  });

  test.each(['kernel.semaphore', 'kernel.shmx', 'fs.mqueue', 'network.x', 'vm.net.x'])('%s is of no namespace that a pod shares', (name) => {
    expect(wrong({ podSecurityContext: { sysctls: { [name]: '1' } }, hostNetwork: true, hostIpc: true })).toEqual([]);
  });
});

describe('the resolver\'s settings', () => {
  const dns = (dnsConfig: DnsConfig, version = '1.28') => wrong({ dnsConfig, targetVersion: TargetVersion.of(version) });

  test.each<[string, DnsConfig, string]>([
    ['four servers', { nameservers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] }, 'has 4 nameservers, and resolvers read 3; keep the first 3'],
    ['a server by name', { nameservers: ['dns.example.com'] }, 'has nameserver "dns.example.com"; write an IP address'],
    ['33 searches', { searches: Array.from({ length: 33 }, (_, i) => `s${i}`) }, 'has more than 32 searches, or more than 2048 characters of them; keep fewer'],
    ['long searches', { searches: Array.from({ length: 9 }, () => Array(4).fill('a'.repeat(60)).join('.')) }, 'has more than 32 searches, or more than 2048 characters of them; keep fewer'],
    ['a search in capitals', { searches: ['Example.com'] }, 'has search "Example.com"; write a domain in lower case'],
    ['an option without a name', { options: { '': '1' } }, 'has an option without a name; write one such as ndots'],
  ])('%s', (_, config, message) => {
    expect(dns(config)).toEqual([`[InvalidDns] dnsConfig ${message}`]);
  });

  test('what resolvers take is fine', () => {
    expect(dns({
      nameservers: ['10.0.0.1', 'fd00::1', '127.0.0.1'],
      options: { ndots: '1', edns0: '' },
      searches: [...Array.from({ length: 31 }, (_, i) => `s${i}.example.com`), 'example.com.'],
    })).toEqual([]);
  });

  test('underscores and the root are searched from 1.33 on', () => {
    for (const search of ['_tcp.example.com', 'a_b.c', 'a__b._c', '_a.', '.']) {
      expect(dns({ searches: [search] }, '1.32')).toHaveLength(1);
      expect(dns({ searches: [search] }, '1.33')).toEqual([]);
    }
    for (const search of ['a b', '__a', 'x._.y', 'a._', 'a_', '_', '_-a', '..', 'a..b', `_${'a'.repeat(253)}`]) {
      expect(dns({ searches: [search] }, '1.33')).toEqual([expect.stringContaining(`dnsConfig has search "${search.slice(0, 100)}`)]);
    }
  });
});

describe('names', () => {
  test('of a RuntimeClass', () => {
    expect(wrong({ runtimeClassName: 'Kata' })).toEqual(['[InvalidName] runtimeClassName is "Kata"; write the name of a RuntimeClass, a DNS subdomain in lower case']);
    expect(wrong({ runtimeClassName: 'kata.v2' })).toEqual([]);
  });

  test('of a GMSA credential spec', () => {
    const windowsOptions = { gmsaCredentialSpecName: 'a b' };
    const message = 'gmsaCredentialSpecName is "a b"; write the name of a GMSACredentialSpec, a DNS subdomain in lower case';
    expect(wrong({ podSecurityContext: { windowsOptions } })).toEqual([`[InvalidName] pod: ${message}`]);
    expect(wrongWith({ securityContext: { windowsOptions } })).toEqual([`[InvalidName] container "main": ${message}`]);
    expect(wrong({ podSecurityContext: { windowsOptions: { gmsaCredentialSpecName: 'a-b' } } })).toEqual([]);
  });

  test.each(['', 'a\\b\\c', 'a\\', 'a:b', 'a*', '..', 'a'.repeat(105), 'bad/domain\\user', `${'d'.repeat(256)}\\user`, 'a\tb'])('%j is no user of Windows', (runAsUserName) => {
    expect(wrong({ podSecurityContext: { windowsOptions: { runAsUserName } } })).toEqual([expect.stringMatching(/^\[InvalidWindowsUser\] pod: runAsUserName is .+; write USER or DOMAIN\\USER/)]);
  });

  test.each(['ContainerUser', 'NT AUTHORITY\\SYSTEM', 'example.com\\user', 'a.b', 'a'.repeat(104)])('%j is one', (runAsUserName) => {
    expect(wrong({ podSecurityContext: { windowsOptions: { runAsUserName } } })).toEqual([]);
  });
});

test('two host aliases of one address are refused, of which server-side apply keeps one', () => {
  expect(wrong({ hostAliases: [HostAlias.of('10.0.0.1', 'a'), HostAlias.of('10.0.0.2', 'b'), HostAlias.of('10.0.0.1', 'c')] })).toEqual([
    '[DuplicateHostAlias] two host aliases are for 10.0.0.1, and server-side apply takes each address once; write HostAlias.of("10.0.0.1", …) with all names',
  ]);
  expect(wrong({ hostAliases: [HostAlias.of('10.0.0.1', 'a', 'c'), HostAlias.of('10.0.0.2', 'b')] })).toEqual([]);
});
