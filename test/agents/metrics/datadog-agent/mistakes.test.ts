import { ServiceAccount } from 'cdk8s-plus-28';
import {
  AgentDefaults, DatadogAgentDaemonSet, DatadogAgentDaemonSetProps, DatadogApm, DatadogCheck, DatadogClusterAgent, DatadogDogStatsD, DatadogKubeletTls, DatadogLogs,
  DatadogOtlp, DatadogProcesses, Platform, DatadogRuntime, DatadogSite, DatadogSystemProbe, EnvVar, HostPath, SecretKey,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, only, synth } from '../../synth';

type Props = Partial<DatadogAgentDaemonSetProps>;
const apiKey = SecretKey.of('datadog', 'api-key');
const token = SecretKey.of('dca', 'token');
const refusal = (props: Props | unknown) => thrown(() => new DatadogAgentDaemonSet(chartOf(), 'datadog', { apiKey, ...props as Props }));

describe('mistakes are told where they are made', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['the address of the web pages as site', () => DatadogSite.of('https://app.datadoghq.eu'), /^\[InvalidSite\] DatadogSite.of: domain is "https:\/\/app.datadoghq.eu"; write the site parameter/],
    ['the web pages\' host as site', () => DatadogSite.of('app.datadoghq.eu'), /^\[InvalidSite\]/],
    ['the short name as site', () => DatadogSite.of('eu1'), /^\[InvalidSite\]/],
    ['a port that is none', () => DatadogDogStatsD.port({ port: 0 }), /^\[InvalidPort\] DatadogDogStatsD.port: port is 0/],
    ['a port that is none', () => DatadogApm.socketAndPort({ port: 70000 }), /^\[InvalidPort\] DatadogApm.socketAndPort: port is 70000/],
    ['a number as flag', () => DatadogApm.port({ hostPort: 8126 as never }), /^\[WrongType\] DatadogApm.port: hostPort is 8126/],
    ['a word that is none', () => DatadogDogStatsD.socket({ tagCardinality: 'medium' as never }), /^\[UnknownValue\] DatadogDogStatsD.socket: tagCardinality/],
    ['options that are none', () => DatadogDogStatsD.socket(8125 as never), /^\[WrongType\] DatadogDogStatsD.socket: options is 8125/],
    ['one port for two', () => DatadogOtlp.receiver({ grpcPort: 4318 }), /^\[OnePortForTwo\] DatadogOtlp.receiver: grpcPort and httpPort are both 4318/],
    ['a filter without its word', () => DatadogLogs.allContainers({ exclude: ['kube-system'] }), /^\[InvalidFilter\] DatadogLogs.allContainers: exclude has "kube-system"; write image:, name: or kube_namespace:/],
    ['a filter that would be two', () => DatadogLogs.allContainers({ include: ['name:a name:b'] }), /^\[InvalidFilter\] DatadogLogs.allContainers: include/],
    ['no files', () => DatadogLogs.allContainers({ openFilesLimit: 0 }), /^\[InvalidNumber\] DatadogLogs.allContainers: openFilesLimit is 0/],
    ['a probe of nothing', () => DatadogSystemProbe.watching({ networkMonitoring: false }), /^\[NothingToWatch\] DatadogSystemProbe.watching: options ask for nothing/],
    ['a section that is none', () => DatadogSystemProbe.watching({ config: { network_config: true } }), /^\[WrongType\] DatadogSystemProbe.watching: config.network_config is true/],
    ['a relative directory', () => DatadogRuntime.containerd('run/containerd'), /^\[InvalidPath\]/],
    ['a relative file', () => DatadogKubeletTls.fileOfNode('ca.crt'), /^\[InvalidPath\]/],
    ['an address as Service', () => DatadogClusterAgent.external('dca.other', token), /^\[InvalidName\] DatadogClusterAgent.external: serviceName is "dca.other"/],
    ['an address without TLS', () => DatadogClusterAgent.at('http://dca:5005', token), /^\[InvalidAddress\] DatadogClusterAgent.at: url is "http:\/\/dca:5005"; write https:\/\//],
    ['a token as text', () => DatadogClusterAgent.external('dca', 'abc' as never), /^\[WrongType\] DatadogClusterAgent.external: token is "abc"; write a SecretKey/],
    ['a file\'s name as check', () => DatadogCheck.config('redisdb.yaml', { instances: [{}] }), /^\[InvalidCheck\] DatadogCheck.config: name is "redisdb.yaml"/],
    ['a check of nothing', () => DatadogCheck.config('redisdb', { instances: [] }), /^\[CheckWithoutInstances\] DatadogCheck.config: config of redisdb has instances \[\]/],
    ['a list as config', () => DatadogCheck.config('redisdb', [{}] as never), /^\[InvalidCheck\] DatadogCheck.config: config of redisdb/],
    ['a module without a check', () => DatadogCheck.python('queue', 'print(1)', { instances: [{}] }), /^\[InvalidCheck\] DatadogCheck.python: source of queue/],
    ['a password in a check', () => DatadogCheck.config('redisdb', { instances: [{ host: 'a', password: 'x' }] }), /^\[SecretAsText\] DatadogCheck.config: redisdb.instances\[0\].password is a text/],
  ])('%s', (_, act, message) => {
    expect(thrown(act)).toMatch(message);
  });

  test.each<[string, unknown, RegExp]>([
    ['no key', { apiKey: undefined }, /^\[MissingApiKey\] chart\/datadog: apiKey is nothing; write SecretKey.of/],
    ['the key as text', { apiKey: '0123456789abcdef' }, /^\[MissingApiKey\] chart\/datadog: apiKey is "0123456789abcdef"/],
    ['the key as a variable of text', { sharedEnv: [EnvVar.of('DD_API_KEY', 'abc')] }, /^\[SecretAsText\] chart\/datadog: variable DD_API_KEY is a text/],
    ['a password as a variable of text', { env: [EnvVar.of('REDIS_PASSWORD', 'abc')] }, /^\[SecretAsText\] chart\/datadog: variable REDIS_PASSWORD/],
    ['a cluster\'s name with capitals', { clusterName: 'Prod' }, /^\[InvalidClusterName\] chart\/datadog: clusterName is "Prod"/],
    ['a cluster\'s name that is too long', { clusterName: 'a'.repeat(81) }, /^\[InvalidClusterName\]/],
    ['a tag that would be two', { tags: ['team: search'] }, /^\[InvalidTag\] chart\/datadog: tags have "team: search"/],
    ['a filter without its word', { containerExclude: ['pause'] }, /^\[InvalidFilter\] chart\/datadog: containerExclude has "pause"/],
    ['a file among checks', { ignoreAutoconf: ['redisdb.d'] }, /^\[InvalidCheck\] chart\/datadog: ignoreAutoconf has "redisdb.d"/],
    ['a site as text', { site: 'datadoghq.eu' }, /^\[WrongType\] chart\/datadog: site is "datadoghq.eu"/],
    ['a level that is none', { logLevel: 'verbose' }, /^\[UnknownValue\] chart\/datadog: logLevel is "verbose"/],
    ['a platform that is none', { platform: 'aks' }, /^\[WrongType\] chart\/datadog: platform is "aks"/],
    ['a kubelet by another field', { kubelet: { address: 'status.podIP' } }, /^\[UnknownValue\] chart\/datadog: kubelet.address/],
    ['a check twice', { checks: ['a', 'b'].map((host) => DatadogCheck.config('redisdb', { instances: [{ host }] })) }, /^\[CheckTwice\] chart\/datadog: checks have redisdb twice/],
    ['a state directory that cannot be written', { stateDirectory: HostPath.of('/mnt') }, /^\[ReadOnlyState\] chart\/datadog: stateDirectory \/mnt/],
    ['a relative socket directory', { socketDirectory: 'run' }, /^\[InvalidPath\] chart\/datadog: path is "run"/],
    ['origin without processes', { hostPid: false, dogstatsd: DatadogDogStatsD.socket({ originDetection: true }) }, /^\[OriginWithoutHostPid\] chart\/datadog: dogstatsd has originDetection/],
    ['origin without the default', { defaults: AgentDefaults.all().without('hostPid'), dogstatsd: DatadogDogStatsD.socket({ originDetection: true }) }, /^\[OriginWithoutHostPid\]/],
    ['a Cluster Agent that cannot be found', { enableServiceLinks: false, clusterAgent: DatadogClusterAgent.external('dca', token) }, /^\[ServiceLinksOff\] chart\/datadog: clusterAgent/],
    ['one port for traces and OTLP', { apm: DatadogApm.port({ port: 4317 }), otlp: DatadogOtlp.receiver() }, /^\[OnePortForTwo\] chart\/datadog: port 4317/],
    ['traces at the port of health', { apm: DatadogApm.port({ port: 5555 }) }, /^\[OnePortForTwo\] chart\/datadog: port 5555/],
    ['constraints for nobody', { platform: Platform.openShift(), defaults: AgentDefaults.none() }, /^\[NoAccount\] chart\/datadog\/Default: there is no ServiceAccount/],
  ])('%s', (_, props, message) => {
    expect(refusal(props)).toMatch(message);
  });

  test('no props at all', () => {
    expect(thrown(() => new DatadogAgentDaemonSet(chartOf(), 'datadog', null as never))).toMatch(/^\[MissingApiKey\] chart\/datadog: apiKey is nothing/);
  });
});

