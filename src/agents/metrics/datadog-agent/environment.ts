import { DatadogKubeletAddress, kubeletCa } from './kubelet';
import { Settings } from './settings';
import { EnvVar } from '../../../values/env-var';

/** Where the processes of the pod prove to each other who they are. */
const TOKEN = '/etc/datadog-agent/auth/token';
/** In the containers; on the node, the directory may be another. */
export const SOCKETS = '/var/run/datadog';
const DOGSTATSD_SOCKET = `${SOCKETS}/dsd.socket`;
const APM_SOCKET = `${SOCKETS}/apm.socket`;
export const HEALTH_PORT = 5555;

/*
 * Settings of datadog.yaml as variables. Each container gets those that its process reads, and of one name always the same.
 */

type Pair = readonly [name: string, value: string | number | boolean | undefined];

/** Those that are said. */
function variables(...pairs: readonly Pair[]): EnvVar[] {
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [EnvVar.of(name, String(value))]));
}

function words(list: readonly string[] | undefined): string | undefined {
  return list === undefined || list.length === 0 ? undefined : list.join(' ');
}

/** Of one name, the last. */
export function lastOfName(...lists: readonly (readonly EnvVar[])[]): EnvVar[] {
  const all = lists.flat();
  return all.filter(({ name }, i) => !all.some((other, j) => j > i && other.name === name));
}

/** Of every process, and of the scripts before the first. */
export function commonEnv({ props, runtime, isAutopilot }: Settings): EnvVar[] {
  const { kubelet: { address = DatadogKubeletAddress.NODE_IP, tls } = {} } = props;
  return lastOfName([
    props.apiKey.toEnv('DD_API_KEY'),
    ...variables(
      ['DD_SITE', props.site?.domain],
      ['DD_CLUSTER_NAME', props.clusterName],
      ['DD_TAGS', words(props.tags)],
      ['DD_REMOTE_CONFIGURATION_ENABLED', props.remoteConfiguration],
      ['DD_LOG_LEVEL', props.logLevel],
      ['DD_AUTH_TOKEN_FILE_PATH', isAutopilot ? undefined : TOKEN],
      ['KUBERNETES', 'yes'],
      ['DD_PROVIDER_KIND', isAutopilot ? 'gke-autopilot' : undefined],
    ),
    EnvVar.fromField('DD_KUBERNETES_KUBELET_HOST', address),
    ...variables(
      ['DD_KUBERNETES_HTTPS_KUBELET_PORT', isAutopilot ? 0 : undefined],
      ['DD_KUBELET_TLS_VERIFY', tls?.verifies],
      ['DD_KUBELET_CLIENT_CA', kubeletCa(tls)],
      ['DD_CONTAINER_EXCLUDE', words(props.containerExclude)],
      ['DD_CONTAINER_INCLUDE', words(props.containerInclude)],
    ),
    ...runtime._env,
  ], props.sharedEnv ?? []);
}

/** Of the Agent itself. */
export function agentEnv(settings: Settings): EnvVar[] {
  const { props, clusterAgent } = settings;
  return lastOfName([
    ...dogstatsdEnv(settings),
    ...clusterAgent._env,
    ...apmEnv(settings),
    ...otlpEnv(settings),
    ...logsEnv(settings),
    ...processesEnv(settings),
    ...connectionsEnv(settings),
    ...variables(['DD_HEALTH_PORT', HEALTH_PORT], ['DD_IGNORE_AUTOCONF', words(props.ignoreAutoconf)], ['DD_CONTAINER_LIFECYCLE_ENABLED', true]),
    ...clusterAgent._agentEnv,
  ], props.sharedEnv ?? []);
}

/** Of the trace-agent. */
export function traceEnv(settings: Settings): EnvVar[] {
  const { apm, clusterAgent, dogstatsd, props } = settings;
  return lastOfName(
    [...clusterAgent._env, ...apmEnv(settings), ...variables(['DD_DOGSTATSD_SOCKET', dogstatsd._entrance.socket ? DOGSTATSD_SOCKET : undefined])],
    props.sharedEnv ?? [], apm._options.env ?? [],
  );
}

/** Of the process-agent. */
export function processEnv(settings: Settings): EnvVar[] {
  const { clusterAgent, dogstatsd, props } = settings;
  return lastOfName([
    ...clusterAgent._env,
    ...processesEnv(settings),
    ...connectionsEnv(settings),
    ...variables(['DD_DOGSTATSD_SOCKET', dogstatsd._entrance.socket ? DOGSTATSD_SOCKET : undefined]),
  ], props.sharedEnv ?? []);
}

