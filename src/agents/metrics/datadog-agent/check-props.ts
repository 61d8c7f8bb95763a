import { DatadogApm } from './apm';
import { DatadogCheck } from './check';
import { DatadogClusterAgent } from './cluster-agent';
import { DatadogDogStatsD } from './dogstatsd';
import { HEALTH_PORT } from './environment';
import { requireFilters } from './filter';
import { checkKubelet } from './kubelet';
import { DatadogLogs } from './logs';
import { DatadogOtlp } from './otlp';
import { DatadogProcesses } from './processes';
import { DatadogAgentDaemonSetProps } from './props';
import { DatadogRuntime } from './runtime';
import { Settings } from './settings';
import { DatadogLogLevel, DatadogSite } from './site';
import { DatadogSystemProbe } from './system-probe';
import { fail, show } from '../../../errors';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, TEXT, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { firstRepeated } from '../../../values/repeated';
import { isValueOf, requireUnsetOrOneOf } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { checkedHostPath } from '../../../values/volume';
import { agentProps } from '../../common';
import { isSecretName } from '../../secret-names';

const CLUSTER_NAME = /^([a-z]([a-z0-9-]*[a-z0-9])?\.)*([a-z]([a-z0-9-]*[a-z0-9])?)$/;

const KINDS = {
  site: of(DatadogSite),
  clusterName: TEXT,
  tags: TEXTS,
  dogstatsd: of(DatadogDogStatsD),
  apm: of(DatadogApm),
  otlp: of(DatadogOtlp),
  logs: of(DatadogLogs),
  processes: of(DatadogProcesses),
  systemProbe: of(DatadogSystemProbe),
  clusterAgent: of(DatadogClusterAgent),
  runtime: of(DatadogRuntime),
  checks: listOf(of(DatadogCheck)),
  ignoreAutoconf: TEXTS,
  remoteConfiguration: BOOLEAN,
  sharedEnv: listOf(of(EnvVar)),
  env: listOf(of(EnvVar)),
  socketDirectory: TEXT,
  stateDirectory: of(HostPath),
  image: of(ImageName),
};

/** All that it takes. */
export const DATADOG_PROPS = agentProps<DatadogAgentDaemonSetProps>({
  ...KINDS,
  apiKey: true,
  kubelet: true,
  containerExclude: true,
  containerInclude: true,
  logLevel: true,
});

/** What can be seen to be wrong in the Agent's own props. */
export function checkDatadog(where: string, props: DatadogAgentDaemonSetProps): void {
  if (typeof props !== 'object' || props === null || !isValueOf(props.apiKey, SecretKey)) {
    fail('MissingApiKey', where, `apiKey is ${show((props as DatadogAgentDaemonSetProps | undefined)?.apiKey)}; write SecretKey.of("datadog", "api-key"), a key of a Secret in the Agent's namespace`);
  }
  requireKinds(where, props, KINDS);
  requireUnsetOrOneOf(where, 'logLevel', props.logLevel, DatadogLogLevel);
  checkKubelet(where, props.kubelet);
  requireFilters(where, 'containerExclude', props.containerExclude);
  requireFilters(where, 'containerInclude', props.containerInclude);
  checkTexts(where, props);
  if (props.socketDirectory !== undefined) {
    checkedHostPath(where, props.socketDirectory);
  }
  if (props.stateDirectory?.isReadOnly === true) {
    fail('ReadOnlyState', where, `stateDirectory ${props.stateDirectory.path} is read-only; write HostPath.stateDirectory("name"), or say .writable("why")`);
  }
  for (const variable of [...props.sharedEnv ?? [], ...props.env ?? []]) {
    if (isSecretName(variable.name) && variable._toKube().value !== undefined) {
      fail('SecretAsText', where, `variable ${variable.name} is a text that everybody who reads the manifests can read; put it into a Secret and write SecretKey.of("my-secret", "key").toEnv("${variable.name}")`);
    }
  }
}

function checkTexts(where: string, { clusterName, tags, ignoreAutoconf }: DatadogAgentDaemonSetProps): void {
  if (clusterName !== undefined && (clusterName.length > 80 || !CLUSTER_NAME.test(clusterName))) {
    fail('InvalidClusterName', where, `clusterName is ${show(clusterName)}, which the Agent would not take; write words of lower-case letters, digits and hyphens that begin with a letter, dots between them, at most 80 characters`);
  }
  const tag = tags?.find((one) => !/^[^\s,]+$/.test(one));
  if (tag !== undefined) {
    fail('InvalidTag', where, `tags have ${show(tag)}, which would be several; write each without spaces and commas, such as "team:search"`);
  }
  const check = ignoreAutoconf?.find((one) => !/^\w+$/.test(one));
  if (check !== undefined) {
    fail('InvalidCheck', where, `ignoreAutoconf has ${show(check)}; write names of checks, such as "redisdb"`);
  }
}

/** What contradicts itself once everything is known. */
export function checkTogether(where: string, { props, dogstatsd, apm, otlp, clusterAgent }: Settings, hostPid: boolean): void {
  if (dogstatsd._options.originDetection === true && !hostPid) {
    fail('OriginWithoutHostPid', where, 'dogstatsd has originDetection, and hostPid is off, so that who sends cannot be told; leave the default "hostPid" on, or drop originDetection');
  }
  if (clusterAgent._byServiceLinks && props.enableServiceLinks === false) {
    fail('ServiceLinksOff', where, 'clusterAgent is found by the variables that pods get of Services, and enableServiceLinks is false; write DatadogClusterAgent.at("https://…", …), or leave enableServiceLinks out');
  }
  const ports = [HEALTH_PORT, apm._entrance.port, otlp?.grpcPort, otlp?.httpPort].filter((port) => port !== undefined);
  const twice = firstRepeated(ports);
  if (twice !== undefined) {
    fail('OnePortForTwo', where, `port ${twice} is meant for two of health (${HEALTH_PORT}), apm and otlp, which are one pod; write another for one of them`);
  }
}
