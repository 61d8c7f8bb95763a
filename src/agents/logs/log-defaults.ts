import { HostAccessReason } from '../../daemon-set/host-access-reason';
import { HostPath } from '../../values/host-path';
import { everyTaint, ownDefault, security } from '../own-default';

/*
 * What log shippers have in common with any other log agent. Each that is wrapped around it has these among its own, by the same ids, so that what is switched off
 * for the one is off for the other.
 */

export const TOLERATIONS = everyTaint('a node without a log agent loses the logs that explain why it was tainted');

export const LOG_PATHS = ownDefault('logPaths', '/var/log of the node, read-only', 'the logs of pods and containers are there; nothing that reads them needs to write them',
  () => HostPath.varLog().because('the logs of pods and containers are there'));

export const ROOT_REASON = 'log files of pods belong to root with mode 0640, as does the state directory';

export const READS_AS_ROOT = security('user 0 without any capability', `${ROOT_REASON}; nothing more is needed`, { runAsUser: 0, capabilities: { drop: ['ALL'] } });

/** The kubelet makes the directory of a pod's logs, the container runtime the files in it. */
const SOURCE = 'https://kubernetes.io/docs/concepts/cluster-administration/logging/#how-nodes-handle-container-logs';

export const REASONS = [HostAccessReason.root(ROOT_REASON).from(SOURCE)];

/** @param mountPath where the program looks for it; unset for the path that it has on the node */
export function stateDirectory(mountPath?: string) {
  return ownDefault('stateDirectory', '/var/lib/NAME of the node, writable', 'without stored positions, every restart sends logs twice or loses them', (name): HostPath => {
    const directory = HostPath.stateDirectory(name);
    return mountPath === undefined ? directory : directory.at(mountPath);
  });
}
