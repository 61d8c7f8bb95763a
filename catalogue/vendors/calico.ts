/*
 * Calico as its own manifest installs it: projectcalico/calico v3.32.1, manifests/calico.yaml, the definitions left out. Names and labels, which are every installation's
 * own, and what kustomizes away (the optional ConfigMap kubernetes-services-endpoint apart) are left out as well.
 */

import type { Reason } from '../differences';
import { objectOf, podOf, rights } from '../manifest';

const value = (name: string, text: string) => ({ name, value: text });
const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const key = (name: string, configKey: string) => ({ name, valueFrom: { configMapKeyRef: { name: 'calico-config', key: configKey } } });
const path = (name: string, hostPath: string, type?: string) => ({ name, hostPath: { path: hostPath, ...(type === undefined ? {} : { type }) } });
const mount = (name: string, mountPath: string, more: object = {}) => ({ name, mountPath, ...more });
const SEED = [{ configMapRef: { name: 'kubernetes-services-endpoint', optional: true } }];
const PRIVILEGED = { privileged: true };
const image = (name: string) => `quay.io/calico/${name}:v3.32.1`;
const exec = (...command: string[]) => ({ exec: { command } });
const READ = ['get', 'list', 'watch'];
const CALICO = ['projectcalico.org', 'crd.projectcalico.org'];

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

function rule(apiGroups: string[], resources: string[], verbs: string[], resourceNames?: string[]): Rule {
  return { apiGroups, resources, verbs, ...(resourceNames === undefined ? {} : { resourceNames }) };
}

export const KEY = 'calico-node';
export const SOURCE = 'https://github.com/projectcalico/calico/blob/v3.32.1/manifests/calico.yaml';
export const VERSION = 'manifests/calico.yaml of Calico v3.32.1';

