import { WeaveNetDaemonSetProps, WeaveNetIptablesBackend } from './props';
import { fail, show } from '../../../errors';
import { isAddress } from '../../../values/address';
import { requireCidr } from '../../../values/cidr';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, FIELDS, TEXT, TEXTS, of, requireKinds } from '../../../values/kinds';
import { isDnsSubdomain, requireWholeNumber } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { requireUnsetOrOneOf } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { agentProps } from '../../common';

/** Of a range, so that each node can have a part of it. */
const LONGEST_PREFIX = 29;

const KINDS = {
  image: of(ImageName),
  npcImage: of(ImageName),
  npcResources: FIELDS,
  password: of(SecretKey),
  noMasqLocal: BOOLEAN,
  networkPolicies: BOOLEAN,
  peers: TEXTS,
  monitor: of(Monitor),
  startupTaint: TEXT,
};

/** All that it takes. */
export const WEAVE_NET_PROPS = agentProps<WeaveNetDaemonSetProps>({
  ...KINDS,
  ipRange: true,
  mtu: true,
  connLimit: true,
  iptablesBackend: true,
  cniBinDirectory: true,
  cniConfDirectory: true,
});

/** What can be seen to be wrong in Weave Net's own props. */
export function checkWeaveNet(where: string, props: WeaveNetDaemonSetProps): void {
  requireKinds(where, props, KINDS);
  requireUnsetOrOneOf(where, 'iptablesBackend', props.iptablesBackend, WeaveNetIptablesBackend);
  const { ipRange, mtu, connLimit, peers = [], networkPolicies, npcImage, npcResources } = props;
  if (ipRange !== undefined) {
    const { family, prefix } = requireCidr(where, 'ipRange', ipRange);
    if (family !== 4 || prefix > LONGEST_PREFIX) {
      fail('InvalidCidr', where, `ipRange is ${show(ipRange)}; write a range of IPv4, which is all that Weave Net knows, of at least 8 addresses, such as "10.32.0.0/12"`);
    }
  }
  if (mtu !== undefined) {
    requireWholeNumber(where, 'mtu', mtu, 576, 65535);
  }
  if (connLimit !== undefined) {
    requireWholeNumber(where, 'connLimit', connLimit, 0);
  }
  const bad = peers.find((peer) => !isAddress(peer) && !isDnsSubdomain(peer));
  if (bad !== undefined) {
    fail('InvalidAddress', where, `peers have ${show(bad)}; write addresses or names of nodes, such as "10.0.0.11"`);
  }
  if (networkPolicies === false && (npcImage !== undefined || npcResources !== undefined)) {
    fail('NoPolicyController', where, `${npcImage === undefined ? 'npcResources are' : 'npcImage is'} given, and networkPolicies is false, so that there is no such container; leave one of them out`);
  }
}
