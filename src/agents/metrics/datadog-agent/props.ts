import { DatadogApm } from './apm';
import { DatadogCheck } from './check';
import { DatadogClusterAgent } from './cluster-agent';
import { DatadogDogStatsD } from './dogstatsd';
import { DatadogKubeletOptions } from './kubelet';
import { DatadogLogs } from './logs';
import { DatadogOtlp } from './otlp';
import { DatadogProcesses } from './processes';
import { DatadogRuntime } from './runtime';
import { DatadogLogLevel, DatadogSite } from './site';
import { DatadogSystemProbe } from './system-probe';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { SecretKey } from '../../../values/secret-key';
import { AgentProps } from '../../common';

/** The Datadog Agent. */
export interface DatadogAgentDaemonSetProps extends AgentProps {
  /** The API key, of the same site. */
  readonly apiKey: SecretKey;
  /**
   * Where Datadog takes in what is sent.
   *
   * @default - unset: the Agent's, datadoghq.com
   */
  readonly site?: DatadogSite;
  /**
   * The cluster's name, a tag of everything: words of lower-case letters, digits and hyphens with dots between, at most 80 characters.
   *
   * @default - unset: what the cloud tells, where it tells
   */
  readonly clusterName?: string;
  /**
   * Tags of everything that comes from the node, such as `team:search`.
   *
   * @default - none
   */
  readonly tags?: string[];
  /**
   * How metrics of programs come in.
   *
   * @default DatadogDogStatsD.socketAndPort() - programs need not be told which: both are where clients look
   */
  readonly dogstatsd?: DatadogDogStatsD;
  /**
   * How traces come in.
   *
   * @default DatadogApm.socketAndPort() - programs need not be told which: both are where tracers look
   */
  readonly apm?: DatadogApm;
  /**
   * Traces, metrics and logs by OTLP.
   *
   * @default - none
   */
  readonly otlp?: DatadogOtlp;
  /**
   * Logs of containers.
   *
   * @default - none: they are paid for by their volume
   */
  readonly logs?: DatadogLogs;
  /**
   * What is told of processes.
   *
   * @default DatadogProcesses.containers() - containers, and which programs run
   */
  readonly processes?: DatadogProcesses;
  /**
   * The system-probe, which watches the kernel.
   *
   * @default - none: it needs nine capabilities, SYS_ADMIN among them
   */
  readonly systemProbe?: DatadogSystemProbe;
  /**
   * The Cluster Agent.
   *
   * @default DatadogClusterAgent.off() - which one there is, cannot be guessed
   */
  readonly clusterAgent?: DatadogClusterAgent;
  /**
   * How the kubelet is asked.
   *
   * @default - at the node's address, its certificate checked by the cluster's authority
   */
  readonly kubelet?: DatadogKubeletOptions;
  /**
   * How the container runtime is found.
   *
   * @default DatadogRuntime.detected() - which one it is, cannot be guessed; named, it takes much less of the node
   */
  readonly runtime?: DatadogRuntime;
  /**
   * Checks, as files.
   *
   * @default - those that the Agent runs by itself
   */
  readonly checks?: DatadogCheck[];
  /**
   * Names of checks that the Agent must not begin by itself.
   *
   * @default - none
   */
  readonly ignoreAutoconf?: string[];
  /**
   * Nothing of these containers: `image:`, `name:` or `kube_namespace:` and a regular expression.
   *
   * @default - none
   */
  readonly containerExclude?: string[];
  /**
   * These all the same, although `containerExclude` names them.
   *
   * @default - none
   */
  readonly containerInclude?: string[];
  /**
   * Whether Datadog's web pages may change the Agent's settings.
   *
   * @default - unset: the Agent's, true
   */
  readonly remoteConfiguration?: boolean;
  /**
   * How much the processes tell of themselves.
   *
   * @default - unset: the Agent's, INFO
   */
  readonly logLevel?: DatadogLogLevel;
  /**
   * Variables of every container of Datadog's, where `env` is for the Agent's alone: any setting of `datadog.yaml` as `DD_…`.
   *
   * @default - none
   */
  readonly sharedEnv?: EnvVar[];
  /**
   * The node's directory that programs mount to reach the sockets in it. It is made when it is not there, and stays when the Agent is removed.
   *
   * @default /var/run/datadog - where clients look
   */
  readonly socketDirectory?: string;
  /**
   * Where the positions of logs are kept on the node. Two Agents on one node need two directories.
   *
   * @default - /var/lib/datadog-agent/logs with `logs`, else none: what the Agent keeps lives as long as the pod
   */
  readonly stateDirectory?: HostPath;
  /**
   * The image, of all of Datadog's containers. It must know the settings of 7.81.
   *
   * @default registry.datadoghq.com/agent:7.81.1 - the version this release was checked with
   */
  readonly image?: ImageName;
}
