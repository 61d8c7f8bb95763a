import {
  AgentDefaults, ClientTls, ImageName, IntOrPercent, NodeTargeting, Platform, Rollout, SecretKey, SysdigAgentDaemonSet, SysdigAgentDaemonSetProps, SysdigDriver,
  SysdigRegion, SysdigShield,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

type Props = Partial<SysdigAgentDaemonSetProps>;
const LEAST = { accessKey: SecretKey.of('sysdig', 'key'), region: SysdigRegion.US1, clusterName: 'c1' };
const refusal = (props: Props | unknown) => thrown(() => new SysdigAgentDaemonSet(chartOf(), 'sysdig', { ...LEAST, ...props as Props }));
const make = (props: SysdigAgentDaemonSetProps, namespace: string) => synth((chart) => new SysdigAgentDaemonSet(chart, 'sysdig', props), { namespace });

describe('mistakes are told where they are made', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a collector with its scheme', () => SysdigRegion.custom({ collector: 'https://a.example.com' }), /^\[InvalidEndpoint\] SysdigRegion.custom: collector is "https:\/\/a.example.com"; write the host alone/],
    ['a collector with its port', () => SysdigRegion.custom({ collector: 'a.example.com:6443' }), /^\[InvalidEndpoint\]/],
    ['an API with a path', () => SysdigRegion.custom({ collector: 'a', apiEndpoint: 'a/secure' }), /^\[InvalidEndpoint\] SysdigRegion.custom: apiEndpoint/],
    ['a port that is none', () => SysdigRegion.custom({ collector: 'a', collectorPort: 0 }), /^\[InvalidPort\] SysdigRegion.custom: collectorPort/],
    ['options that are none', () => SysdigRegion.custom('us1' as never), /^\[WrongType\] SysdigRegion.custom: options is "us1"/],
    ['a flag that is none', () => SysdigDriver.universalEbpf({ privileged: 'no' as never }), /^\[WrongType\] SysdigDriver.universalEbpf: privileged is "no"/],
    ['a feature that is none', () => SysdigShield.host({ hostPosture: {} as never }), /^\[WrongType\] SysdigShield.host: hostPosture/],
    ['a password for the shield', () => SysdigShield.host({ config: { registry: { password: 'x' } } }), /^\[SecretAsText\] SysdigShield.host: config.registry.password is a text/],
  ])('%s', (_, act, message) => {
    expect(thrown(act)).toMatch(message);
  });

  test.each<[string, unknown, RegExp]>([
    ['no key', { accessKey: undefined }, /^\[MissingAccessKey\] chart\/sysdig: accessKey is nothing; write SecretKey.of/],
    ['the key as text', { accessKey: 'abc' }, /^\[MissingAccessKey\] chart\/sysdig: accessKey is "abc"/],
    ['the key in the agent\'s own words', { settings: { customerid: 'abc' } }, /^\[SecretAsText\] chart\/sysdig: settings.customerid is a text/],
    ['a password within a list', { settings: { app_checks: [{ conf: { password: 'x' } }] } }, /^\[SecretAsText\] chart\/sysdig: settings.app_checks\[0\].conf.password/],
    ['no region', { region: undefined }, /^\[MissingRegion\] chart\/sysdig: region is nothing/],
    ['a region as text', { region: 'eu1' }, /^\[MissingRegion\] chart\/sysdig: region is "eu1"; write the one that the account is of/],
    ['no cluster', { clusterName: undefined }, /^\[InvalidClusterName\] chart\/sysdig: clusterName is nothing/],
    ['a cluster with spaces', { clusterName: 'my cluster' }, /^\[InvalidClusterName\]/],
    ['a tag that would be two', { tags: { team: 'a,b' } }, /^\[InvalidTag\] chart\/sysdig: tags have "team:a,b"/],
    ['a tag that is no text', { tags: { team: 1 } }, /^\[NotText\] chart\/sysdig: tags team is 1/],
    ['a driver as text', { driver: 'ebpf' }, /^\[WrongType\] chart\/sysdig: driver is "ebpf"/],
    ['a platform that is none', { platform: 'eks' }, /^\[WrongType\] chart\/sysdig: platform is "eks"/],
    ['GKE Autopilot', { platform: Platform.gkeAutopilot() }, /^\[RefusedByAutopilot\] chart\/sysdig: platform is GKE Autopilot, which refuses .+; install it/],
    ['a certificate that nobody asks for', { tls: ClientTls.mutual('certs') }, /^\[NoClientCertificate\] chart\/sysdig: tls is mutual/],
    ['a proxy with its scheme', { proxy: { host: 'http://proxy', port: 3128 } }, /^\[InvalidName\] chart\/sysdig: proxy.host/],
    ['a proxy without port', { proxy: { host: 'proxy' } }, /^\[InvalidPort\] chart\/sysdig: proxy.port is nothing/],
    ['hosts as one text', { proxy: { host: 'proxy', port: 3128, noProxy: '.svc' } }, /^\[WrongType\] chart\/sysdig: proxy.noProxy is ".svc"; write a list/],
    ['a port that is none', { auditServerPort: 0 }, /^\[InvalidPort\] chart\/sysdig: auditServerPort is 0/],
    ['the port of its health', { auditServerPort: 24483 }, /^\[OnePortForTwo\] chart\/sysdig: auditServerPort is 24483/],
    ['the audit log for the shield', { shield: SysdigShield.host(), auditServerPort: 7765 }, /^\[NotOfShield\] chart\/sysdig: auditServerPort is set, and so is shield/],
    ['the shield without rules', { shield: SysdigShield.host(), secure: false }, /^\[NotOfShield\] chart\/sysdig: secure is set/],
    ['an image for nobody', { driver: SysdigDriver.universalEbpf(), driverImage: ImageName.of('a:1') }, /^\[NothingToInstall\] chart\/sysdig: driverImage is set/],
    ['resources for nobody', { driver: SysdigDriver.universalEbpf(), driverResources: {} }, /^\[NothingToInstall\] chart\/sysdig: driverResources is set/],
    ['constraints for nobody', { platform: Platform.openShift(), defaults: AgentDefaults.none() }, /^\[NoAccount\] chart\/sysdig\/Default/],
  ])('%s', (_, props, message) => {
    expect(refusal(props)).toMatch(message);
  });

  test('no props at all', () => {
    expect(thrown(() => new SysdigAgentDaemonSet(chartOf(), 'sysdig', null as never))).toMatch(/^\[MissingAccessKey\]/);
  });
});