describe('GKE Autopilot refuses, and so it is refused here, in the words of who asks', () => {
  test.each<[string, Props]>([
    ['dogstatsd is by a socket', { dogstatsd: DatadogDogStatsD.socketAndPort() }],
    ['apm is by a socket', { apm: DatadogApm.socket() }],
    ['hostPort is true', { apm: DatadogApm.port({ hostPort: true }) }],
    ['hostPort is true', { otlp: DatadogOtlp.receiver({ hostPorts: true }) }],
    ['systemProbe is set', { systemProbe: DatadogSystemProbe.watching({ oomKill: true }) }],
    ['hostPid is true', { hostPid: true }],
    ['hostNetwork is true', { hostNetwork: true }],
    ['runtime is set', { runtime: DatadogRuntime.crio() }],
    ['stateDirectory is set', { stateDirectory: HostPath.stateDirectory('dd') }],
    ['kubelet.tls names a file of the node', { kubelet: { tls: DatadogKubeletTls.fileOfNode('/etc/ca.crt') } }],
    ['hostPaths are set', { hostPaths: [HostPath.dev()] }],
    ['the ServiceAccount is "dd"', { name: 'dd' }],
    ['the ServiceAccount is "theirs"', { serviceAccount: ServiceAccount.fromServiceAccountName(chartOf(), 'account', 'theirs') }],
  ])('%s', (words, props) => {
    const message = refusal({ platform: Platform.gkeAutopilot(), ...props });
    expect(message).toMatch(/^\[RefusedByAutopilot\] chart\/datadog: .+, which GKE Autopilot refuses; (write|leave)/);
    expect(message).toContain(words);
  });

  test('live processes are not', () => {
    const live = { apiKey, platform: Platform.gkeAutopilot(), processes: DatadogProcesses.live() };
    expect(() => new DatadogAgentDaemonSet(chartOf(), 'datadog', live)).not.toThrow();
  });
});

