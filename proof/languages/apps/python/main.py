from cdk8s import App, Chart, Duration, Size
from cdk8s_plus_28 import Cpu

from cdk8s_node_agents import (
    Cluster, ConfigFiles, Container, ContainerPort, ContainerResources, CpuAmounts, ExpectPlacement, HostPath, ImageName, IntOrPercent,
    LogAgentDaemonSet, NodeAgentDaemonSet, NodeExporterCollector, NodeExporterDaemonSet, NodeExporterFilter, NodeExporterSubject, NodeLabel,
    NodePool, NodeTargeting, PortRef, Priority, Probe, Rollout, SizeAmounts, Tolerations,
)

app = App()

# The log agent: which nodes, how important, how a change rolls out.
logs = Chart(app, "log-agent", namespace="kube-system")
log_agent = LogAgentDaemonSet(
    logs, "agent",
    image=ImageName.of("fluent/fluentd:v1.14"),
    targeting=NodeTargeting.matching(NodeLabel.is_("disktype", "ssd")),
    tolerations=Tolerations.control_plane(),
    priority=Priority.node_critical(),
    rollout=Rollout.rolling(IntOrPercent.percent(20)),
    resources=ContainerResources(cpu=CpuAmounts(request=Cpu.millis(100)), memory=SizeAmounts(limit=Size.mebibytes(200))),
)

# A vendor's agent: the Prometheus node exporter.
metrics = Chart(app, "node-exporter", namespace="monitoring")
NodeExporterDaemonSet(
    metrics, "exporter",
    collectors_on=[NodeExporterCollector.PROCESSES, NodeExporterCollector.SYSTEMD],
    collectors_off=[NodeExporterCollector.ZFS],
    filters=[NodeExporterFilter.except_(NodeExporterSubject.NETWORK_DEVICES, "^(veth|cali).*$")],
    pod_labels={"team": "platform"},
)

# An agent of our own.
security = Chart(app, "certificate-watch", namespace="security")
watch = NodeAgentDaemonSet(
    security, "agent",
    name="certificate-watch",
    targeting=NodeTargeting.linux(),
    tolerations=Tolerations.everything(),
    containers=[
        Container.of(
            name="watch",
            image=ImageName.of("registry.example.com/certificate-watch:2.3.1"),
            args=["--config=/etc/certificate-watch/config.yaml", "--state=/var/lib/certificate-watch"],
            ports=[ContainerPort.named("metrics", 9402)],
            host_paths=[HostPath.of("/etc/kubernetes/pki").because("the certificates are there"), HostPath.state_directory("certificate-watch")],
            readiness_probe=Probe.http_get("/ready", PortRef.named("metrics"), period=Duration.seconds(20)),
            resources=ContainerResources(memory=SizeAmounts(request=Size.mebibytes(32), limit=Size.mebibytes(64))),
        ),
    ],
    config_files=[ConfigFiles.of("/etc/certificate-watch", {"config.yaml": "warnBefore: 30d\n"})],
)
watch.add_sidecar(Container.of(name="forwarder", image=ImageName.of("registry.example.com/forwarder:1.4.0"), args=["--from=/var/lib/certificate-watch"]))

# Where the log agent must run, and where not: checked at every synth.
cluster = Cluster.of(
    NodePool.of("workers", count=3, labels={"disktype": "ssd"}),
    NodePool.of("archive", labels={"disktype": "hdd"}),
)
ExpectPlacement.of(log_agent).runs_on_every_node_of(cluster.pool("workers")).never_runs_on(cluster.pool("archive"))

app.synth()
