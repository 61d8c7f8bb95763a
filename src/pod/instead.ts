import { Instead } from '../values/known-fields';

/*
 * What to write in place of Kubernetes' own fields that have another name here, or none.
 */

/** A field of the pod's spec that has no prop. */
function patchedPod(...fields: readonly string[]): Instead {
  return Object.fromEntries(fields.map((field) => [field, `write patches: [Patch.merge({ spec: { template: { spec: { ${field}: … } } } })]`]));
}

/** A field of a container that has no prop. */
function patchedContainer(...fields: readonly string[]): Instead {
  return Object.fromEntries(fields.map((field) => [
    field, `write patches of the agent: [Patch.merge({ spec: { template: { spec: { containers: [{ name: "…", ${field}: … }] } } } })]`,
  ]));
}

export const INSTEAD_OF_POD: Instead = {
  ...patchedPod('hostname', 'overhead', 'os', 'preemptionPolicy', 'readinessGates', 'resourceClaims', 'schedulingGates', 'setHostnameAsFQDN', 'subdomain'),
  activeDeadlineSeconds: 'drop it: pods of a DaemonSet run as long as their node',
  affinity: 'write targeting: NodeTargeting.matching(…) for nodeAffinity, and the rest by patches: [Patch.merge({ spec: { template: { spec: { affinity: { … } } } } })]',
  ephemeralContainers: 'drop it: kubectl debug adds them to a running pod',
  nodeAffinity: 'write targeting: NodeTargeting.matching(…)',
  nodeName: 'write targeting: NodeTargeting.named(…)',
  nodeSelector: 'write targeting: NodeTargeting.matching(…)',
  priorityClassName: 'write priority: Priority.ofClass(…)',
  restartPolicy: 'drop it: pods of a DaemonSet always restart',
  securityContext: 'write podSecurityContext for the whole pod, or securityContext of the container',
  serviceAccountName: 'write serviceAccount: ServiceAccount.fromServiceAccountName(…)',
  terminationGracePeriodSeconds: 'write terminationGracePeriod: Duration.seconds(…)',
  topologySpreadConstraints: 'drop it: there is one pod for each node that is meant',
};

export const INSTEAD_OF_CONTAINER: Instead = {
  ...patchedContainer('resizePolicy', 'stdinOnce', 'volumeDevices'),
  lifecycle: 'write postStart and preStop: LifecycleHandler.exec(…)',
  restartPolicy: 'drop it: give the container to sidecars or addSidecar, if it runs beside the agent',
  volumeMounts: 'write mounts: [VolumeMount.of(path, volume)], or hostPaths: [HostPath.of(path)]',
};

const AMOUNTS = 'cpu: { REQUEST: Cpu.millis(100) }, memory: { REQUEST: Size.mebibytes(200) }';

export const INSTEAD_OF_RESOURCES: Instead = {
  claims: patchedContainer('resources').resources,
  limits: `write resources: { ${AMOUNTS.replace(/REQUEST/g, 'limit')} }`,
  requests: `write resources: { ${AMOUNTS.replace(/REQUEST/g, 'request')} }`,
};

const OF_POD = 'write it for the whole pod: podSecurityContext';
const OF_CONTAINER = 'write it for each container: securityContext';

export const INSTEAD_OF_CONTAINER_SECURITY: Instead = {
  fsGroup: OF_POD, fsGroupChangePolicy: OF_POD, supplementalGroups: OF_POD, sysctls: OF_POD,
};

export const INSTEAD_OF_POD_SECURITY: Instead = {
  allowPrivilegeEscalation: OF_CONTAINER,
  capabilities: OF_CONTAINER,
  privileged: OF_CONTAINER,
  procMount: OF_CONTAINER,
  readOnlyRootFilesystem: OF_CONTAINER,
  seLinuxChangePolicy: patchedPod('securityContext').securityContext,
  supplementalGroupsPolicy: patchedPod('securityContext').securityContext,
};

export const INSTEAD_OF_WINDOWS: Instead = {
  gmsaCredentialSpec: 'write gmsaCredentialSpecName, which the cluster\'s webhook fills in',
};
