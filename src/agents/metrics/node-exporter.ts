import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AgentDefault } from '../../daemon-set/agent-defaults';
import { KubeObject } from '../../daemon-set/kube-object';
import { NodeAgentDaemonSet } from '../../daemon-set/node-agent-daemon-set';
import { fail, show } from '../../errors';
import { AgentServiceAccount, accountOf } from '../../objects/rbac';
import { Container } from '../../pod/container';
import { ContainerPort, PortRef } from '../../values/container-port';
import { HostPath } from '../../values/host-path';
import { ImageName } from '../../values/image-name';
import { isServiceName, requirePort } from '../../values/kube-names';
import { NodeTargeting } from '../../values/node-targeting';
import { Priority } from '../../values/priority';
import { Probe } from '../../values/probe';
import { Rollout } from '../../values/rollout';
import { Tolerations } from '../../values/tolerations';
import { MountPropagation } from '../../values/volume-mount';
import { AgentContext, AgentProps, containerOptions } from '../common';

/** https://github.com/prometheus/node_exporter/releases */
const IMAGE = 'quay.io/prometheus/node-exporter:v1.12.1';
const NOBODY = 65534;

const OWN_DEFAULTS: readonly AgentDefault[] = [
  AgentDefault._of('agentTargeting', 'every Linux node but EKS Fargate and AKS virtual nodes', 'there, a pod that tolerates every taint stays Pending for ever'),
  AgentDefault._of('agentTolerations', 'tolerates every taint', 'the nodes that are tainted are those whose metrics are asked for'),
  AgentDefault._of('agentPriority', 'PriorityClass node-agents, made once in the cluster', 'on a full node the agent has no other place to go, so it must not be the one that waits'),
  AgentDefault._of('agentRollout', 'at most 33% of the pods down at once', 'a restart costs a scrape or two'),
  AgentDefault._of('agentSecurity', 'user and group 65534, no capability, read-only file system', 'it reads files that everybody may read, and writes none'),
  AgentDefault._of('agentResources', 'requests 10m CPU and 32Mi memory, at most 128Mi memory', 'it idles near 20Mi and answers a scrape in milliseconds; no CPU limit, which would only slow a scrape down'),
  AgentDefault._of('agentProbes', 'liveness and readiness by HTTP at /', 'the page is answered without collecting metrics'),
  AgentDefault._of('serviceAccount', 'a ServiceAccount of the agent\'s own, without rights or token', 'it asks the API server nothing'),
  AgentDefault._of('service', 'a headless Service', 'Prometheus finds every node behind it; one address for all would answer with one node or another'),
];

/** The Prometheus node exporter. */
export interface NodeExporterDaemonSetProps extends AgentProps {
  /**
   * The image.
   *
   * @default quay.io/prometheus/node-exporter:v1.12.1 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * The port it listens on, on the host network a port of the node.
   *
   * @default 9100 - where Prometheus' own scrape configurations look
   */
  readonly port?: number;
  /**
   * The address it listens on.
   *
   * @default - all: Prometheus comes from other nodes
   */
  readonly listenAddress?: string;
  /**
   * The file systems of the node: root mounted, and the flags that go with it.
   *
   * @default true - without, there are no metrics of file systems and disks
   */
  readonly rootFileSystem?: boolean;
  /**
   * Whether file systems that are mounted later are seen. It fails on nodes whose root is not a shared mount, such as some test clusters.
   *
   * @default HostToContainer - volumes come and go
   */
  readonly rootPropagation?: MountPropagation;
}

/**
 * The Prometheus node exporter on every node: flags and mounts always agree, it runs as nobody, and holds no token.
 *
 * @see https://github.com/prometheus/node_exporter
 */
export class NodeExporterDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return [...OWN_DEFAULTS];
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;

  /** @throws InvalidPort and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: NodeExporterDaemonSetProps = {}) {
    super(scope, id);
    const context = new AgentContext(this, props, OWN_DEFAULTS);
    const name = props.name ?? 'node-exporter';
    const port = props.port ?? 9100;
    requirePort(this.node.path, 'port', port);
    const root = props.rootFileSystem ?? true;
    const host = hostFiles(root, props.rootPropagation ?? MountPropagation.HOST_TO_CONTAINER);
    const account = props.serviceAccount === undefined && context.isOn('serviceAccount');
    const labels = { 'app.kubernetes.io/instance': props.instance ?? name, 'app.kubernetes.io/name': name };
    const probe = context.or<Probe | undefined>('agentProbes', undefined, Probe.httpGet('/', PortRef.named('metrics')));

    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...props,
      name,
      hostNetwork: props.hostNetwork ?? true,
      hostPid: props.hostPid ?? true,
      containers: [Container.of({
        ...containerOptions(props),
        name: props.containerName ?? 'node-exporter',
        image: props.image ?? ImageName.of(IMAGE),
        args: [...flags(root, `${props.listenAddress ?? ''}:${port}`), ...props.args ?? []],
        ports: [ContainerPort.named('metrics', port), ...props.ports ?? []],
        hostPaths: [...host, ...props.hostPaths ?? []],
        livenessProbe: props.livenessProbe ?? probe,
        readinessProbe: props.readinessProbe ?? probe,
        resources: context.or('agentResources', props.resources, {
          cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) },
        }),
        securityContext: context.or('agentSecurity', props.securityContext, { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }),
      })],
      podSecurityContext: context.or('agentSecurity', props.podSecurityContext, { runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY }),
      targeting: context.or('agentTargeting', props.targeting, NodeTargeting.realNodes()),
      tolerations: context.or('agentTolerations', props.tolerations, Tolerations.everything()),
      priority: props.priority ?? context.or('agentPriority', context.scopePriority, Priority.nodeAgents()),
      rollout: context.or('agentRollout', props.rollout, Rollout.exporter()),
      serviceAccount: account ? accountOf(this, 'Account', name, props.namespace) : props.serviceAccount,
      automountServiceAccountToken: props.automountServiceAccountToken ?? (account && context.isOn('serviceAccountToken') ? false : undefined),
    });
    if (account) {
      new AgentServiceAccount(this, 'ServiceAccount', name, props.namespace, labels);
    }
    if (context.isOn('service')) {
      if (!isServiceName(name)) {
        fail('InvalidName', this.node.path, `name ${show(name)} is no name of a Service, which is made beside the agent; begin with a letter and write no dot, or switch the default "service" off`);
      }
      new KubeObject(this, 'Service', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, ...(props.namespace === undefined ? {} : { namespace: props.namespace }), labels },
        spec: { clusterIP: 'None', ports: [{ name: 'metrics', port, targetPort: 'metrics' }], selector: this.daemonSet.selector },
      });
    }
  }
}

/** Mounts and flags come from one place: a flag without its mount, or the other way round, gives metrics of the container. */
function flags(root: boolean, listen: string): string[] {
  return [
    '--path.procfs=/host/proc',
    '--path.sysfs=/host/sys',
    ...(root ? ['--path.rootfs=/host/root', '--path.udev.data=/host/root/run/udev/data'] : []),
    `--web.listen-address=${listen}`,
  ];
}

function hostFiles(root: boolean, propagation: MountPropagation): HostPath[] {
  return [HostPath.proc(), HostPath.sys(), ...(root ? [HostPath.root().withPropagation(propagation)] : [])];
}
