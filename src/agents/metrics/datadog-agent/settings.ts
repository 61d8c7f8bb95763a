import { DatadogApm } from './apm';
import { DatadogClusterAgent } from './cluster-agent';
import { DatadogDogStatsD } from './dogstatsd';
import { DatadogOtlp } from './otlp';
import { DatadogProcesses } from './processes';
import { DatadogAgentDaemonSetProps } from './props';
import { DatadogRuntime } from './runtime';
import { DatadogSystemProbe } from './system-probe';
import { Platform } from '../../../values/platform';

/** What was written, and what is meant where nothing was. */
export interface Settings {
  readonly props: DatadogAgentDaemonSetProps;
  readonly dogstatsd: DatadogDogStatsD;
  readonly apm: DatadogApm;
  readonly otlp: DatadogOtlp | undefined;
  readonly processes: DatadogProcesses;
  readonly systemProbe: DatadogSystemProbe | undefined;
  readonly clusterAgent: DatadogClusterAgent;
  readonly runtime: DatadogRuntime;
  /** In whose name it asks, when anybody's. */
  readonly account: string | undefined;
  readonly isAutopilot: boolean;
  /** Whether there is a container process-agent. */
  readonly hasProcessAgent: boolean;
  /** Whether programs share a directory of the node with it. */
  readonly sharesSockets: boolean;
}

export function settingsOf(props: DatadogAgentDaemonSetProps, platform: Platform, account: string | undefined): Settings {
  const isAutopilot = platform.name === 'gke-autopilot' && platform.allowlist === undefined;
  const {
    dogstatsd = isAutopilot ? DatadogDogStatsD.port() : DatadogDogStatsD.socketAndPort(),
    apm = isAutopilot ? DatadogApm.off() : DatadogApm.socketAndPort(),
    processes = DatadogProcesses.containers(),
    clusterAgent = DatadogClusterAgent.off(),
    runtime = isAutopilot ? DatadogRuntime.containerd('/var/run/containerd') : DatadogRuntime.detected(),
    systemProbe,
    otlp,
  } = props;
  return {
    props,
    dogstatsd,
    apm,
    otlp,
    processes,
    systemProbe,
    clusterAgent,
    runtime,
    account,
    isAutopilot,
    hasProcessAgent: processes._options.ownContainer === true || systemProbe?._needsProcessAgent === true,
    sharesSockets: dogstatsd._entrance.socket || apm._entrance.socket,
  };
}
