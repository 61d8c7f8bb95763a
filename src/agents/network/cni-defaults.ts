import { DnsPolicy } from '../../pod/pod-options';
import { Priority } from '../../values/priority';
import { Rollout } from '../../values/rollout';
import { everyTaint, ownAccount, ownDefault, realNodes, rollout } from '../own-default';

/** Those of every network agent; one that is wrapped around this has them as well. */
export const CNI_DEFAULTS = {
  targeting: realNodes('they have networks of their own'),
  tolerations: everyTaint('a node becomes ready only through its network agent: not-ready is one of the taints'),
  priority: ownDefault('agentPriority', 'system-node-critical', 'without a network the node runs nothing else', () => Priority.nodeCritical()),
  rollout: rollout('one pod at a time', 'while it is down, new pods on its node get no network; a broken version stops after the first node', () => Rollout.networkAgent()),
  hostNetwork: ownDefault('hostNetwork', 'the node\'s network', 'it makes the network of all other pods, and has none before', () => true),
  dns: ownDefault('agentDns', 'dnsPolicy Default: the node\'s own servers', 'cluster DNS needs the network that this agent makes', () => DnsPolicy.DEFAULT),
  cniPaths: ownDefault('cniPaths', 'the directories of network plugins\' programs and configuration, writable; with an install container the programs\' only there',
    'the plugin and its configuration are installed there; whoever can write programs there has the node, so that only one container can', () => true),
  installSecurity: ownDefault('installSecurity', 'the install container is user 0 without any capability', 'those directories belong to root; nothing more is needed',
    () => ({ runAsUser: 0, capabilities: { drop: ['ALL'] } })),
  serviceAccount: ownAccount('with its token', 'rights given to the namespace\'s default account must not reach it'),
};
