/*
 * The Datadog Agent as the vendor's own chart installs it, with an API key and without service discovery, which is a beta of its own: chart datadog 3.240.0,
 * agent 7.81.1. Names and labels, which are every installation's own, telemetry about the installation, and the Cluster Agent's objects are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podOf, rights, serviceOf, tokenOf } from '../manifest';

const value = (name: string, text: string) => ({ name, value: text });
const secret = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { key } } });

const COMMON = [
  secret('DD_API_KEY', 'api-key'), value('DD_REMOTE_CONFIGURATION_ENABLED', 'true'), value('DD_AUTH_TOKEN_FILE_PATH', '/etc/datadog-agent/auth/token'),
  value('KUBERNETES', 'yes'), value('DD_CSI_ENABLED', 'false'), value('DD_LANGUAGE_DETECTION_ENABLED', 'false'), value('DD_LANGUAGE_DETECTION_REPORTING_ENABLED', 'false'),
  { name: 'DD_KUBERNETES_KUBELET_HOST', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
  value('DD_KUBELET_USE_API_SERVER', 'false'), value('DD_KUBERNETES_USE_ENDPOINT_SLICES', 'true'), value('DD_OTLP_CONFIG_LOGS_ENABLED', 'false'),
];
const CLUSTER_AGENT = [
  value('DD_CLUSTER_AGENT_ENABLED', 'true'), value('DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME', 'datadog-cluster-agent'), secret('DD_CLUSTER_AGENT_AUTH_TOKEN', 'token'),
];
const APM = [
  value('DD_APM_ENABLED', 'true'), value('DD_APM_NON_LOCAL_TRAFFIC', 'true'), value('DD_APM_RECEIVER_PORT', '8126'),
  value('DD_APM_RECEIVER_SOCKET', '/var/run/datadog/apm.socket'),
];

const probe = (path: string) => ({
  failureThreshold: 6, httpGet: { path, port: 5555, scheme: 'HTTP' }, initialDelaySeconds: 15, periodSeconds: 15, successThreshold: 1, timeoutSeconds: 5,
});
const mount = (name: string, mountPath: string, readOnly = false) => ({ name, mountPath, readOnly });
const LOOKS = [mount('procdir', '/host/proc', true), mount('cgroups', '/host/sys/fs/cgroup', true), mount('runtimesocketdir', '/host/var/run', true)];
const hostPath = (name: string, path: string, type?: string) => ({ name, hostPath: { path, ...(type === undefined ? {} : { type }) } });

const IMAGE = { image: 'registry.datadoghq.com/agent:7.81.1', imagePullPolicy: 'IfNotPresent' };

export const KEY = 'datadog-agent';
export const SOURCE = 'https://github.com/DataDog/helm-charts/tree/main/charts/datadog';
export const VERSION = 'chart datadog 3.240.0, for the Agent 7.81.1, with an API key and without service discovery';

export const CHART = {
  DaemonSet: {
    updateStrategy: { rollingUpdate: { maxUnavailable: '10%' }, type: 'RollingUpdate' },
    revisionHistoryLimit: 10,
    podLabels: { 'admission.datadoghq.com/enabled': 'false' },
    pod: {
      hostPID: true,
      automountServiceAccountToken: true,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      securityContext: { runAsUser: 0 },
      containers: [
        {
          name: 'agent',
          ...IMAGE,
          command: ['agent', 'run'],
          env: [
            ...COMMON, ...CLUSTER_AGENT, ...APM,
            value('DD_PROCESS_CONFIG_PROCESS_COLLECTION_ENABLED', 'false'), value('DD_PROCESS_CONFIG_CONTAINER_COLLECTION_ENABLED', 'true'),
            value('DD_PROCESS_AGENT_DISCOVERY_ENABLED', 'true'), value('DD_STRIP_PROCESS_ARGS', 'false'), value('DD_PROCESS_CONFIG_RUN_IN_CORE_AGENT_ENABLED', 'true'),
            value('DD_LOG_LEVEL', 'INFO'), value('DD_DOGSTATSD_PORT', '8125'), value('DD_DOGSTATSD_NON_LOCAL_TRAFFIC', 'true'),
            value('DD_DOGSTATSD_TAG_CARDINALITY', 'low'), value('DD_DOGSTATSD_SOCKET', '/var/run/datadog/dsd.socket'),
            value('DD_LOGS_ENABLED', 'false'), value('DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL', 'false'), value('DD_LOGS_CONFIG_AUTO_MULTI_LINE_DETECTION', 'true'),
            value('DD_HEALTH_PORT', '5555'), value('DD_EXTRA_CONFIG_PROVIDERS', 'clusterchecks endpointschecks'), value('DD_IGNORE_AUTOCONF', 'kubernetes_state'),
            value('DD_CONTAINER_LIFECYCLE_ENABLED', 'true'), value('DD_ORCHESTRATOR_EXPLORER_ENABLED', 'true'), value('DD_EXPVAR_PORT', '6000'),
            value('DD_COMPLIANCE_CONFIG_ENABLED', 'false'), value('DD_COMPLIANCE_CONFIG_RUN_IN_SYSTEM_PROBE', 'false'), value('DD_CONTAINER_IMAGE_ENABLED', 'true'),
            value('DD_KUBELET_CORE_CHECK_ENABLED', 'true'), value('DD_KUBERNETES_KUBELET_PODRESOURCES_SOCKET', '/var/lib/kubelet/pod-resources/kubelet.sock'),
            value('DD_KUBERNETES_KUBE_SERVICE_IGNORE_READINESS', 'false'), value('DD_ORCHESTRATOR_EXPLORER_KUBELET_CONFIG_CHECK_ENABLED', 'true'),
          ],
          ports: [{ name: 'dogstatsdport', containerPort: 8125, protocol: 'UDP' }],
          securityContext: { readOnlyRootFilesystem: true },
          livenessProbe: probe('/live'),
          readinessProbe: probe('/ready'),
          startupProbe: probe('/startup'),
          volumeMounts: [
            mount('logdatadog', '/var/log/datadog'), mount('installinfo', '/etc/datadog-agent/install_info', true), mount('tmpdir', '/tmp'),
            mount('os-release-file', '/host/etc/os-release', true), mount('config', '/etc/datadog-agent'), mount('auth-token', '/etc/datadog-agent/auth'),
            ...LOOKS, mount('dsdsocket', '/var/run/datadog'), mount('passwd', '/etc/passwd', true), mount('datadogrun', '/opt/datadog-agent/run'),
          ],
        },
        {
          name: 'trace-agent',
          ...IMAGE,
          command: ['trace-loader', '/etc/datadog-agent/datadog.yaml', 'trace-agent', '-config=/etc/datadog-agent/datadog.yaml'],
          env: [
            ...COMMON, ...CLUSTER_AGENT, ...APM, value('DD_LOG_LEVEL', 'INFO'), value('DD_LOGS_ENABLED', 'false'), value('DD_DOGSTATSD_SOCKET', '/var/run/datadog/dsd.socket'),
          ],
          ports: [{ name: 'traceport', containerPort: 8126, protocol: 'TCP' }],
          securityContext: { readOnlyRootFilesystem: true },
          livenessProbe: { initialDelaySeconds: 15, periodSeconds: 15, tcpSocket: { port: 8126 }, timeoutSeconds: 5 },
          volumeMounts: [
            mount('config', '/etc/datadog-agent', true), mount('logdatadog', '/var/log/datadog'), mount('auth-token', '/etc/datadog-agent/auth', true),
            ...LOOKS, mount('tmpdir', '/tmp'), mount('dsdsocket', '/var/run/datadog'),
          ],
        },
      ],
      initContainers: [
        { name: 'init-volume', ...IMAGE, command: ['bash', '-c'], args: ['cp -r /etc/datadog-agent /opt'], volumeMounts: [mount('config', '/opt/datadog-agent')] },
        {
          name: 'init-config',
          ...IMAGE,
          command: ['bash', '-c'],
          args: ['for script in $(find /etc/cont-init.d/ -type f -name \'*.sh\' | sort) ; do bash $script ; done'],
          env: COMMON,
          volumeMounts: [
            mount('config', '/etc/datadog-agent'), mount('logdatadog', '/var/log/datadog'), mount('procdir', '/host/proc', true),
            mount('runtimesocketdir', '/host/var/run', true),
          ],
        },
      ],
      volumes: [
        ...['auth-token', 'config', 'logdatadog', 'tmpdir', 's6-run', 'datadogrun'].map((name) => ({ name, emptyDir: {} })),
        hostPath('procdir', '/proc'), hostPath('cgroups', '/sys/fs/cgroup'), hostPath('os-release-file', '/etc/os-release'),
        hostPath('dsdsocket', '/var/run/datadog', 'DirectoryOrCreate'), hostPath('apmsocket', '/var/run/datadog', 'DirectoryOrCreate'),
        hostPath('passwd', '/etc/passwd'), hostPath('runtimesocketdir', '/var/run'),
      ],
    },
  },
  Service: {
    internalTrafficPolicy: 'Local',
    ports: [
      { name: 'dogstatsdport', port: 8125, protocol: 'UDP', targetPort: 8125 }, { name: 'traceport', port: 8126, protocol: 'TCP', targetPort: 8126 },
    ],
  },
  ServiceAccount: { automountServiceAccountToken: true },
  ClusterRole: {
    rules: rights([
      { nonResourceURLs: ['/metrics', '/metrics/slis'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes/metrics', 'nodes/spec', 'nodes/proxy', 'nodes/stats'], verbs: ['get'] },
      { apiGroups: [''], resources: ['endpoints'], verbs: ['get'] },
      { apiGroups: ['security.openshift.io'], resources: ['securitycontextconstraints'], verbs: ['use'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get'] },
      { apiGroups: ['metrics.eks.amazonaws.com'], resources: ['kcm/metrics', 'ksh/metrics'], verbs: ['get'] },
    ]),
  },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const { updateStrategy, revisionHistoryLimit } = daemonSet.spec;
  return {
    DaemonSet: { updateStrategy, revisionHistoryLimit, pod: withoutNames(podOf(daemonSet)) },
    Service: serviceOf(objects),
    ServiceAccount: tokenOf(objects),
    ClusterRole: { rules: rights(objectOf(objects, 'ClusterRole').rules) },
  };
}

/** The Secret's name is every installation's own. */
function withoutNames(pod: any): any {
  return JSON.parse(JSON.stringify(pod), (key, found) => (key === 'secretKeyRef' ? { key: found.key } : found));
}

