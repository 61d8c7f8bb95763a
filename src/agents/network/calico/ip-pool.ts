import { CalicoEncapsulation, modesOf } from './encapsulation';
import { fail, show } from '../../../errors';
import { Cidr, overlaps, requireCidr } from '../../../values/cidr';
import { requireDnsSubdomain } from '../../../values/kube-names';
import { requireFields, requireFlag, requireUnsetOrOneOf, requireUnsetOrText, valueClass } from '../../../values/require';

/** Sizes of the blocks that nodes take out of a pool: one address each at the least, and no more than Calico's bookkeeping holds. */
const BLOCKS = { 4: { least: 20, most: 32, usual: 26 }, 6: { least: 116, most: 128, usual: 122 } } as const;
/** Addresses that Calico keeps for itself. */
const LINK_LOCAL = { 4: '169.254.0.0/16', 6: 'fe80::/10' } as const;

/** How Calico uses a range of addresses. */
export interface CalicoIpPoolOptions {
  /**
   * How packets of its pods travel from node to node.
   *
   * @default - as the backend does: IPIP with BIRD, VXLAN without; IPv6 with BIRD as it is
   */
  readonly encapsulation?: CalicoEncapsulation;
  /**
   * The bits that the addresses of one block have in common; nodes take blocks as they need them. Cannot be changed later.
   *
   * @default 26 for IPv4, 122 for IPv6 - 64 addresses, Calico's own
   */
  readonly blockSize?: number;
  /**
   * Whether packets to addresses outside of all pools leave with the node's address.
   *
   * @default true for IPv4, false for IPv6 - pods' IPv4 addresses mean nothing outside of the cluster
   */
  readonly natOutgoing?: boolean;
  /**
   * The nodes whose pods get its addresses, as a selector in Calico's own words, for example `topology.kubernetes.io/zone == "a"`.
   *
   * @default all()
   */
  readonly nodeSelector?: string;
  /**
   * Whether routes to it are kept from BGP peers.
   *
   * @default false
   */
  readonly disableBgpExport?: boolean;
}

/**
 * A range of addresses for pods.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/ippool
 */
export class CalicoIpPool {
  /**
   * @param name of the IPPool; `default-ipv4-ippool` is the one that Calico makes by itself
   * @param cidr the range, within the cluster's pod CIDR
   * @throws InvalidName, InvalidCidr, InvalidPool, WrongType, UnknownValue
   */
  public static of(name: string, cidr: string, options: CalicoIpPoolOptions = {}): CalicoIpPool {
    const where = 'CalicoIpPool.of';
    requireDnsSubdomain(where, 'name', name);
    const range = requireCidr(where, 'cidr', cidr);
    requireFields(where, 'options', options);
    requireUnsetOrOneOf(where, 'encapsulation', options.encapsulation, CalicoEncapsulation);
    requireFlag(where, 'natOutgoing', options.natOutgoing);
    requireFlag(where, 'disableBgpExport', options.disableBgpExport);
    requireUnsetOrText(where, 'nodeSelector', options.nodeSelector);
    checkRange(where, name, range, options);
    return new CalicoIpPool(name, range, { ...options });
  }

  private constructor(
    /** Of the IPPool. */
    public readonly name: string,
    /** @internal */
    public readonly _range: Cidr,
    /** @internal */
    public readonly _options: CalicoIpPoolOptions,
  ) {}

  /** The range. */
  public get cidr(): string {
    return this._range.text;
  }

  /** Every field is written out: the API server fills in none, and Calico's own tools would. @internal */
  public _toKube(usual: CalicoEncapsulation): { [field: string]: unknown } {
    const { blockSize, natOutgoing, nodeSelector = 'all()', disableBgpExport = false } = this._options;
    const { ipip, vxlan } = modesOf(this._encapsulation(usual));
    return {
      apiVersion: 'crd.projectcalico.org/v1',
      kind: 'IPPool',
      metadata: { name: this.name },
      spec: {
        allowedUses: ['Workload', 'Tunnel'],
        blockSize: blockSize ?? BLOCKS[this._range.family].usual,
        cidr: this.cidr,
        disableBGPExport: disableBgpExport,
        ipipMode: ipip,
        natOutgoing: natOutgoing ?? this._range.family === 4,
        nodeSelector,
        vxlanMode: vxlan,
      },
    };
  }

  /** IP in IP is of IPv4 alone. @internal */
  public _encapsulation(usual: CalicoEncapsulation): CalicoEncapsulation {
    const cannot = this._range.family === 6 && usual.startsWith('IPIP');
    return this._options.encapsulation ?? (cannot ? CalicoEncapsulation.NONE : usual);
  }
}

valueClass(CalicoIpPool, 'CalicoIpPool', 'CalicoIpPool.of("default-ipv4-ippool", "10.244.0.0/16")');

function checkRange(where: string, name: string, range: Cidr, { blockSize, encapsulation }: CalicoIpPoolOptions): void {
  const { least, most, usual } = BLOCKS[range.family];
  const size = blockSize ?? usual;
  if (!Number.isInteger(size) || size < least || size > most) {
    fail('InvalidPool', where, `blockSize of ${show(name)} is ${show(blockSize)}; write a whole number from ${least} to ${most} for IPv${range.family}`);
  }
  if (range.prefix > size) {
    fail('InvalidPool', where, `cidr of ${show(name)} is ${show(range.text)}, which holds no block of size ${size}; write a larger range, or a blockSize of at least ${range.prefix}`);
  }
  if (overlaps(range, requireCidr(where, 'cidr', LINK_LOCAL[range.family]))) {
    fail('InvalidPool', where, `cidr of ${show(name)} is ${show(range.text)}, which has link-local addresses of ${LINK_LOCAL[range.family]}; write another range`);
  }
  if (range.family === 6 && encapsulation?.startsWith('IPIP') === true) {
    fail('InvalidPool', where, `encapsulation of ${show(name)} is ${encapsulation}, which IPv6 does not have; write CalicoEncapsulation.VXLAN or CalicoEncapsulation.NONE`);
  }
}