/** Of the system-probe. */
export function systemProbeEnv({ props, systemProbe }: Settings): EnvVar[] {
  return lastOfName(variables(['HOST_ROOT', systemProbe?._options.serviceMonitoring === true ? '/host/root' : undefined]), props.sharedEnv ?? []);
}

function dogstatsdEnv({ dogstatsd: { _entrance: { socket, port }, _options: { originDetection, tagCardinality } } }: Settings): EnvVar[] {
  if (!socket && port === undefined) {
    return variables(['DD_USE_DOGSTATSD', false]);
  }
  return variables(
    // 0 is how the Agent is told not to listen by UDP, and an empty text not to make the socket.
    ['DD_DOGSTATSD_PORT', port ?? 0],
    ['DD_DOGSTATSD_NON_LOCAL_TRAFFIC', port === undefined ? undefined : true],
    ['DD_DOGSTATSD_SOCKET', socket ? DOGSTATSD_SOCKET : ''],
    ['DD_DOGSTATSD_ORIGIN_DETECTION', originDetection],
    ['DD_DOGSTATSD_TAG_CARDINALITY', tagCardinality],
  );
}

function apmEnv({ apm }: Settings): EnvVar[] {
  const { socket, port } = apm._entrance;
  return apm.isOn ? variables(
    ['DD_APM_ENABLED', true],
    ['DD_APM_NON_LOCAL_TRAFFIC', port === undefined ? undefined : true],
    ['DD_APM_RECEIVER_PORT', port ?? 0],
    ['DD_APM_RECEIVER_SOCKET', socket ? APM_SOCKET : ''],
  ) : variables(['DD_APM_ENABLED', false]);
}

function otlpEnv({ apm, otlp, props }: Settings): EnvVar[] {
  return otlp === undefined ? [] : variables(
    ['DD_OTLP_CONFIG_RECEIVER_PROTOCOLS_GRPC_ENDPOINT', `0.0.0.0:${otlp.grpcPort}`],
    ['DD_OTLP_CONFIG_RECEIVER_PROTOCOLS_HTTP_ENDPOINT', `0.0.0.0:${otlp.httpPort}`],
    // Traces go on to the trace-agent, and logs with the others.
    ['DD_OTLP_CONFIG_TRACES_ENABLED', apm.isOn],
    ['DD_OTLP_CONFIG_LOGS_ENABLED', props.logs !== undefined],
  );
}

function logsEnv({ props: { logs } }: Settings): EnvVar[] {
  return logs === undefined ? variables(['DD_LOGS_ENABLED', false]) : variables(
    ['DD_LOGS_ENABLED', true],
    ['DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL', logs.ofAllContainers],
    ['DD_LOGS_CONFIG_K8S_CONTAINER_USE_FILE', true],
    ['DD_LOGS_CONFIG_AUTO_MULTI_LINE_DETECTION', logs._options.autoMultiLine],
    ['DD_LOGS_CONFIG_OPEN_FILES_LIMIT', logs._options.openFilesLimit],
    ['DD_CONTAINER_EXCLUDE_LOGS', words(logs._options.exclude)],
    ['DD_CONTAINER_INCLUDE_LOGS', words(logs._options.include)],
  );
}

function processesEnv({ processes }: Settings): EnvVar[] {
  return variables(
    ['DD_PROCESS_CONFIG_PROCESS_COLLECTION_ENABLED', processes.isLive],
    ['DD_PROCESS_CONFIG_CONTAINER_COLLECTION_ENABLED', processes.isOn],
    ['DD_PROCESS_AGENT_DISCOVERY_ENABLED', processes.isOn],
    ['DD_STRIP_PROCESS_ARGS', processes._options.stripArguments],
    ['DD_PROCESS_CONFIG_RUN_IN_CORE_AGENT_ENABLED', processes._options.ownContainer !== true],
  );
}

function connectionsEnv({ systemProbe }: Settings): EnvVar[] {
  const network = systemProbe?._options.networkMonitoring === true;
  return systemProbe === undefined ? [] : variables(['DD_SYSTEM_PROBE_ENABLED', true], ['DD_SYSTEM_PROBE_NETWORK_ENABLED', network ? true : undefined]);
}