export const CHART = {
  DaemonSet: {
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    pod: {
      hostNetwork: true,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }, { key: 'CriticalAddonsOnly', operator: 'Exists' }, { effect: 'NoExecute', operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      priorityClassName: 'system-node-critical',
      terminationGracePeriodSeconds: 0,
      initContainers: [
        {
          name: 'upgrade-ipam',
          image: image('cni'),
          imagePullPolicy: 'IfNotPresent',
          command: ['/opt/cni/bin/calico-ipam', '-upgrade'],
          securityContext: PRIVILEGED,
          envFrom: SEED,
          env: [field('KUBERNETES_NODE_NAME', 'spec.nodeName'), key('CALICO_NETWORKING_BACKEND', 'calico_backend')],
          volumeMounts: [mount('host-local-net-dir', '/var/lib/cni/networks'), mount('cni-bin-dir', '/host/opt/cni/bin')],
        },
        {
          name: 'install-cni',
          image: image('cni'),
          imagePullPolicy: 'IfNotPresent',
          command: ['/opt/cni/bin/install'],
          securityContext: PRIVILEGED,
          envFrom: SEED,
          env: [
            value('CNI_CONF_NAME', '10-calico.conflist'), key('CNI_NETWORK_CONFIG', 'cni_network_config'), field('KUBERNETES_NODE_NAME', 'spec.nodeName'),
            key('CNI_MTU', 'veth_mtu'), value('SLEEP', 'false'),
          ],
          volumeMounts: [mount('cni-bin-dir', '/host/opt/cni/bin'), mount('cni-net-dir', '/host/etc/cni/net.d')],
        },
        {
          name: 'ebpf-bootstrap',
          image: image('node'),
          imagePullPolicy: 'IfNotPresent',
          command: ['calico-node', '-init', '-best-effort'],
          securityContext: PRIVILEGED,
          volumeMounts: [
            mount('sys-fs', '/sys/fs', { mountPropagation: 'Bidirectional' }), mount('var-run-calico', '/var/run/calico', { mountPropagation: 'Bidirectional' }),
            mount('nodeproc', '/nodeproc', { readOnly: true }),
          ],
        },
      ],
      containers: [{
        name: 'calico-node',
        image: image('node'),
        imagePullPolicy: 'IfNotPresent',
        securityContext: PRIVILEGED,
        resources: { requests: { cpu: '250m' } },
        lifecycle: { preStop: exec('/bin/calico-node', '-shutdown') },
        livenessProbe: { ...exec('/bin/calico-node', '-felix-live', '-bird-live'), periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 },
        readinessProbe: { ...exec('/bin/calico-node', '-felix-ready', '-bird-ready'), periodSeconds: 10, timeoutSeconds: 10 },
        envFrom: SEED,
        env: [
          value('DATASTORE_TYPE', 'kubernetes'), value('WAIT_FOR_DATASTORE', 'true'), field('NODENAME', 'spec.nodeName'), key('CALICO_NETWORKING_BACKEND', 'calico_backend'),
          value('CLUSTER_TYPE', 'k8s,bgp'), value('IP', 'autodetect'), value('CALICO_IPV4POOL_IPIP', 'Always'), value('CALICO_IPV4POOL_VXLAN', 'Never'),
          value('CALICO_IPV6POOL_VXLAN', 'Never'), key('FELIX_IPINIPMTU', 'veth_mtu'), key('FELIX_VXLANMTU', 'veth_mtu'), key('FELIX_WIREGUARDMTU', 'veth_mtu'),
          value('CALICO_DISABLE_FILE_LOGGING', 'true'), value('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT'), value('FELIX_IPV6SUPPORT', 'false'), value('FELIX_HEALTHENABLED', 'true'),
        ],
        volumeMounts: [
          mount('cni-net-dir', '/host/etc/cni/net.d', { readOnly: false }), mount('lib-modules', '/lib/modules', { readOnly: true }), mount('xtables-lock', '/run/xtables.lock'),
          mount('var-run-calico', '/var/run/calico'), mount('var-lib-calico', '/var/lib/calico'), mount('policysync', '/var/run/nodeagent'), mount('bpffs', '/sys/fs/bpf'),
          mount('cni-log-dir', '/var/log/calico/cni', { readOnly: true }),
        ],
      }],
      volumes: [
        path('lib-modules', '/lib/modules'), path('var-run-calico', '/var/run/calico', 'DirectoryOrCreate'), path('var-lib-calico', '/var/lib/calico', 'DirectoryOrCreate'),
        path('xtables-lock', '/run/xtables.lock', 'FileOrCreate'), path('sys-fs', '/sys/fs/', 'DirectoryOrCreate'), path('bpffs', '/sys/fs/bpf', 'Directory'), path('nodeproc', '/proc'),
        path('cni-bin-dir', '/opt/cni/bin', 'DirectoryOrCreate'), path('cni-net-dir', '/etc/cni/net.d'), path('cni-log-dir', '/var/log/calico/cni'),
        path('host-local-net-dir', '/var/lib/cni/networks'), path('policysync', '/var/run/nodeagent', 'DirectoryOrCreate'),
      ],
    },
  },
  KubeControllers: {
    replicas: 1,
    strategy: { type: 'Recreate' },
    budget: 1,
    pod: {
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      tolerations: [
        { key: 'CriticalAddonsOnly', operator: 'Exists' }, { key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' },
        { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
      ],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      priorityClassName: 'system-cluster-critical',
      containers: [{
        name: 'calico-kube-controllers',
        image: image('kube-controllers'),
        imagePullPolicy: 'IfNotPresent',
        securityContext: { runAsNonRoot: true },
        livenessProbe: { ...exec('/usr/bin/check-status', '-l'), periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 },
        readinessProbe: { ...exec('/usr/bin/check-status', '-r'), periodSeconds: 10 },
        env: [value('ENABLED_CONTROLLERS', 'node,loadbalancer'), value('DATASTORE_TYPE', 'kubernetes')],
      }],
    },
  },
  Config: {
    calico_backend: 'bird',
    typha_service_name: 'none',
    veth_mtu: '0',
    conflist: {
      name: 'k8s-pod-network',
      cniVersion: '0.3.1',
      plugins: [
        {
          type: 'calico',
          log_level: 'info',
          log_file_path: '/var/log/calico/cni/cni.log',
          datastore_type: 'kubernetes',
          nodename: '__KUBERNETES_NODE_NAME__',
          mtu: 0,
          ipam: { type: 'calico-ipam' },
          policy: { type: 'k8s' },
          kubernetes: { kubeconfig: '__KUBECONFIG_FILEPATH__' },
        },
        { type: 'portmap', snat: true, capabilities: { portMappings: true } },
      ],
    },
  },
  Rights: {
    node: rights([
      rule([''], ['serviceaccounts/token'], ['create'], ['calico-cni-plugin']),
      rule([''], ['pods', 'nodes', 'namespaces'], ['get']),
      rule(['discovery.k8s.io'], ['endpointslices'], ['watch', 'list']),
      rule([''], ['endpoints', 'services'], READ),
      rule([''], ['configmaps'], ['get']),
      rule([''], ['nodes/status'], ['patch', 'update']),
      rule(['networking.k8s.io'], ['networkpolicies'], ['watch', 'list']),
      rule(['policy.networking.k8s.io'], ['clusternetworkpolicies'], ['watch', 'list']),
      rule([''], ['pods', 'namespaces', 'serviceaccounts'], ['list', 'watch']),
      rule([''], ['pods/status'], ['patch']),
      rule(CALICO, [
        'globalfelixconfigs', 'globalbgpconfigs', 'felixconfigurations', 'bgppeers', 'bgpfilters', 'bgpconfigurations', 'ippools', 'ipreservations', 'ipamblocks',
        'globalnetworkpolicies', 'stagedglobalnetworkpolicies', 'networkpolicies', 'stagednetworkpolicies', 'stagedkubernetesnetworkpolicies', 'globalnetworksets', 'networksets',
        'clusterinformations', 'hostendpoints', 'blockaffinities', 'caliconodestatuses', 'tiers',
      ], READ),
      rule(CALICO, ['tiers'], ['create']),
      rule(CALICO, ['ippools', 'felixconfigurations', 'bgpconfigurations', 'clusterinformations', 'bgppeers'], ['create', 'update']),
      rule(CALICO, ['caliconodestatuses'], ['update']),
      rule([''], ['nodes'], READ),
      rule(CALICO, ['blockaffinities', 'ipamblocks', 'ipamhandles'], ['get', 'list', 'create', 'update', 'delete']),
      rule(CALICO, ['ipamconfigurations', 'ipamconfigs'], ['get', 'create']),
      rule(['apps'], ['daemonsets'], ['get']),
      rule(['kubevirt.io'], ['virtualmachineinstancemigrations'], READ),
    ]),
    plugin: rights([
      rule([''], ['pods', 'nodes', 'namespaces'], ['get']),
      rule([''], ['pods/status'], ['patch']),
      rule(CALICO, [
        'blockaffinities', 'ipamblocks', 'ipamhandles', 'clusterinformations', 'ippools', 'ipreservations', 'ipamconfigurations', 'ipamconfigs',
      ], ['get', 'list', 'create', 'update', 'delete']),
      rule(['kubevirt.io'], ['virtualmachineinstances', 'virtualmachines'], ['get']),
    ]),
    controllers: rights([
      rule([''], ['nodes', 'pods', 'namespaces'], READ),
      rule([''], ['services', 'services/status'], ['get', 'list', 'update', 'watch']),
      rule(CALICO, ['ipreservations'], ['list']),
      rule(CALICO, ['blockaffinities', 'ipamblocks', 'ipamhandles', 'ipamconfigurations', 'ipamconfigs', 'tiers', 'hostendpoints'], ['get', 'list', 'create', 'update', 'delete', 'watch']),
      rule(CALICO, ['ippools'], ['list', 'watch']),
      rule(CALICO, ['clusterinformations', 'kubecontrollersconfigurations'], ['get', 'list', 'create', 'update', 'watch']),
      rule(CALICO, ['kubecontrollersconfigurations/status'], ['get', 'update']),
      rule(CALICO, ['networkpolicies', 'stagednetworkpolicies', 'globalnetworkpolicies', 'stagedglobalnetworkpolicies'], ['watch', 'list', 'get', 'create', 'update', 'delete']),
      rule(['apps'], ['daemonsets', 'deployments'], READ),
      rule(['migration.projectcalico.org'], ['datastoremigrations', 'datastoremigrations/status'], [...READ, 'create', 'update', 'patch']),
      rule(['apiextensions.k8s.io'], ['customresourcedefinitions'], [...READ, 'delete']),
      rule(['apiregistration.k8s.io'], ['apiservices'], [...READ, 'create', 'delete']),
      rule(['projectcalico.org'], ['*'], [...READ, 'create', 'update', 'patch', 'delete']),
      rule(['crd.projectcalico.org'], ['*'], READ),
      rule(['kubevirt.io'], ['virtualmachines', 'virtualmachineinstances'], READ),
    ]),
    tiers: rights([rule(['projectcalico.org'], ['tiers'], ['get'])]),
  },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const of = (kind: string, name?: RegExp) => objectOf(objects, kind, name);
  const withoutToken = (workload: any) => {
    const { automountServiceAccountToken: _, ...pod } = podOf(workload);
    return pod;
  };
  const { updateStrategy } = of('DaemonSet').spec;
  const { replicas, strategy } = of('Deployment').spec;
  const { cni_network_config: text, ...config } = of('ConfigMap').data;
  const rules = (name: RegExp) => rights(of('ClusterRole', name).rules);
  return {
    DaemonSet: { updateStrategy, pod: withoutToken(of('DaemonSet')) },
    KubeControllers: { replicas, strategy, budget: of('PodDisruptionBudget').spec.maxUnavailable, pod: withoutToken(of('Deployment')) },
    Config: { ...config, conflist: JSON.parse(text.replace('__CNI_MTU__', '0')) },
    Rights: {
      node: rules(/:calico-node$/),
      plugin: rules(/:calico-cni-plugin$/),
      controllers: rules(/:calico-kube-controllers$/),
      tiers: rules(/tier-getter$/),
      nodeInItsNamespace: rights(of('Role').rules),
    },
  };
}

const NODE = 'DaemonSet.pod.containers[calico-node]';
const init = (name: string) => `DaemonSet.pod.initContainers[${name}]`;
const INIT = ['upgrade-ipam', 'install-cni', 'ebpf-bootstrap'];
const NODE_NAME = 'a default of every agent';
const DIRECTLY = 'the API server\'s address is part of `CalicoDataplane.ebpf()`, and written where it is needed; `envFrom` has it for others';
const ASKED = 'moving everything to the other API group is done once, if ever: `kubeControllers: { datastoreMigration: true }`';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.pod.tolerations', why: 'the same in one: every taint, whatever its effect' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.dnsPolicy', why: 'the same, said as it is: on the host network ClusterFirst means Default' },
  ...INIT.map((name) => ({ path: `${init(name)}.env[NODE_NAME]`, why: NODE_NAME })),
  ...['upgrade-ipam', 'install-cni'].map((name) => ({ path: `${init(name)}.envFrom`, why: DIRECTLY })),
  ...INIT.map((name) => ({ path: `${init(name)}.securityContext.runAsUser`, why: 'said, so that an image of another user is no surprise; Calico says it from v3.33 on' })),
  { path: `${NODE}.env[NODE_NAME]`, why: NODE_NAME },
  { path: `${NODE}.envFrom`, why: DIRECTLY },
  { path: `${NODE}.env[CALICO_IPV6POOL_VXLAN]`, why: 'there is no pool of IPv6 that nobody asked for' },
  { path: 'DaemonSet.pod.volumes[sys-fs].hostPath.path', why: 'the same directory' },
  { path: 'DaemonSet.pod.volumes[cni-net-dir].hostPath.type', why: 'without it, what is not there is made by some runtimes and an error of others' },
  { path: 'KubeControllers.pod.tolerations', why: 'Kubernetes has not had the taint `master` since 1.25' },
  { path: 'KubeControllers.pod.containers[calico-kube-controllers].env[NODE_NAME]', why: NODE_NAME },
  { path: 'KubeControllers.pod.containers[calico-kube-controllers].securityContext.allowPrivilegeEscalation', why: 'a default of every agent and what stands beside it' },
  { path: 'Rights.node[configmaps]', why: 'of all ConfigMaps of the cluster it reads two' },
  { path: 'Rights.node[configmaps kubeadm-config full-cluster-state]', why: 'those' },
  { path: 'Rights.node[serviceaccounts/token calico-cni-plugin]', why: 'cluster-wide, it would be a right to the tokens of accounts of that name in any namespace' },
  { path: 'Rights.nodeInItsNamespace', why: 'in its own namespace is all that it needs' },
  { path: 'Rights.node[pods/status]', why: 'the plugin writes there, with its own account' },
  { path: 'Rights.node[projectcalico.org/bgppeers].verbs', why: 'only needed on the way from Calico 2.6' },
  { path: 'Rights.node[crd.projectcalico.org/bgppeers].verbs', why: 'only needed on the way from Calico 2.6' },
  ...['migration.projectcalico.org/datastoremigrations', 'migration.projectcalico.org/datastoremigrations/status', 'apiextensions.k8s.io/customresourcedefinitions',
    'apiregistration.k8s.io/apiservices', 'projectcalico.org/*'].map((name) => ({ path: `Rights.controllers[${name}]`, why: ASKED })),
];
