import { Duration, Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { operatorImage } from './images';
import { whoAmI } from './init-containers';
import { CiliumOperatorOptions } from './props';
import { leaderRights, operatorRights, secretWriterRights } from './rights';
import { CiliumSettings } from './settings';
import { Settled } from './settled';
import { checksum } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { identify } from '../../../daemon-set/identity';
import { AgentServiceAccount, Ownership, grantInCluster, grantInNamespace } from '../../../objects/rbac';
import { Container } from '../../../pod/container';
import { DnsPolicy } from '../../../pod/pod-options';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { NodeTargeting } from '../../../values/node-targeting';
import { Priority } from '../../../values/priority';
import { Probe } from '../../../values/probe';
import { Toleration, TaintEffect } from '../../../values/toleration';
import { Tolerations } from '../../../values/tolerations';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';
import { PodBasis } from '../../agent-context';
import { companionDeployment } from '../../companion';

const CONFIG = '/tmp/cilium/config-map';
const HEALTH = PortRef.named('health');
/** Both replicas listen there, on nodes of their own. */
const HEALTH_PORT = 9234;

const SOURCE = 'https://github.com/cilium/cilium/blob/v1.20.2/install/kubernetes/cilium/templates/cilium-operator/deployment.yaml';
const REASONS = [
  HostAccessReason.hostNetwork('pods have a network only once it works').from(SOURCE),
  HostAccessReason.hostPorts('the kubelet asks for its health there').from(SOURCE),
  HostAccessReason.root('the image\'s own user, without any capability').from(SOURCE),
];

/** What the operator takes of the agent's construct. */
export interface OperatorParts {
  readonly settled: Settled;
  readonly config: CiliumSettings;
  /** Of the agent: the operator belongs to it. */
  readonly owner: Ownership;
  readonly pods: PodBasis;
  /** A change of the configuration rolls its pods. */
  readonly hasChecksum: boolean;
  /** Name of a ClusterRole for this name. */
  readonly roleName: (name: string) => string | undefined;
}

/** The operator, its account and its rights: always there, for without it no agent becomes ready. */
export class CiliumOperator extends Construct {
  /** In whose name it talks to the API server. */
  public readonly serviceAccount: IServiceAccount;

  constructor(scope: Construct, id: string, { settled, config, owner: { name: agent, ...whose }, pods, hasChecksum, roleName }: OperatorParts) {
    super(scope, id);
    const { props: { operator = {}, apiServer, image, instance, policySecretsNamespace }, ipam, ipv4, configName, startupTaint } = settled;
    const cloud = ipam._mode.operator;
    const name = `${agent}-operator`;
    const owner = { name, ...whose };
    const { selector, templateLabels } = identify(this.node.path, name, instance ?? agent, operator.adopt);
    this.serviceAccount = new AgentServiceAccount(this, 'ServiceAccount', owner, operator.serviceAccountAnnotations);
    grantInCluster(this, owner, name, operatorRights(settled), roleName(name));
    grantInNamespace(this, owner, name, { id: 'Role' }, leaderRights());
    if (policySecretsNamespace !== undefined) {
      const secrets = { ...owner, name: `${name}-policy-secrets` };
      grantInNamespace(new Construct(this, 'PolicySecrets'), secrets, name, { id: 'Role', namespace: policySecretsNamespace }, secretWriterRights());
    }
    companionDeployment(this, 'Default', owner, {
      basis: pods,
      selector,
      podLabels: templateLabels,
      replicas: operator.replicas ?? 2,
      strategy: strategy(operator),
      annotations: hasChecksum ? { 'checksum/config': checksum([{ name: configName, data: config }]) } : {},
      targeting: operator.targeting ?? NodeTargeting.linux(),
      tolerations: (operator.tolerations ?? whileNodesStart()).and(Tolerations.of(startupTaint._toleration)),
      priority: Priority.clusterCritical(),
      isOneForANode: true,
      reasons: REASONS,
      options: {
        hostNetwork: true,
        dnsPolicy: DnsPolicy.DEFAULT,
        serviceAccount: this.serviceAccount,
        automountServiceAccountToken: true,
      },
      containers: [Container.of({
        name: 'cilium-operator',
        image: operator.image ?? operatorImage(scope.node.path, image, cloud),
        command: [`cilium-operator-${cloud}`],
        args: [`--config-dir=${CONFIG}`, ...operator.args ?? []],
        env: [...whoAmI(), ...apiServer?._env ?? [], ...ipam._mode.operatorEnv ?? [], ...operator.env ?? []],
        ports: [ContainerPort.named('health', HEALTH_PORT)],
        resources: operator.resources ?? { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(128) } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        livenessProbe: Probe.httpGet('/healthz', HEALTH, { host: loopback(ipv4), initialDelay: Duration.seconds(60), timeout: Duration.seconds(3) }),
        readinessProbe: Probe.httpGet('/healthz', HEALTH, { host: loopback(ipv4), period: Duration.seconds(5), timeout: Duration.seconds(3), failureThreshold: 5 }),
        mounts: [VolumeMount.of(CONFIG, Volume.configMapNamed('cilium-config-path', configName), { readOnly: true })],
        terminationMessagePolicy: 'FallbackToLogsOnError',
      })],
    });
  }
}

/** The only one goes before the next comes: on a cluster of one node there is no other place for it. */
function strategy({ replicas = 2 }: CiliumOperatorOptions): object {
  return { rollingUpdate: { maxSurge: '25%', maxUnavailable: replicas === 1 ? '100%' : '50%' }, type: 'RollingUpdate' };
}

/** Nodes are made ready by what the operator does: it must not wait for one that is. */
function whileNodesStart(): Tolerations {
  return Tolerations.of(
    Toleration.exists('node-role.kubernetes.io/control-plane'),
    Toleration.exists('node-role.kubernetes.io/master'),
    Toleration.exists('node.kubernetes.io/not-ready'),
    Toleration.exists('node.kubernetes.io/network-unavailable', TaintEffect.NO_SCHEDULE),
    Toleration.exists('node.cloudprovider.kubernetes.io/uninitialized'),
  );
}

function loopback(ipv4: boolean): string {
  return ipv4 ? '127.0.0.1' : '::1';
}