const POD = 'DaemonSet.pod';
const AGENT = `${POD}.containers[agent]`;
const TRACE = `${POD}.containers[trace-agent]`;
const VOLUME = `${POD}.initContainers[init-volume]`;
const INIT = `${POD}.initContainers[init-config]`;
const envOf = (containers: readonly string[], names: readonly string[], why: string) => (
  containers.flatMap((container) => names.map((name) => ({ path: `${container}.env[${name}]`, why }))));

export const REASONS: readonly Reason[] = [
  { path: `${POD}.tolerations`, why: 'tainted nodes are nodes, too: the chart leaves out the control plane' },
  { path: `${POD}.affinity`, why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: `${POD}.priorityClassName`, why: 'on a full node the Agent has no other place to go; the class has the value that the chart gives its own on request' },
  { path: `${POD}.securityContext`, why: 'seccomp is a default of every agent' },
  { path: 'DaemonSet.podLabels', why: 'the Admission Controller, which the label keeps away, is the Cluster Agent\'s; `podLabels` has it' },
  ...[AGENT, TRACE, VOLUME, INIT].flatMap((container) => [
    { path: `${container}.securityContext`, why: 'the capabilities that root needs for files of other users, and no other' },
    { path: `${container}.resources`, why: 'without requests the scheduler takes a node for emptier than it is; without a limit a leak takes the node' },
    { path: `${container}.env[NODE_NAME]`, why: 'a default of every agent' },
  ]),
  ...envOf([AGENT, TRACE], ['DD_CLUSTER_AGENT_ENABLED', 'DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME', 'DD_CLUSTER_AGENT_AUTH_TOKEN'],
    'no Cluster Agent is made here; `DatadogClusterAgent.external(…)` names one'),
  ...envOf([AGENT], ['DD_EXTRA_CONFIG_PROVIDERS', 'DD_ORCHESTRATOR_EXPLORER_ENABLED'], 'come with the Cluster Agent'),
  ...envOf([AGENT], ['DD_IGNORE_AUTOCONF'], 'the chart runs that check elsewhere; `ignoreAutoconf` has it'),
  ...envOf([AGENT], ['DD_EXPVAR_PORT'], 'the Agent\'s own is 5000; `env` has another'),
  ...envOf([AGENT], ['DD_KUBERNETES_KUBELET_PODRESOURCES_SOCKET'], 'the socket is not mounted by the chart either'),
  ...envOf([AGENT, TRACE, INIT], [
    'DD_REMOTE_CONFIGURATION_ENABLED', 'DD_CSI_ENABLED', 'DD_LANGUAGE_DETECTION_ENABLED', 'DD_LANGUAGE_DETECTION_REPORTING_ENABLED', 'DD_KUBELET_USE_API_SERVER',
    'DD_KUBERNETES_USE_ENDPOINT_SLICES', 'DD_OTLP_CONFIG_LOGS_ENABLED',
  ], 'left to the Agent\'s own default'),
  ...envOf([AGENT, TRACE], ['DD_LOG_LEVEL'], 'the Agent\'s own default; `logLevel` has another'),
  ...envOf([TRACE], ['DD_LOGS_ENABLED'], 'nothing that the trace-agent reads'),
  ...envOf([AGENT], [
    'DD_STRIP_PROCESS_ARGS', 'DD_DOGSTATSD_TAG_CARDINALITY', 'DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL', 'DD_LOGS_CONFIG_AUTO_MULTI_LINE_DETECTION', 'DD_COMPLIANCE_CONFIG_ENABLED',
    'DD_COMPLIANCE_CONFIG_RUN_IN_SYSTEM_PROBE', 'DD_CONTAINER_IMAGE_ENABLED', 'DD_KUBELET_CORE_CHECK_ENABLED', 'DD_KUBERNETES_KUBE_SERVICE_IGNORE_READINESS',
    'DD_ORCHESTRATOR_EXPLORER_KUBELET_CONFIG_CHECK_ENABLED',
  ], 'left to the Agent\'s own default'),
  { path: `${AGENT}.volumeMounts[/etc/datadog-agent/install_info]`, why: 'it tells Datadog by which chart it was installed' },
  ...[[AGENT, '/etc/datadog-agent'], [TRACE, '/etc/datadog-agent'], [INIT, '/etc/datadog-agent'], [VOLUME, '/opt/datadog-agent']].map(([container, path]) => (
    { path: `${container}.volumeMounts[${path}].name`, why: 'another name: `config` is that of the agent\'s first ConfigMap here' })),
  { path: `${POD}.volumes[config]`, why: 'the same' },
  { path: `${POD}.volumes[datadog-config]`, why: 'the same' },
  { path: `${POD}.volumes[s6-run]`, why: 'no container mounts it' },
  { path: `${POD}.volumes[apmsocket]`, why: 'no container mounts it: both sockets are in one directory' },
  { path: 'Service.ports[dogstatsdport].targetPort', why: 'by its name, which follows the port' },
  { path: 'Service.ports[traceport].targetPort', why: 'by its name, which follows the port' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'the pods mount the token themselves, and no other pod gets it by the account' },
  { path: 'ClusterRole.rules[security.openshift.io/securitycontextconstraints]', why: 'on OpenShift alone: `Platform.openShift()` makes constraints of what the pods need, for this account' },
  { path: 'ClusterRole.rules[metrics.eks.amazonaws.com/kcm/metrics]', why: 'the control plane of EKS is watched by who asks for it' },
  { path: 'ClusterRole.rules[metrics.eks.amazonaws.com/ksh/metrics]', why: 'the same' },
];
