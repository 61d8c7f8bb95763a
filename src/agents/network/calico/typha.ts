import { Duration } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { typhaEnv } from './config';
import { CalicoProfile } from './profile';
import { CalicoTyphaOptions } from './props';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { disruptionBudget } from '../../../objects/disruption-budget';
import { Ownership } from '../../../objects/rbac';
import { clusterService } from '../../../objects/service';
import { Container } from '../../../pod/container';
import { DnsPolicy } from '../../../pod/pod-options';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { NodeTargeting } from '../../../values/node-targeting';
import { Priority } from '../../../values/priority';
import { Probe } from '../../../values/probe';
import { Tolerations } from '../../../values/tolerations';
import { PodBasis } from '../../agent-context';
import { companionDeployment } from '../../companion';

const PORT = 5473;
const HEALTH_PORT = 9098;
const PORT_NAME = 'calico-typha';
/** Clients are sent away one by one meanwhile. */
const SHUTDOWN = Duration.minutes(5);

/** What Typha is made of. */
export interface Typha {
  readonly basis: PodBasis;
  /** Named after Typha. */
  readonly owner: Ownership;
  readonly image: ImageName;
  readonly profile: CalicoProfile;
  readonly options: CalicoTyphaOptions;
  /** The node agent's: Typha reads what they would. */
  readonly serviceAccount: IServiceAccount | undefined;
  readonly apiServer: readonly EnvVar[];
}

/** Typha: its pods are on the nodes' network, for there is no other before the agents have talked to it. */
export class CalicoTypha extends Construct {
  constructor(scope: Construct, id: string, { basis, owner, image, profile, options, serviceAccount, apiServer }: Typha) {
    super(scope, id);
    const selector = { 'k8s-app': owner.name };
    const health = (path: string, period: number, more: object = {}) => Probe.httpGet(path, PortRef.number(HEALTH_PORT), {
      host: 'localhost', period: Duration.seconds(period), timeout: Duration.seconds(10), ...more,
    });
    companionDeployment(this, 'Deployment', owner, {
      basis,
      selector,
      replicas: options.replicas,
      // Agents go straight from old ones to new ones where there is room for both.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '100%', maxUnavailable: 1 } },
      containers: [Container.of({
        ...profile.typha,
        name: 'calico-typha',
        image,
        ports: [ContainerPort.named(PORT_NAME, PORT)],
        env: [
          ...apiServer,
          EnvVar.of('TYPHA_LOGSEVERITYSCREEN', 'info'),
          EnvVar.of('TYPHA_LOGFILEPATH', 'none'),
          EnvVar.of('TYPHA_LOGSEVERITYSYS', 'none'),
          EnvVar.of('TYPHA_CONNECTIONREBALANCINGMODE', 'kubernetes'),
          EnvVar.of('TYPHA_DATASTORETYPE', 'kubernetes'),
          EnvVar.of('TYPHA_HEALTHENABLED', 'true'),
          EnvVar.of('TYPHA_SHUTDOWNTIMEOUTSECS', String(SHUTDOWN.toSeconds())),
          ...typhaEnv(owner.name, owner.namespace),
        ],
        livenessProbe: health('/liveness', 30, { initialDelay: Duration.seconds(30) }),
        readinessProbe: health('/readiness', 10),
        resources: options.resources,
        securityContext: { runAsNonRoot: true },
      })],
      options: {
        hostNetwork: true,
        dnsPolicy: DnsPolicy.DEFAULT,
        serviceAccount,
        terminationGracePeriod: SHUTDOWN,
        podAnnotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' },
        podSecurityContext: { fsGroup: 65534 },
      },
      targeting: NodeTargeting.realNodes(),
      tolerations: Tolerations.everything(),
      priority: Priority.clusterCritical(),
      reasons: [
        HostAccessReason.hostNetwork('agents ask it before there is a network of pods'), HostAccessReason.hostPorts('agents of every node ask it there'),
      ],
    });
    clusterService(this, 'Service', owner, selector, [{ name: PORT_NAME, port: PORT }]);
    disruptionBudget(this, 'PodDisruptionBudget', owner, selector);
  }
}
