import { CalicoBackend } from './backend';
import { CalicoCrds } from './crds';
import { CalicoDataplane } from './dataplane';
import { CalicoEncapsulation, isIpip } from './encapsulation';
import { CalicoIpPool } from './ip-pool';
import { CalicoNodeAddress } from './node-address';
import { CalicoDaemonSetProps, CalicoKubeControllersOptions, CalicoLogSeverity, CalicoTyphaOptions } from './props';
import { CalicoVersion } from './version';
import { fail, show } from '../../../errors';
import { overlaps } from '../../../values/cidr';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, FIELDS, TEXT, listOf, of, requireKinds } from '../../../values/kinds';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { requirePort, requireWholeNumber } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { requireUnsetOrOneOf } from '../../../values/require';
import { agentProps } from '../../common';

/** The least that IPv4 asks of every network; IPv6 asks for more. */
const LEAST_MTU = { v4: 576, v6: 1280 };
const MOST_MTU = 65535;

const KINDS = {
  version: of(CalicoVersion),
  image: of(ImageName),
  backend: of(CalicoBackend),
  pools: listOf(of(CalicoIpPool)),
  dataplane: of(CalicoDataplane),
  nodeAddress: of(CalicoNodeAddress),
  wireguard: BOOLEAN,
  typha: FIELDS,
  kubeControllers: FIELDS,
  crds: of(CalicoCrds),
  monitor: of(Monitor),
  startupTaint: TEXT,
};

/** All that it takes. */
export const CALICO_PROPS = agentProps<CalicoDaemonSetProps>({
  ...KINDS,
  mtu: true,
  logSeverity: true,
  metricsPort: true,
  cniBinDirectory: true,
  cniConfDirectory: true,
});

const TYPHA = fieldsOf<CalicoTyphaOptions>({ replicas: true, resources: true });
const KUBE_CONTROLLERS = fieldsOf<CalicoKubeControllersOptions>({ resources: true, datastoreMigration: true });

/** What can be seen to be wrong in Calico's own props. */
export function checkCalico(where: string, props: CalicoDaemonSetProps): void {
  requireKinds(where, props, KINDS);
  requireUnsetOrOneOf(where, 'logSeverity', props.logSeverity, CalicoLogSeverity);
  const { backend, pools = [], mtu, metricsPort, typha, kubeControllers } = props;
  if (mtu !== undefined) {
    const isV6 = pools.some(({ _range }) => _range.family === 6);
    requireWholeNumber(where, 'mtu', mtu, isV6 ? LEAST_MTU.v6 : LEAST_MTU.v4, MOST_MTU);
  }
  if (metricsPort !== undefined) {
    requirePort(where, 'metricsPort', metricsPort);
  }
  if (typha !== undefined) {
    requireKnown(where, typha, TYPHA, 'typha');
    requireKinds(where, typha, { resources: FIELDS });
    requireWholeNumber(where, 'typha.replicas', typha.replicas, 1);
  }
  requireKnown(where, kubeControllers ?? {}, KUBE_CONTROLLERS, 'kubeControllers');
  requireKinds(where, kubeControllers ?? {}, { resources: FIELDS, datastoreMigration: BOOLEAN });
  checkPools(where, backend ?? CalicoBackend.bird(), pools);
  if (backend?._hasNetwork === false) {
    checkPolicyOnly(where, props);
  }
}

function checkPools(where: string, backend: CalicoBackend, pools: readonly CalicoIpPool[]): void {
  pools.forEach((pool, i) => {
    const before = pools.slice(0, i);
    const other = before.find(({ _range }) => overlaps(_range, pool._range));
    if (before.some(({ name }) => name === pool.name)) {
      fail('PoolTwice', where, `pools have ${show(pool.name)} twice; give one of them another name`);
    }
    if (other !== undefined) {
      fail('PoolsOverlap', where, `pools ${show(other.name)} (${other.cidr}) and ${show(pool.name)} (${pool.cidr}) have addresses in common; write ranges that have none`);
    }
    if (!backend._hasBird && isIpip(pool._encapsulation(CalicoEncapsulation.VXLAN))) {
      fail('PoolNeedsBird', where, `pool ${show(pool.name)} has IPIP, and only BIRD distributes routes for it; write CalicoEncapsulation.VXLAN, or CalicoBackend.bird()`);
    }
  });
}

/** Without a network of its own there is nothing that these could be about. */
function checkPolicyOnly(where: string, props: CalicoDaemonSetProps): void {
  for (const prop of ['pools', 'mtu', 'nodeAddress', 'wireguard', 'cniBinDirectory', 'cniConfDirectory'] as const) {
    const value = props[prop];
    if (value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)) {
      fail('NoNetworkOfOwn', where, `${prop} is ${show(value)}, and with CalicoBackend.none() pods are connected by another plugin, which has that; leave it out`);
    }
  }
}
