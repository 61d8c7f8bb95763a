import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { FleetAgent, FleetContainer, FleetMount, NAMESPACE, fleetAgents } from './fleet-agents';
import {
  ConfigFiles, Container, ContainerPort, EnvVar, HostPath, ImageName, NodeAgentDaemonSet, PortRef, Probe, Tolerations,
} from 'cdk8s-node-agents';

/** One cluster on NodeAgentDaemonSet, defaults on, as an App of its own. */
export function baseCluster(cluster: string, outdir: string): App {
  const app = new App({ outdir });
  const chart = new Chart(app, cluster, { namespace: NAMESPACE });
  for (const agent of fleetAgents(cluster)) {
    addAgent(chart, agent);
  }
  return app;
}

function addAgent(chart: Chart, agent: FleetAgent): void {
  new NodeAgentDaemonSet(chart, agent.name, {
    name: agent.name,
    ...(agent.hostNetwork === undefined ? {} : { hostNetwork: agent.hostNetwork }),
    ...(agent.toleratesEverything === true ? { tolerations: Tolerations.everything() } : {}),
    ...(agent.init === undefined ? {} : { initContainers: agent.init.map(container) }),
    containers: agent.containers.map(container),
    ...(agent.config === undefined ? {} : { configFiles: [ConfigFiles.of(agent.config.at, agent.config.files)] }),
  });
}

function container(from: FleetContainer): Container {
  const { port, healthPath } = from;
  return Container.of({
    name: from.name,
    image: ImageName.of(from.image),
    args: [...from.args],
    env: Object.entries(from.env ?? {}).map(([name, value]) => EnvVar.of(name, value)),
    ...(port === undefined ? {} : { ports: [ContainerPort.named(port.name, port.number)] }),
    ...(port === undefined || healthPath === undefined ? {} : { livenessProbe: Probe.httpGet(healthPath, PortRef.number(port.number)) }),
    hostPaths: (from.mounts ?? []).map(hostPath),
    resources: {
      cpu: { request: Cpu.millis(from.cpuMillis) },
      memory: { request: Size.mebibytes(from.memoryMebibytes), limit: Size.mebibytes(from.memoryMebibytes) },
    },
    securityContext: {
      readOnlyRootFilesystem: true,
      ...(from.user === undefined ? {} : { runAsUser: from.user }),
      ...(from.privileged === undefined ? {} : { privileged: from.privileged }),
    },
  });
}

function hostPath(mount: FleetMount): HostPath {
  const path = HostPath.of(mount.path, { volumeName: mount.volume, mountPath: mount.at });
  return mount.writable === undefined ? path : path.writable(mount.writable);
}
