import { DnsPolicy } from '../../../pod/pod-options';
import { Priority } from '../../../values/priority';
import { Rollout } from '../../../values/rollout';
import { everyTaint, ownAccount, ownDefault, realNodes, rollout } from '../../own-default';

/** Of every cache of the node, whatever it caches. */
export const NODE_CACHE_DEFAULTS = {
  targeting: realNodes('they have networks of their own'),
  tolerations: everyTaint('pods that tolerate a taint ask the cache of their node as all others do'),
  priority: ownDefault('agentPriority', 'system-node-critical', 'without it, every pod of its node waits', () => Priority.nodeCritical()),
  rollout: rollout('at most 5% of the pods down at once', 'while it is down, the pods of its node are without it; a broken version stops there, and large clusters do not take hours', () => Rollout.nodeCache()),
  hostNetwork: ownDefault('hostNetwork', 'the node\'s network', 'pods find it at an address of their own node, whatever their network', () => true),
  dns: ownDefault('agentDns', 'dnsPolicy Default: the node\'s own servers', 'cluster DNS may be what it is in front of, and must not be what it waits for', () => DnsPolicy.DEFAULT),
  serviceAccount: ownAccount('without rights or token', 'rights given to the namespace\'s default account must not reach it'),
};
