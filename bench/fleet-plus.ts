import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { FleetAgent, FleetContainer, NAMESPACE, fleetAgents } from './fleet-agents';

/** The fleet as cdk8s' own way has it: one App, a Chart for each cluster. */
export function plusFleet(clusters: readonly string[], outdir: string): App {
  const app = new App({ outdir });
  for (const cluster of clusters) {
    addCluster(app, cluster);
  }
  return app;
}

/** One cluster in plain cdk8s-plus-28, as an App of its own. */
export function plusCluster(cluster: string, outdir: string): App {
  return plusFleet([cluster], outdir);
}

function addCluster(app: App, cluster: string): void {
  const chart = new Chart(app, cluster, { namespace: NAMESPACE });
  for (const agent of fleetAgents(cluster)) {
    addAgent(chart, agent);
  }
}

/** What cdk8s-plus-28 has no words for (update strategy, priority) is left out, not patched in: that would cost it more. */
function addAgent(chart: Chart, agent: FleetAgent): void {
  const daemonSet = new kplus.DaemonSet(chart, agent.name, {
    metadata: { name: agent.name },
    ...(agent.hostNetwork === undefined ? {} : { hostNetwork: agent.hostNetwork, dns: { policy: kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET } }),
    securityContext: { ensureNonRoot: false },
  });
  const volumes = new Map<string, kplus.Volume>();
  const volumeOf = (name: string, path: string): kplus.Volume => {
    const volume = volumes.get(name) ?? kplus.Volume.fromHostPath(daemonSet, `volume-${name}`, name, { path });
    volumes.set(name, volume);
    return volume;
  };
  const props = (from: FleetContainer) => containerProps(from, volumeOf);
  for (const init of agent.init ?? []) {
    // Kubernetes refuses probes there, and cdk8s-plus throws for them.
    daemonSet.addInitContainer(props(init));
  }
  agent.containers.forEach((from, i) => {
    const container = daemonSet.addContainer(props(from));
    if (i === 0 && agent.config !== undefined) {
      const configMap = new kplus.ConfigMap(daemonSet, 'config', { metadata: { name: `${agent.name}-config` }, data: { ...agent.config.files } });
      container.mount(agent.config.at, kplus.Volume.fromConfigMap(daemonSet, 'volume-config', configMap), { readOnly: true });
    }
  });
  if (agent.toleratesEverything === true) {
    daemonSet.scheduling.tolerate(kplus.Node.tainted(kplus.NodeTaintQuery.any()));
  }
  daemonSet.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('kubernetes.io/os', 'linux')));
}

function containerProps(from: FleetContainer, volumeOf: (name: string, path: string) => kplus.Volume): kplus.ContainerProps {
  const { port, healthPath } = from;
  return {
    name: from.name,
    image: from.image,
    args: [...from.args],
    envVariables: {
      NODE_NAME: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.NODE_NAME),
      ...Object.fromEntries(Object.entries(from.env ?? {}).map(([name, value]) => [name, kplus.EnvValue.fromValue(value)])),
    },
    ...(port === undefined ? {} : { ports: [{ name: port.name, number: port.number }] }),
    ...(port === undefined || healthPath === undefined ? {} : { liveness: kplus.Probe.fromHttpGet(healthPath, { port: port.number }) }),
    volumeMounts: (from.mounts ?? []).map((mount) => ({
      path: mount.at, volume: volumeOf(mount.volume, mount.path), ...(mount.writable === undefined ? { readOnly: true } : {}),
    })),
    resources: {
      cpu: { request: kplus.Cpu.millis(from.cpuMillis) },
      memory: { request: Size.mebibytes(from.memoryMebibytes), limit: Size.mebibytes(from.memoryMebibytes) },
    },
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    securityContext: {
      ensureNonRoot: false,
      readOnlyRootFilesystem: true,
      ...(from.user === undefined ? {} : { user: from.user }),
      ...(from.privileged === undefined ? {} : { privileged: from.privileged, allowPrivilegeEscalation: from.privileged }),
    },
  };
}
