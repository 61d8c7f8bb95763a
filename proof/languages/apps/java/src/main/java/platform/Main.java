package platform;

import io.github.cdk8snodeagents.*;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;
import org.cdk8s.Size;
import org.cdk8s.plus28.Cpu;

public final class Main {
    public static void main(String[] args) {
        final App app = new App();

        // The log agent: which nodes, how important, how a change rolls out.
        final Chart logs = new Chart(app, "log-agent", ChartProps.builder().namespace("kube-system").build());
        final LogAgentDaemonSet logAgent = LogAgentDaemonSet.Builder.create(logs, "agent")
            .image(ImageName.of("fluent/fluentd:v1.14"))
            .targeting(NodeTargeting.matching(NodeLabel.is("disktype", "ssd")))
            .tolerations(Tolerations.controlPlane())
            .priority(Priority.nodeCritical())
            .rollout(Rollout.rolling(IntOrPercent.percent(20)))
            .resources(ContainerResources.builder()
                .cpu(CpuAmounts.builder().request(Cpu.millis(100)).build())
                .memory(SizeAmounts.builder().limit(Size.mebibytes(200)).build())
                .build())
            .build();

        // A vendor's agent: the Prometheus node exporter.
        final Chart metrics = new Chart(app, "node-exporter", ChartProps.builder().namespace("monitoring").build());
        NodeExporterDaemonSet.Builder.create(metrics, "exporter")
            .collectorsOn(List.of(NodeExporterCollector.PROCESSES, NodeExporterCollector.SYSTEMD))
            .collectorsOff(List.of(NodeExporterCollector.ZFS))
            .filters(List.of(NodeExporterFilter.except(NodeExporterSubject.NETWORK_DEVICES, "^(veth|cali).*$")))
            .podLabels(Map.of("team", "platform"))
            .build();

        // An agent of our own.
        final Chart security = new Chart(app, "certificate-watch", ChartProps.builder().namespace("security").build());
        final NodeAgentDaemonSet watch = NodeAgentDaemonSet.Builder.create(security, "agent")
            .name("certificate-watch")
            .targeting(NodeTargeting.linux())
            .tolerations(Tolerations.everything())
            .containers(List.of(Container.of(ContainerProps.builder()
                .name("watch")
                .image(ImageName.of("registry.example.com/certificate-watch:2.3.1"))
                .args(List.of("--config=/etc/certificate-watch/config.yaml", "--state=/var/lib/certificate-watch"))
                .ports(List.of(ContainerPort.named("metrics", 9402)))
                .hostPaths(List.of(HostPath.of("/etc/kubernetes/pki").because("the certificates are there"), HostPath.stateDirectory("certificate-watch")))
                .readinessProbe(Probe.httpGet("/ready", PortRef.named("metrics"), HttpProbeOptions.builder().period(Duration.seconds(20)).build()))
                .resources(ContainerResources.builder()
                    .memory(SizeAmounts.builder().request(Size.mebibytes(32)).limit(Size.mebibytes(64)).build())
                    .build())
                .build())))
            .configFiles(List.of(ConfigFiles.of("/etc/certificate-watch", Map.of("config.yaml", "warnBefore: 30d\n"))))
            .build();
        watch.addSidecar(Container.of(ContainerProps.builder()
            .name("forwarder")
            .image(ImageName.of("registry.example.com/forwarder:1.4.0"))
            .args(List.of("--from=/var/lib/certificate-watch"))
            .build()));

        // Where the log agent must run, and where not: checked at every synth.
        final Cluster cluster = Cluster.of(
            NodePool.of("workers", NodePoolOptions.builder().count(3).labels(Map.of("disktype", "ssd")).build()),
            NodePool.of("archive", NodePoolOptions.builder().labels(Map.of("disktype", "hdd")).build()));
        ExpectPlacement.of(logAgent).runsOnEveryNodeOf(cluster.pool("workers")).neverRunsOn(cluster.pool("archive"));

        app.synth();
    }
}
