/*
 * Falco as the project's own chart installs it, told nothing: falco 9.1.0, appVersion 0.44.1, driver auto. Names and labels, which are every installation's own, and the
 * configuration are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podWithoutConfigMaps, tokenOf } from '../manifest';

const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const mount = (mountPath: string, name: string, readOnly = false) => ({ mountPath, name, ...(readOnly ? { readOnly } : {}) });
const ofNode = (name: string, path: string) => ({ name, hostPath: { path } });
const scratch = (name: string) => ({ name, emptyDir: {} });
const healthz = (more: object) => ({ ...more, timeoutSeconds: 5, httpGet: { path: '/healthz', port: 8765 } });

const SOCKETS = ['var/run/docker.sock', 'run/podman/podman.sock', 'run/host-containerd/containerd.sock', 'run/containerd/containerd.sock', 'run/crio/crio.sock', 'run/k3s/containerd/containerd.sock'];

const falcoctl = (action: string) => ({
  name: `falcoctl-artifact-${action}`,
  image: 'docker.io/falcosecurity/falcoctl:0.13.0',
  imagePullPolicy: 'IfNotPresent',
  args: ['artifact', action, '--log-format=json'],
  volumeMounts: [
    mount('/plugins', 'plugins-install-dir'), mount('/rulesfiles', 'rulesfiles-install-dir'), mount('/etc/falcoctl', 'falcoctl-config-volume'), mount('/artifactstate', 'artifact-state-dir'),
  ],
});

export const KEY = 'falco';
export const SOURCE = 'https://github.com/falcosecurity/charts/tree/master/charts/falco';
export const VERSION = 'chart falco 9.1.0, for Falco 0.44.1, told nothing';

export const CHART = {
  DaemonSet: {
    updateStrategy: { type: 'RollingUpdate' },
    pod: {
      tolerations: [{ effect: 'NoSchedule', key: 'node-role.kubernetes.io/master' }, { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' }],
      initContainers: [
        {
          name: 'falco-driver-loader',
          image: 'docker.io/falcosecurity/falco-driver-loader:0.44.1',
          imagePullPolicy: 'IfNotPresent',
          args: ['auto'],
          securityContext: { privileged: true },
        },
        falcoctl('install'),
      ],
      containers: [
        {
          name: 'falco',
          image: 'docker.io/falcosecurity/falco:0.44.1',
          imagePullPolicy: 'IfNotPresent',
          args: ['/usr/bin/falco'],
          ports: [{ containerPort: 8765, name: 'web', protocol: 'TCP' }],
          securityContext: { privileged: true },
          resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: '100m', memory: '512Mi' } },
          startupProbe: healthz({ initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 20 }),
          livenessProbe: healthz({ periodSeconds: 15, failureThreshold: 3 }),
          readinessProbe: healthz({ periodSeconds: 15, failureThreshold: 3 }),
          tty: false,
          env: [{ name: 'HOST_ROOT', value: '/host' }, field('FALCO_HOSTNAME', 'spec.nodeName'), field('FALCO_K8S_NODE_NAME', 'spec.nodeName')],
          volumeMounts: [
            ...SOCKETS.map((path, i) => mount(`/host/${path}`, `container-engine-socket-${i}`)),
            mount('/etc/falco', 'rulesfiles-install-dir'), mount('/usr/share/falco/plugins', 'plugins-install-dir'), mount('/etc/falco/config.d', 'specialized-falco-configs'),
            mount('/root/.falco', 'root-falco-fs'), mount('/host/proc', 'proc-fs'), mount('/host/etc', 'etc-fs', true), mount('/host/dev', 'dev-fs', true),
            mount('/sys/module', 'sys-module-fs'), mount('/sys/kernel', 'sys-fs', true), { ...mount('/etc/falco/falco.yaml', 'falco-yaml'), subPath: 'falco.yaml' },
          ],
        },
        falcoctl('follow'),
      ],
      volumes: [
        ...SOCKETS.map((path, i) => ofNode(`container-engine-socket-${i}`, `/${path}`)),
        scratch('specialized-falco-configs'), scratch('plugins-install-dir'), scratch('rulesfiles-install-dir'), scratch('artifact-state-dir'), scratch('root-falco-fs'),
        ofNode('boot-fs', '/boot'), ofNode('lib-modules', '/lib/modules'), ofNode('usr-fs', '/usr'), ofNode('etc-fs', '/etc'), ofNode('dev-fs', '/dev'),
        ofNode('sys-module-fs', '/sys/module'), ofNode('sys-fs', '/sys/kernel'), ofNode('proc-fs', '/proc'),
      ],
    },
  },
  Role: { rules: [{ name: 'configmaps', verbs: 'get,list,update' }] },
};

/** What is synthesized, in the same form: volumes by what of the node they are, for names of volumes say nothing. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const { updateStrategy, template } = daemonSet.spec;
  const pod = podWithoutConfigMaps(daemonSet);
  const names: { [path: string]: string } = { '/proc': 'proc-fs', '/etc': 'etc-fs', '/dev': 'dev-fs', '/sys/module': 'sys-module-fs', '/sys/kernel': 'sys-fs' };
  const renamed = new Map<string, string>([
    ...pod.volumes.map((volume: any) => [volume.name, names[volume.hostPath?.path] ?? volume.name]), ['config', 'falco-yaml'], ['config-1', 'falcoctl-config-volume'],
  ]);
  const rename = (container: any) => ({ ...container, volumeMounts: container.volumeMounts.map((one: any) => ({ ...one, name: renamed.get(one.name) })) });
  return {
    DaemonSet: {
      updateStrategy,
      annotations: template.metadata.annotations['container.apparmor.security.beta.kubernetes.io/falco'],
      pod: {
        ...pod,
        containers: pod.containers.map(rename),
        initContainers: pod.initContainers.map(rename),
        volumes: pod.volumes.map((volume: any) => ({ ...volume, name: renamed.get(volume.name) })),
      },
    },
    ServiceAccount: tokenOf(objects),
  };
}

const POD = 'DaemonSet.pod';
const FALCO = `${POD}.containers[falco]`;
const FALCOCTL = [`${POD}.initContainers[falcoctl-artifact-install]`, `${POD}.containers[falcoctl-artifact-follow]`];
const DIRECTORIES = ['run/containerd', 'run/crio', 'run/k3s/containerd'];

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'one pod at a time takes hours on large clusters' },
  { path: 'DaemonSet.annotations', why: 'runtimes\' AppArmor profile keeps other processes from being looked at; a field in place of the annotation from Kubernetes 1.30 on' },
  { path: `${POD}.tolerations`, why: 'the chart tolerates the control plane\'s taints alone: nodes with others are watched by nobody' },
  { path: `${POD}.affinity`, why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: `${POD}.nodeSelector`, why: 'the image is for Linux' },
  { path: `${POD}.priorityClassName`, why: 'on a full node Falco has no other place to go' },
  { path: `${POD}.securityContext`, why: 'seccomp is a default of every agent; Falco itself is without, see its own' },
  { path: `${POD}.automountServiceAccountToken`, why: 'it asks the API server nothing' },
  { path: `${POD}.initContainers[falco-driver-loader]`, why: 'modern eBPF loads no module; `FalcoDriver.auto()` and `FalcoDriver.kmod()` have it' },
  { path: `${FALCO}.image`, why: 'docker.io is where images without a registry come from' },
  { path: `${FALCO}.securityContext`, why: 'modern eBPF needs capabilities, and no privileged container; seccomp is off because CRI-O\'s profile refuses bpf() without SYS_ADMIN' },
  { path: `${FALCO}.resources.limits.cpu`, why: 'under a CPU limit it drops events' },
  { path: `${FALCO}.resources.limits.memory`, why: 'the same, as the API server stores it' },
  { path: `${FALCO}.startupProbe.initialDelaySeconds`, why: 'a startup probe that fails a few times more harms nobody' },
  { path: `${FALCO}.tty`, why: 'the same: false is what Kubernetes takes' },
  { path: `${FALCO}.env[NODE_NAME]`, why: 'a default of every agent' },
  ...SOCKETS.map((path) => ({ path: `${FALCO}.volumeMounts[/host/${path}]`, why: 'a socket that is mounted as a file is lost when the runtime starts again; directories are mounted, of the runtimes that kubelets have today' })),
  ...SOCKETS.map((_, i) => ({ path: `${POD}.volumes[container-engine-socket-${i}]`, why: 'the same' })),
  ...DIRECTORIES.map((path) => ({ path: `${FALCO}.volumeMounts[/host/${path}]`, why: 'the directory of the socket, read-only' })),
  ...DIRECTORIES.map((path) => ({ path: `${POD}.volumes[${path.replace(/\//g, '-')}]`, why: 'the same' })),
  { path: `${FALCO}.volumeMounts[/root/.falco]`, why: 'modules are kept there, and modern eBPF has none' },
  { path: `${FALCO}.volumeMounts[/host/proc]`, why: 'it is read only' },
  { path: `${FALCO}.volumeMounts[/sys/module]`, why: 'it is read only' },
  { path: `${FALCO}.volumeMounts[/etc/falco/falco.yaml]`, why: 'said as it is: ConfigMaps are mounted read-only always' },
  ...['root-falco-fs', 'boot-fs', 'lib-modules', 'usr-fs'].map((name) => ({ path: `${POD}.volumes[${name}]`, why: 'of the driver loader' })),
  ...FALCOCTL.flatMap((container) => [
    { path: `${container}.image`, why: 'docker.io is where images without a registry come from' },
    { path: `${container}.securityContext`, why: 'it needs no capability' },
    { path: `${container}.resources`, why: 'without requests the scheduler takes a node for emptier than it is' },
    { path: `${container}.env`, why: 'a default of every agent' },
    { path: `${container}.volumeMounts[/etc/falcoctl]`, why: 'said as it is: ConfigMaps are mounted read-only always' },
  ]),
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'no pod gets a token by the account' },
  { path: 'Role', why: 'a driver loader that is told no namespace reads falco.yaml, which is mounted, and needs no rights' },
];