describe('checks', () => {
  const configs = (...checks: DatadogCheck[]) => synth((chart) => new DatadogAgentDaemonSet(chart, 'datadog', { apiKey, checks })).filter(({ kind }) => kind === 'ConfigMap');

  test('are files of the container that copies them, and a change rolls the pods', () => {
    const source = 'from datadog_checks.base import AgentCheck\n\n\nclass Queue(AgentCheck):\n    pass\n';
    const checks = [DatadogCheck.config('redisdb', { instances: [{ host: 'redis', port: 6379 }] }), DatadogCheck.python('queue', source, { instances: [{}] })];
    const objects = synth((chart) => new DatadogAgentDaemonSet(chart, 'datadog', { apiKey, checks }));
    const [confd, checksd] = objects.filter(({ kind }) => kind === 'ConfigMap');
    expect([confd.metadata.name, checksd.metadata.name]).toEqual(['datadog-agent-confd', 'datadog-agent-checksd']);
    expect(confd.data).toEqual({ 'redisdb.yaml': 'init_config: {}\ninstances:\n  - host: redis\n    port: 6379\n', 'queue.yaml': 'init_config: {}\ninstances:\n  - {}\n' });
    expect(checksd.data).toEqual({ 'queue.py': source });
    const init = only('DaemonSet', objects).spec.template.spec.initContainers[1];
    expect(init.volumeMounts).toEqual(expect.arrayContaining([expect.objectContaining({ mountPath: '/conf.d' }), expect.objectContaining({ mountPath: '/checks.d' })]));
    expect(only('DaemonSet', objects).spec.template.metadata.annotations).toHaveProperty('checksum/config');
  });

  test('without sources there is no second ConfigMap; with logs alone no instances are asked for', () => {
    expect(configs(DatadogCheck.config('nginx', { logs: [{ type: 'file', path: '/a' }] }))).toHaveLength(1);
  });

  test('secrets are named, never written', () => {
    const named = DatadogCheck.config('redisdb', { instances: [{ password: 'ENC[file@/etc/secrets/redis/password]', api_key: '%%env_KEY%%', token: '' }] });
    expect(Object.values(configs(named)[0].data).join('')).toContain('ENC[file@/etc/secrets/redis/password]');
  });
});