describe('as its users have it', () => {
  test('EKS with a new kernel: universal eBPF, nothing privileged, tags, captures off, a quarter of the nodes at once', () => {
    const objects = make({
      accessKey: SecretKey.of('sysdig-agent', 'access-key'),
      region: SysdigRegion.US2,
      clusterName: 'shop-production',
      driver: SysdigDriver.universalEbpf(),
      tags: { team: 'shop' },
      captures: false,
      rollout: Rollout.rolling(IntOrPercent.percent(25)),
    }, 'sysdig-agent');
    const { containers, initContainers = [] } = podOf(objects);
    expect([...containers, ...initContainers].filter((one: Manifest) => one.securityContext.privileged === true)).toEqual([]);
    expect(only('ConfigMap', objects).data['dragent.yaml']).toBe([
      'new_k8s: true', 'k8s_cluster_name: shop-production', 'tags: team:shop', 'collector: ingest-us2.app.sysdig.com', 'sysdig_api_endpoint: us2.app.sysdig.com',
      'security:', '  enabled: true', '  k8s_audit_server_enabled: false', 'sysdig_capture_enabled: false', '',
    ].join('\n'));
    expect(names(objects)).toContain('ClusterRole sysdig-agent');
  });

  test('one\'s own premises, old kernels on one node pool: module there, universal eBPF elsewhere, one backend behind a proxy', () => {
    const common = {
      accessKey: SecretKey.of('sysdig-agent', 'access-key'),
      region: SysdigRegion.custom({ collector: 'collector.sysdig.corp', collectorPort: 6443, apiEndpoint: 'sysdig.corp' }),
      clusterName: 'plant-7',
      tls: ClientTls.trustingConfigMap('corporate-ca'),
      proxy: { host: 'proxy.corp', port: 3128 },
    };
    const old = NodeTargeting.gkeNodePool('old');
    const objects = synth((chart) => {
      new SysdigAgentDaemonSet(chart, 'old', { ...common, name: 'sysdig-module', targeting: old });
      new SysdigAgentDaemonSet(chart, 'new', { ...common, name: 'sysdig-ebpf', driver: SysdigDriver.universalEbpf() });
    }, { namespace: 'sysdig' });
    const [module, ebpf] = objects.filter(({ kind }) => kind === 'DaemonSet').map((one) => one.spec.template.spec);
    expect([module.initContainers?.length, ebpf.initContainers?.length]).toEqual([1, undefined]);
    expect(module.volumes).toContainEqual({ name: 'tls-collector', configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'corporate-ca' } });
    expect(names(objects).filter((name) => name.startsWith('ClusterRole '))).toEqual(['ClusterRole sysdig:sysdig-module', 'ClusterRole sysdig:sysdig-ebpf']);
  });

  test('OpenShift, Sysdig Secure alone: the shield with posture, without privileges', () => {
    const objects = make({
      ...LEAST,
      region: SysdigRegion.EU1,
      name: 'sysdig-shield',
      shield: SysdigShield.host({ hostPosture: true, fileIntegrityMonitoring: true }),
      driver: SysdigDriver.universalEbpf(),
      platform: Platform.openShift(),
    }, 'sysdig');
    const { capabilities } = containerOf(objects, 'sysdig-host-shield').securityContext;
    expect(capabilities.add).toHaveLength(10);
    const constraints = only('SecurityContextConstraints', objects);
    expect(constraints.allowedCapabilities).toEqual([...capabilities.add].sort());
    expect(constraints.allowPrivilegedContainer).toBe(false);
    expect(constraints.users).toEqual(['system:serviceaccount:sysdig:sysdig-shield']);
  });
});
