import { CiliumDaemonSet, CiliumIpam, CiliumIpPool, SecretKey } from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, Manifest, only, synth } from '../../synth';

const config = (ipam: CiliumIpam, more: object = {}) => new CiliumDaemonSet(chartOf(), 'network', { ipam, ...more }).config;
const operator = (ipam: CiliumIpam): Manifest => only('Deployment', synth((chart) => new CiliumDaemonSet(chart, 'network', { ipam }))).spec.template.spec.containers[0];

describe('cluster pool', () => {
  test('is Cilium\'s own range unless another is written, of the versions that are used', () => {
    expect(config(CiliumIpam.clusterPool())).toMatchObject({ 'ipam': 'cluster-pool', 'cluster-pool-ipv4-cidr': '10.0.0.0/8', 'cluster-pool-ipv4-mask-size': '24' });
    expect(config(CiliumIpam.clusterPool())['cluster-pool-ipv6-cidr']).toBeUndefined();
    expect(config(CiliumIpam.clusterPool({ ipv4Cidrs: ['10.1.0.0/16', '10.3.0.0/16'], ipv4MaskSize: 25 }), { ipv6: true })).toMatchObject({
      'cluster-pool-ipv4-cidr': '10.1.0.0/16 10.3.0.0/16', 'cluster-pool-ipv4-mask-size': '25', 'cluster-pool-ipv6-cidr': 'fd00::/104', 'cluster-pool-ipv6-mask-size': '120',
    });
  });

  test.each<[object, RegExp]>([
    [{ ipv4Cidrs: ['10.0.0.0/8', '10.5.0.0/16'] }, /^\[PoolsOverlap\] CiliumIpam\.clusterPool: ranges 10\.0\.0\.0\/8 and 10\.5\.0\.0\/16 overlap/],
    [{ ipv4Cidrs: ['10.0.0.0/25'] }, /^\[InvalidMaskSize\] CiliumIpam\.clusterPool: ipv4MaskSize is 24, and a node's range must be within 10\.0\.0\.0\/25; write 25 to 30/],
    [{ ipv6Cidrs: ['fd00::/64'] }, /^\[InvalidMaskSize\] .*at most 16 bits smaller; write 64 to 80/],
    [{ ipv4MaskSize: 31 }, /^\[InvalidNumber\]/],
    [{ ipv4Cidrs: [] }, /^\[NoPoolRange\] CiliumIpam\.clusterPool: ipv4Cidrs are \[\]/],
    [{ ipv4Cidrs: ['fd00::/104'] }, /^\[InvalidCidr\] .*which is IPv6; write a range of IPv4/],
    [{ ipv4Cidrs: '10.0.0.0/8' }, /^\[WrongType\] CiliumIpam\.clusterPool: ipv4Cidrs is "10\.0\.0\.0\/8"; write a list of strings/],
    [null as never, /^\[WrongType\] CiliumIpam\.clusterPool: options is null/],
  ])('%j is refused', (options, message) => {
    expect(thrown(() => CiliumIpam.clusterPool(options as never))).toMatch(message);
  });
});

describe('several pools', () => {
  const pool = (name: string, ...ipv4Cidrs: string[]) => CiliumIpPool.of(name, { ipv4Cidrs });

  test('are made by the operator', () => {
    expect(config(CiliumIpam.multiPool(pool('default', '10.1.0.0/16', '10.2.0.0/16'), CiliumIpPool.of('blue', { ipv6Cidrs: ['fd00::/104'], ipv6MaskSize: 112 })))).toMatchObject({
      'ipam': 'multi-pool',
      'auto-create-cilium-pod-ip-pools': 'default=ipv4-cidrs:10.1.0.0/16,10.2.0.0/16;ipv4-mask-size:24,blue=ipv6-cidrs:fd00::/104;ipv6-mask-size:112',
    });
  });

  test('need a default one, names and ranges of their own', () => {
    expect(thrown(() => CiliumIpam.multiPool(pool('blue', '10.1.0.0/16')))).toMatch(/^\[NoDefaultPool\] CiliumIpam\.multiPool: pools are \["blue"\]/);
    expect(thrown(() => CiliumIpam.multiPool(pool('default', '10.1.0.0/16'), pool('default', '10.2.0.0/16')))).toMatch(/^\[PoolTwice\] .*"default"/);
    expect(thrown(() => CiliumIpam.multiPool(pool('default', '10.1.0.0/16'), pool('blue', '10.1.4.0/22')))).toMatch(/^\[PoolsOverlap\]/);
    expect(thrown(() => CiliumIpPool.of('default', {}))).toMatch(/^\[NoPoolRange\] CiliumIpPool\.of: pool "default" has no range/);
    expect(thrown(() => CiliumIpPool.of('Default', { ipv4Cidrs: ['10.1.0.0/16'] }))).toMatch(/^\[InvalidName\]/);
    expect(thrown(() => CiliumIpam.multiPool('default' as never))).toMatch(/^\[WrongType\] CiliumIpam\.multiPool: pools is/);
  });
});

test('Kubernetes\' own ranges are waited for, of the versions that are used', () => {
  expect(config(CiliumIpam.kubernetes(), { ipv6: true })).toMatchObject({ 'ipam': 'kubernetes', 'k8s-require-ipv4-pod-cidr': 'true', 'k8s-require-ipv6-pod-cidr': 'true' });
  expect(config(CiliumIpam.kubernetes())['k8s-require-ipv6-pod-cidr']).toBe('false');
  expect(config(CiliumIpam.kubernetes())['cluster-pool-ipv4-cidr']).toBeUndefined();
});

describe('addresses of a cloud', () => {
  const secret = (key: string) => SecretKey.of('cloud', key);

  test.each<[string, CiliumIpam, string]>([
    ['AWS', CiliumIpam.eni(), 'aws'], ['Azure', CiliumIpam.azure(), 'azure'],
    ['Alibaba Cloud', CiliumIpam.alibabaCloud({ accessKeyId: secret('id'), accessKeySecret: secret('secret') }), 'alibabacloud'], ['none', CiliumIpam.clusterPool(), 'generic'],
  ])('%s has an operator of its own, by image and program', (_, ipam, cloud) => {
    expect(operator(ipam)).toMatchObject({ image: `quay.io/cilium/operator-${cloud}:v1.20.2`, command: [`cilium-operator-${cloud}`] });
  });

  test('are routed by the VPC, which masquerades IPv4 on AWS; the plugin of AWS leaves no rules', () => {
    expect(config(CiliumIpam.eni())).toMatchObject({
      'ipam': 'eni', 'routing-mode': 'native', 'enable-endpoint-routes': 'true', 'auto-create-cilium-node-resource': 'true', 'enable-ipv4-masquerade': 'false',
    });
    const hook = (ipam: CiliumIpam) => only('DaemonSet', synth((chart) => new CiliumDaemonSet(chart, 'network', { ipam }))).spec.template.spec.containers[0].lifecycle.postStart;
    expect(hook(CiliumIpam.eni()).exec.command.join(' ')).toContain('AWS-(SNAT|CONNMARK)-CHAIN');
    expect(hook(CiliumIpam.azure())).toBeUndefined();
  });

  test('are chosen by tags, in the form of the operator\'s flags', () => {
    const ipam = CiliumIpam.eni({
      releaseExcessIps: true, prefixDelegation: true, eniTags: { team: 'x' }, subnetTags: { tier: 'pods', az: 'a' }, instanceTags: { pool: 'blue' }, securityGroupTags: { sg: 'pods' }, firstInterfaceIndex: 1,
    });
    expect(config(ipam)).toMatchObject({
      'aws-release-excess-ips': 'true',
      'aws-enable-prefix-delegation': 'true',
      'eni-tags': '{"team":"x"}',
      'subnet-tags-filter': 'az=a,tier=pods',
      'instance-tags-filter': 'pool=blue',
      'eni-security-group-tags': 'sg=pods',
      'eni-first-interface-index': '1',
    });
    expect(thrown(() => CiliumIpam.eni({ eniTags: { team: 5 as never } }))).toMatch(/^\[NotText\] CiliumIpam\.eni: eniTags team/);
    expect(thrown(() => CiliumIpam.eni({ firstInterfaceIndex: -1 }))).toMatch(/^\[InvalidNumber\]/);
  });

  test('keys are taken from Secrets by the operator alone, whole or not at all', () => {
    const ipam = CiliumIpam.azure({ tenantId: 't', clientId: secret('id'), clientSecret: secret('key'), subscriptionId: 's', resourceGroup: 'g' });
    expect(operator(ipam).env).toEqual(expect.arrayContaining([
      { name: 'AZURE_TENANT_ID', value: 't' },
      { name: 'AZURE_CLIENT_ID', valueFrom: { secretKeyRef: { key: 'id', name: 'cloud' } } },
      { name: 'AZURE_CLIENT_SECRET', valueFrom: { secretKeyRef: { key: 'key', name: 'cloud' } } },
    ]));
    expect(config(ipam)).toMatchObject({ 'azure-subscription-id': 's', 'azure-resource-group': 'g' });
    expect(thrown(() => CiliumIpam.azure({ clientId: secret('id') }))).toMatch(/^\[HalfCredentials\] CiliumIpam\.azure: tenantId, clientId and clientSecret are one application/);
    expect(thrown(() => CiliumIpam.alibabaCloud({ accessKeyId: secret('id') } as never))).toMatch(/^\[WrongType\] CiliumIpam\.alibabaCloud: accessKeySecret is null/);
    expect(thrown(() => CiliumIpam.alibabaCloud({ accessKeyId: 'AKIA', accessKeySecret: 'x' } as never))).toMatch(/^\[WrongType\] .*accessKeyId is "AKIA"; write a value of SecretKey/);
  });
});
