import { CiliumAlibabaCloudOptions, CiliumAzureOptions, CiliumClusterPoolOptions, CiliumEniOptions } from './ipam-options';
import { CiliumSettings, pairs, settings } from './settings';
import { fail, show } from '../../../errors';
import { Cidr, overlaps, requireCidr } from '../../../values/cidr';
import { EnvVar } from '../../../values/env-var';
import { TEXT, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { requireDnsLabel, requireWholeNumber } from '../../../values/kube-names';
import { firstRepeated } from '../../../values/repeated';
import { requireFields, requireFlag, requireTexts, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';

/** A pool of several, from which pods are given addresses by their annotations or those of their namespace. */
export class CiliumIpPool {
  /**
   * @param name `default` for pods that ask for none
   * @param options its ranges; at least one
   * @throws InvalidName, InvalidCidr, NoPoolRange, InvalidMaskSize, PoolsOverlap, WrongType
   */
  public static of(name: string, options: CiliumClusterPoolOptions): CiliumIpPool {
    requireDnsLabel('CiliumIpPool.of', 'name', name);
    requireFields('CiliumIpPool.of', 'options', options);
    const ranges = rangesOf('CiliumIpPool.of', options, { 4: [], 6: [] });
    if (ranges[4].length + ranges[6].length === 0) {
      fail('NoPoolRange', 'CiliumIpPool.of', `pool ${show(name)} has no range; write ipv4Cidrs or ipv6Cidrs`);
    }
    return new CiliumIpPool(name, ranges, options);
  }

  private constructor(
    /** The pool's name. */
    public readonly name: string,
    /** @internal */
    public readonly _ranges: Ranges,
    private readonly options: CiliumClusterPoolOptions,
  ) {}

  /** @internal */
  public _toText(): string {
    const part = (version: 4 | 6, size: number) => {
      const ranges = texts(this._ranges[version]);
      return ranges.length === 0 ? [] : [`ipv${version}-cidrs:${ranges.join(',')}`, `ipv${version}-mask-size:${size}`];
    };
    return `${this.name}=${[...part(4, this.options.ipv4MaskSize ?? 24), ...part(6, this.options.ipv6MaskSize ?? 120)].join(';')}`;
  }
}

/** By version of IP. */
interface Ranges {
  readonly 4: readonly Cidr[];
  readonly 6: readonly Cidr[];
}

/** What an IPAM mode needs of the rest. */
interface Mode {
  /** Its name in the configuration. */
  readonly name: string;
  /** Which build of the operator does its part. */
  readonly operator: 'generic' | 'aws' | 'azure' | 'alibabacloud';
  readonly keys: (isUsed: { readonly ipv4: boolean; readonly ipv6: boolean }) => CiliumSettings;
  readonly ranges?: Ranges;
  readonly operatorEnv?: readonly EnvVar[];
  /** Pods have addresses of the network of the nodes, so that a tunnel has no place. */
  readonly isRoutedByCloud?: boolean;
}

const CLUSTER_POOL = { 4: ['10.0.0.0/8'], 6: ['fd00::/104'] } as const;

/** Who gives pods their addresses, and from where. It cannot be changed in a cluster that runs. */
export class CiliumIpam {
  /**
   * The operator gives each node a range out of ranges of the cluster.
   *
   * @throws InvalidCidr, PoolsOverlap, InvalidMaskSize, WrongType
   * @see https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/
   */
  public static clusterPool(options: CiliumClusterPoolOptions = {}): CiliumIpam {
    requireFields('CiliumIpam.clusterPool', 'options', options);
    const ranges = rangesOf('CiliumIpam.clusterPool', options, CLUSTER_POOL);
    return new CiliumIpam({
      name: 'cluster-pool',
      operator: 'generic',
      ranges,
      keys: ({ ipv4, ipv6 }) => settings({
        ...(ipv4 ? { 'cluster-pool-ipv4-cidr': texts(ranges[4]).join(' '), 'cluster-pool-ipv4-mask-size': options.ipv4MaskSize ?? 24 } : {}),
        ...(ipv6 ? { 'cluster-pool-ipv6-cidr': texts(ranges[6]).join(' '), 'cluster-pool-ipv6-mask-size': options.ipv6MaskSize ?? 120 } : {}),
      }),
    });
  }

  /**
   * Several pools, from which pods choose by annotation. The one named `default` is for those that do not.
   *
   * @throws NoDefaultPool, PoolTwice, PoolsOverlap, WrongType
   * @see https://docs.cilium.io/en/stable/network/concepts/ipam/multi-pool/
   */
  public static multiPool(...pools: CiliumIpPool[]): CiliumIpam {
    const where = 'CiliumIpam.multiPool';
    requireKinds(where, { pools }, { pools: listOf(of(CiliumIpPool)) });
    const names = pools.map(({ name }) => name);
    if (!names.includes('default')) {
      fail('NoDefaultPool', where, `pools are ${show(names)}; write one with the name "default", for pods that ask for none`);
    }
    const twice = firstRepeated(names);
    if (twice !== undefined) {
      fail('PoolTwice', where, `two pools have the name ${show(twice)}; write all of its ranges in one`);
    }
    const all = { 4: pools.flatMap(({ _ranges }) => _ranges[4]), 6: pools.flatMap(({ _ranges }) => _ranges[6]) };
    requireApart(where, [...all[4], ...all[6]]);
    return new CiliumIpam({
      name: 'multi-pool',
      operator: 'generic',
      ranges: all,
      keys: () => ({ 'auto-create-cilium-pod-ip-pools': pools.map((pool) => pool._toText()).join(',') }),
    });
  }

  /**
   * The range that Kubernetes' controller manager gave the node: `--allocate-node-cidrs` with `--cluster-cidr`.
   *
   * @see https://docs.cilium.io/en/stable/network/concepts/ipam/kubernetes/
   */
  public static kubernetes(): CiliumIpam {
    return new CiliumIpam({
      name: 'kubernetes',
      operator: 'generic',
      keys: ({ ipv4, ipv6 }) => settings({ 'k8s-require-ipv4-pod-cidr': ipv4, 'k8s-require-ipv6-pod-cidr': ipv6 }),
    });
  }

  /**
   * Addresses of the VPC on AWS. The operator needs rights of IAM: by `operator: { serviceAccountAnnotations }`, or by the instance's role.
   *
   * @throws WrongType, InvalidNumber
   * @see https://docs.cilium.io/en/stable/network/concepts/ipam/eni/
   */
  public static eni(options: CiliumEniOptions = {}): CiliumIpam {
    const where = 'CiliumIpam.eni';
    requireFields(where, 'options', options);
    const { releaseExcessIps, prefixDelegation, eniTags, subnetTags, instanceTags, securityGroupTags, firstInterfaceIndex } = options;
    requireFlag(where, 'releaseExcessIps', releaseExcessIps);
    requireFlag(where, 'prefixDelegation', prefixDelegation);
    for (const [what, tags] of Object.entries({ eniTags, subnetTags, instanceTags, securityGroupTags })) {
      requireTexts(where, what, tags ?? {});
    }
    if (firstInterfaceIndex !== undefined) {
      requireWholeNumber(where, 'firstInterfaceIndex', firstInterfaceIndex, 0);
    }
    return new CiliumIpam({
      name: 'eni',
      operator: 'aws',
      isRoutedByCloud: true,
      keys: () => settings({
        'auto-create-cilium-node-resource': true,
        'enable-endpoint-routes': true,
        'aws-release-excess-ips': releaseExcessIps,
        'aws-enable-prefix-delegation': prefixDelegation,
        'eni-tags': Object.keys(eniTags ?? {}).length === 0 ? undefined : JSON.stringify(eniTags),
        'subnet-tags-filter': pairs(subnetTags),
        'instance-tags-filter': pairs(instanceTags),
        'eni-security-group-tags': pairs(securityGroupTags),
        'eni-first-interface-index': firstInterfaceIndex,
      }),
    });
  }

  /**
   * Addresses of the virtual network on Azure, for clusters of one's own. AKS has Cilium as its own, or takes `clusterPool` with `--network-plugin none`.
   *
   * @throws HalfCredentials, WrongType
   * @see https://docs.cilium.io/en/stable/network/concepts/ipam/azure/
   */
  public static azure(options: CiliumAzureOptions = {}): CiliumIpam {
    const where = 'CiliumIpam.azure';
    requireFields(where, 'options', options);
    const { subscriptionId, resourceGroup, tenantId, clientId, clientSecret, userAssignedIdentityId, interfaceName } = options;
    requireKinds(where, options, {
      subscriptionId: TEXT,
      resourceGroup: TEXT,
      tenantId: TEXT,
      userAssignedIdentityId: TEXT,
      interfaceName: TEXT,
      clientId: of(SecretKey),
      clientSecret: of(SecretKey),
    });
    const isGiven = [tenantId, clientId, clientSecret].filter((one) => one !== undefined).length;
    if (isGiven !== 0 && isGiven !== 3) {
      fail('HalfCredentials', where, 'tenantId, clientId and clientSecret are one application together; write all three, or none for the identity of the machine or the workload');
    }
    return new CiliumIpam({
      name: 'azure',
      operator: 'azure',
      keys: () => settings({
        'auto-create-cilium-node-resource': true,
        'enable-endpoint-routes': true,
        'azure-use-primary-address': false,
        'azure-subscription-id': subscriptionId,
        'azure-resource-group': resourceGroup,
        'azure-user-assigned-identity-id': userAssignedIdentityId,
        'azure-interface-name': interfaceName,
      }),
      operatorEnv: clientId === undefined ? [] : [EnvVar.of('AZURE_TENANT_ID', tenantId!), clientId.toEnv('AZURE_CLIENT_ID'), clientSecret!.toEnv('AZURE_CLIENT_SECRET')],
    });
  }

  /**
   * Addresses of a VPC of Alibaba Cloud.
   *
   * @throws WrongType
   */
  public static alibabaCloud(options: CiliumAlibabaCloudOptions): CiliumIpam {
    const where = 'CiliumIpam.alibabaCloud';
    requireFields(where, 'options', options);
    const { accessKeyId, accessKeySecret, vSwitches } = options;
    const written = { accessKeyId: accessKeyId ?? null, accessKeySecret: accessKeySecret ?? null, vSwitches };
    requireKinds(where, written, { accessKeyId: of(SecretKey), accessKeySecret: of(SecretKey), vSwitches: TEXTS });
    return new CiliumIpam({
      name: 'alibabacloud',
      operator: 'alibabacloud',
      isRoutedByCloud: true,
      keys: () => settings({
        'auto-create-cilium-node-resource': true, 'enable-endpoint-routes': true, 'alibabacloud-vswitches': vSwitches === undefined || vSwitches.length === 0 ? undefined : vSwitches.join(','),
      }),
      operatorEnv: [accessKeyId.toEnv('ALIBABA_CLOUD_ACCESS_KEY_ID'), accessKeySecret.toEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET')],
    });
  }

  private constructor(/** @internal */ public readonly _mode: Mode) {}
}

valueClass(CiliumIpPool, 'CiliumIpPool', 'CiliumIpPool.of("default", { ipv4Cidrs: ["10.10.0.0/16"] })');
valueClass(CiliumIpam, 'CiliumIpam', 'CiliumIpam.clusterPool({ ipv4Cidrs: ["10.10.0.0/16"] })');

function texts(ranges: readonly Cidr[]): string[] {
  return ranges.map(({ text }) => text);
}

function rangesOf(where: string, options: CiliumClusterPoolOptions, usual: { readonly 4: readonly string[]; readonly 6: readonly string[] }): Ranges {
  const { ipv4Cidrs, ipv4MaskSize = 24, ipv6Cidrs, ipv6MaskSize = 120 } = options;
  requireKinds(where, { ipv4Cidrs, ipv6Cidrs }, { ipv4Cidrs: TEXTS, ipv6Cidrs: TEXTS });
  const ofVersion = (version: 4 | 6, given: readonly string[] | undefined, size: number) => {
    if (given !== undefined && given.length === 0) {
      fail('NoPoolRange', where, `ipv${version}Cidrs are []; write at least one range, or leave it out`);
    }
    const ranges = (given ?? usual[version]).map((text) => requireCidr(where, `ipv${version}Cidrs`, text, version));
    ranges.forEach((range) => requireFit(where, range, size));
    return ranges;
  };
  const ranges = { 4: ofVersion(4, ipv4Cidrs, ipv4MaskSize), 6: ofVersion(6, ipv6Cidrs, ipv6MaskSize) };
  requireApart(where, [...ranges[4], ...ranges[6]]);
  return ranges;
}

/** The operator counts the ranges of nodes in a bitmap: no more than 65536 of each range. */
function requireFit(where: string, { text, prefix, family: version }: Cidr, size: number): void {
  const most = version === 4 ? 30 : 126;
  requireWholeNumber(where, `ipv${version}MaskSize`, size, 1, most);
  if (size < prefix || (version === 6 && size - prefix > 16)) {
    fail('InvalidMaskSize', where, `ipv${version}MaskSize is ${size}, and a node's range must be within ${text}${version === 6 ? ', at most 16 bits smaller' : ''}; write ${prefix} to ${version === 6 ? Math.min(most, prefix + 16) : most}`);
  }
}

function requireApart(where: string, ranges: readonly Cidr[]): void {
  ranges.forEach((range, i) => ranges.slice(i + 1).filter((other) => overlaps(range, other)).forEach((other) => (
    fail('PoolsOverlap', where, `ranges ${range.text} and ${other.text} overlap, so that two pods could get one address; write them apart`))));
}
