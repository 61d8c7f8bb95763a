import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CalicoProfile } from './profile';
import { CalicoKubeControllersOptions } from './props';
import { CONTROLLERS, MIGRATION, TIERS } from './rights';
import { ClusterObject } from '../../../daemon-set/kube-object';
import { objectMetadata } from '../../../daemon-set/object-labels';
import { disruptionBudget } from '../../../objects/disruption-budget';
import { AgentServiceAccount, Ownership, grantInCluster, withRules } from '../../../objects/rbac';
import { Container } from '../../../pod/container';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { NodeTargeting } from '../../../values/node-targeting';
import { Priority } from '../../../values/priority';
import { Probe } from '../../../values/probe';
import { Toleration } from '../../../values/toleration';
import { Tolerations } from '../../../values/tolerations';
import { PodBasis } from '../../agent-context';
import { companionDeployment } from '../../companion';

/** What the controllers are made of. */
export interface KubeControllers {
  readonly basis: PodBasis;
  /** Named after the controllers. */
  readonly owner: Ownership;
  readonly namespace: string;
  readonly image: ImageName;
  readonly profile: CalicoProfile;
  readonly options: CalicoKubeControllersOptions;
}

/**
 * The controllers, one pod of the cluster: without them addresses of gone nodes are never given back. They need no node of their own, so that they wait for the
 * network like any other pod.
 */
export class CalicoKubeControllers extends Construct {
  constructor(scope: Construct, id: string, { basis, owner, namespace, image, profile, options }: KubeControllers) {
    super(scope, id);
    const account = new AgentServiceAccount(this, 'ServiceAccount', owner);
    const selector = { 'k8s-app': owner.name };
    const times = { period: Duration.seconds(10) };
    companionDeployment(this, 'Deployment', owner, {
      basis,
      selector,
      replicas: 1,
      // Two at a time would give back each other's addresses.
      strategy: { type: 'Recreate' },
      containers: [Container.of({
        ...profile.kubeControllers,
        name: 'calico-kube-controllers',
        image,
        env: [EnvVar.of('ENABLED_CONTROLLERS', 'node,loadbalancer'), EnvVar.of('DATASTORE_TYPE', 'kubernetes')],
        livenessProbe: Probe.exec([...profile.kubeControllersHealth, '-l'], { ...times, initialDelay: Duration.seconds(10), failureThreshold: 6, timeout: Duration.seconds(10) }),
        readinessProbe: Probe.exec([...profile.kubeControllersHealth, '-r'], times),
        resources: options.resources,
        securityContext: { runAsNonRoot: true },
      })],
      options: { serviceAccount: account, automountServiceAccountToken: true },
      targeting: NodeTargeting.linux(),
      tolerations: Tolerations.controlPlane().and(Tolerations.of(Toleration.exists('CriticalAddonsOnly'))),
      priority: Priority.clusterCritical(),
    });
    disruptionBudget(this, 'PodDisruptionBudget', owner, selector);
    grantInCluster(this, owner, account.name, [...CONTROLLERS, ...(options.datastoreMigration === true ? MIGRATION : [])]);
    this.grantTiers(`${namespace}:${owner.name}-tier-getter`, owner.labels);
  }

  private grantTiers(name: string, labels: { [key: string]: string }): void {
    const metadata = objectMetadata(name, undefined, labels);
    withRules(TIERS, (rules) => new ClusterObject(this, 'TierGetter', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules }));
    new ClusterObject(this, 'TierGetterBinding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:kube-controller-manager' }],
    });
  }
}
