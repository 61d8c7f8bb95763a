import { DatadogAgentDaemonSetProps } from './props';
import { Settings } from './settings';
import { fail } from '../../../errors';

/**
 * What GKE Autopilot refuses, in the words of the props that ask for it: it lets the Agent have a few paths of the node by name, no socket directory, no process of the
 * node and no `nodes/proxy`. The ServiceAccount must be called `datadog-agent`.
 */
export function checkAutopilot(where: string, props: DatadogAgentDaemonSetProps, settings: Settings): void {
  const { dogstatsd: { _entrance: dogstatsd }, apm: { _entrance: apm }, otlp, account } = settings;
  const asked: readonly (readonly [boolean, string, string])[] = [
    [dogstatsd.socket, 'dogstatsd is by a socket of the node', 'write DatadogDogStatsD.port()'],
    [apm.socket, 'apm is by a socket of the node', 'write DatadogApm.port() or DatadogApm.off()'],
    [dogstatsd.hostPort || apm.hostPort || otlp?.hostPorts === true, 'hostPort is true', 'leave it out: programs reach the Agent by its Service'],
    [props.systemProbe !== undefined, 'systemProbe is set, which needs SYS_ADMIN', 'leave it out'],
    [props.hostPid === true, 'hostPid is true', 'leave it out'],
    [props.hostNetwork === true, 'hostNetwork is true', 'leave it out'],
    [props.runtime !== undefined, 'runtime is set', 'leave it out: it is containerd, at a place of its own'],
    [props.stateDirectory !== undefined, 'stateDirectory is set', 'leave it out: there is one place on the node that the Agent may write'],
    [props.kubelet?.tls?._file !== undefined, 'kubelet.tls names a file of the node', 'write DatadogKubeletTls.clusterCa(), or leave it out'],
    [(props.hostPaths ?? []).length > 0, 'hostPaths are set', 'leave them out'],
    [account !== 'datadog-agent', `the ServiceAccount is "${account}"`, 'leave name out, or give a ServiceAccount "datadog-agent"'],
  ];
  const refused = asked.find(([is]) => is);
  if (refused !== undefined) {
    fail('RefusedByAutopilot', where, `${refused[1]}, which GKE Autopilot refuses; ${refused[2]}`);
  }
}
