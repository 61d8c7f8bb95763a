import { Duration } from 'cdk8s';
import { METRICS_PORT } from './config';
import { TEMPORARY, whoAmI } from './init-containers';
import { BPF, ENVOY_SOCKETS, NETNS, RUN, kernelSettings } from './node-paths';
import { Settled } from './settled';
import { ContainerOptions } from '../../../pod/container';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { LifecycleHandler, Probe } from '../../../values/probe';
import { ProjectedSource } from '../../../values/projected-source';
import { Volume } from '../../../values/volume';
import { MountPropagation, VolumeMount } from '../../../values/volume-mount';

const HEALTH = 9879;
export const METRICS = 'prometheus';

export function environment({ props: { apiServer } }: Settled, resources: ContainerResources | undefined): EnvVar[] {
  return [
    ...whoAmI(),
    EnvVar.of('CILIUM_CLUSTERMESH_CONFIG', '/var/lib/cilium/clustermesh/'),
    ...(apiServer?._env ?? []),
    // Without a limit it would be the memory of the node.
    ...(resources?.memory?.limit === undefined ? [] : [EnvVar.fromResource('GOMEMLIMIT', 'limits.memory', '1')]),
    EnvVar.of('KUBE_CLIENT_BACKOFF_BASE', '1'),
    EnvVar.of('KUBE_CLIENT_BACKOFF_DURATION', '120'),
  ];
}

export function ports({ props: { monitor }, hubble }: Settled): ContainerPort[] {
  return [ContainerPort.named('health', HEALTH), ...hubble._ports, ...(monitor === undefined ? [] : [ContainerPort.named(METRICS, METRICS_PORT)])];
}

export function hostPaths({ envoy, isPrivileged }: Settled): HostPath[] {
  return [
    ...(envoy._kind === 'daemonSet' ? [ENVOY_SOCKETS] : []),
    ...(isPrivileged ? [] : kernelSettings()),
    BPF.withPropagation(isPrivileged ? MountPropagation.BIDIRECTIONAL : MountPropagation.HOST_TO_CONTAINER),
    RUN,
    NETNS,
    HostPath.kernelModules().because('modules of packet filters are loaded from there'),
    HostPath.xtablesLock(),
  ];
}

export function mounts({ props: { encryption }, hubble }: Settled): VolumeMount[] {
  return [clusterMesh(), ...(encryption?._mounts ?? []), ...hubble._mounts, TEMPORARY];
}

/** On loopback, where it answers on the host network and off it. */
export function probes({ ipv4 }: Settled): Required<Pick<ContainerOptions, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>> {
  const ask = (more: object, headers: { [name: string]: string } = {}) => Probe.httpGet('/healthz', PortRef.named('health'), {
    host: ipv4 ? '127.0.0.1' : '::1', headers: { brief: 'true', ...headers }, ...more,
  });
  return {
    startupProbe: ask({ initialDelay: Duration.seconds(5), period: Duration.seconds(2), failureThreshold: 300 }),
    // An API server that is away is no reason to start all agents again.
    livenessProbe: ask({ period: Duration.seconds(30), timeout: Duration.seconds(5), failureThreshold: 10 }, { 'require-k8s-connectivity': 'false' }),
    readinessProbe: ask({ period: Duration.seconds(30), timeout: Duration.seconds(5), failureThreshold: 3 }),
  };
}

/** Rules that the VPC plugin of AWS left on a node would change addresses of packets once more. */
export function postStart({ ipam }: Settled): LifecycleHandler | undefined {
  const lines = [
    'rules="$(iptables-save)"',
    'if grep -qE "AWS-(SNAT|CONNMARK)-CHAIN" <<<"$rules"; then grep -vE "AWS-(SNAT|CONNMARK)-CHAIN" <<<"$rules" | iptables-restore; fi',
  ];
  return ipam._mode.name === 'eni' ? LifecycleHandler.exec(['bash', '-euo', 'pipefail', '-c', lines.join('\n')]) : undefined;
}

/** There always, so that a mesh of clusters can be joined without a restart of every agent. */
function clusterMesh(): VolumeMount {
  const certificates = (name: string, prefix: string) => ProjectedSource.secretNamed(name, {
    optional: true, items: { 'tls.key': `${prefix}.key`, 'tls.crt': `${prefix}.crt`, 'ca.crt': `${prefix}-ca.crt` },
  });
  return VolumeMount.of('/var/lib/cilium/clustermesh', Volume.projected('clustermesh-secrets', [
    ProjectedSource.secretNamed('cilium-clustermesh', { optional: true }),
    certificates('clustermesh-apiserver-remote-cert', 'common-etcd-client'),
    certificates('clustermesh-apiserver-local-cert', 'local-etcd-client'),
  ], '0400'), { readOnly: true });
}
