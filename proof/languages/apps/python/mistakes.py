"""
Mistakes that Python's own checks or the library must answer with a message, each with a part of it.
Prints one line of JSON for each: its name, what the message must say, and the message, or the manifest that came of it.
"""

import json

from cdk8s import App, Chart
from cdk8s_plus_28 import Cpu

from cdk8s_node_agents import (
    AgentDefaults, ConfigFiles, Container, ContainerPort, EnvVar, ExpectPlacement, ImageName, LogAgentDaemonSet, NodeAgentDaemonSet,
    NodeExporterDaemonSet, NodePool, NodeTargeting, OpenTelemetryCollectorDaemonSet, OtelComponent, OtelExporter, OtelSignal, Patch, PortRef, Probe,
    Rollout, Tolerations, Volume,
)

IMAGE = ImageName.of("agent:1")


def agent(chart, **props):
    return LogAgentDaemonSet(chart, "agent", **{"image": IMAGE, **props})


def with_container(chart, **options):
    return NodeAgentDaemonSet(chart, "agent", name="agent", containers=[Container.of(name="agent", image=IMAGE, **options)])


def unmet(chart):
    ExpectPlacement.of(agent(chart, targeting=NodeTargeting.workers())).runs_on_every_node_of(NodePool.of("control", labels={"node-role.kubernetes.io/control-plane": ""}))


MISTAKES = {
    "a missing prop": ("missing 1 required keyword-only argument: 'image'", lambda chart: LogAgentDaemonSet(chart, "agent")),
    "a misspelt prop": ("unexpected keyword argument 'tolerationz'", lambda chart: agent(chart, tolerationz=Tolerations.everything())),
    "the spelling of TypeScript": ("unexpected keyword argument 'hostNetwork'", lambda chart: agent(chart, hostNetwork=True)),
    "null for a required prop": ("argument image must be cdk8s_node_agents.ImageName; got NoneType", lambda chart: agent(chart, image=None)),
    "a text for a value": ("argument image must be cdk8s_node_agents.ImageName; got str", lambda chart: agent(chart, image="fluent/fluentd:v1.14")),
    "a value of another class": ("argument image must be cdk8s_node_agents.ImageName; got cdk8s_node_agents.Tolerations",
        lambda chart: agent(chart, image=Tolerations.everything())),
    "a dict for a value": ("argument targeting must be one of (cdk8s_node_agents.NodeTargeting",
        lambda chart: agent(chart, targeting={"disktype": "ssd"})),
    "an empty dict for a value": ("argument tolerations must be one of (cdk8s_node_agents.Tolerations", lambda chart: agent(chart, tolerations={})),
    "a dict for a value that is one toleration": ("argument tolerations[0] must be cdk8s_node_agents.Toleration",
        lambda chart: Tolerations.of({"key": "dedicated", "operator": "Exists"})),
    "an empty dict for a toleration": ("argument tolerations[0] must be cdk8s_node_agents.Toleration", lambda chart: Tolerations.of({})),
    "no labels to match": ("[NoConditions]", lambda chart: agent(chart, targeting=NodeTargeting.matching())),
    "a null among labels": ("argument labels[0] must be cdk8s_node_agents.NodeLabel; got NoneType",
        lambda chart: agent(chart, targeting=NodeTargeting.matching(None))),
    "a dict in a list of containers": ("argument containers must be one of (Sequence[cdk8s_node_agents.Container]",
        lambda chart: NodeAgentDaemonSet(chart, "agent", name="agent", containers=[{"name": "agent", "image": IMAGE}])),
    "a dict in a list of variables": ("argument env must be one of (Sequence[cdk8s_node_agents.EnvVar]",
        lambda chart: agent(chart, env=[{"name": "LEVEL", "value": "info"}])),
    "a dict in a list of mounts": ("argument mounts must be one of (Sequence[cdk8s_node_agents.VolumeMount]",
        lambda chart: agent(chart, mounts=[{"path": "/data", "volume": Volume.empty_dir("data")}])),
    "an empty dict in a list of paths": ("argument host_paths must be one of (Sequence[cdk8s_node_agents.HostPath]",
        lambda chart: agent(chart, host_paths=[{}])),
    "a dict in a list of patches": ("argument patches must be one of (Sequence[cdk8s_node_agents.Patch]",
        lambda chart: agent(chart, patches=[{"spec": {"revisionHistoryLimit": 3}}])),
    "a dict among patches of JSON": ("argument operations[0] must be cdk8s.JsonPatch",
        lambda chart: agent(chart, patches=[Patch.json({"op": "remove", "path": "/spec/updateStrategy"})])),
    "a null in a list of values": ("argument env must be one of (Sequence[cdk8s_node_agents.EnvVar]", lambda chart: agent(chart, env=[None])),
    "a null in a list of texts": ("argument args must be one of (Sequence[str]", lambda chart: agent(chart, args=[None])),
    "a number in a list of texts": ("argument args must be one of (Sequence[str]", lambda chart: agent(chart, args=["--port", 24224])),
    "a text for a list": ("Failing value is a string", lambda chart: agent(chart, args="--verbose")),
    "a value for a list": ("argument env must be one of (Sequence[cdk8s_node_agents.EnvVar]", lambda chart: agent(chart, env=EnvVar.of("LEVEL", "info"))),
    "a number in a map of texts": ("Failing value is a number", lambda chart: agent(chart, pod_labels={"team": 7})),
    "a null in a map of texts": ("Key 'team'", lambda chart: agent(chart, pod_labels={"team": None})),
    "a null among files": ("Key 'agent.conf'", lambda chart: agent(chart, config_files=[ConfigFiles.of("/etc/agent", {"agent.conf": None})])),
    "a misspelt key in a dict": ("unexpected keyword argument 'cpuu'", lambda chart: agent(chart, resources={"cpuu": {"request": Cpu.millis(100)}})),
    "a misspelt key in a dict in a dict": ("unexpected keyword argument 'requests'",
        lambda chart: agent(chart, resources={"cpu": {"requests": Cpu.millis(100)}})),
    "a text in a dict in a dict": ("argument limit must be one of (cdk8s.Size", lambda chart: agent(chart, resources={"memory": {"limit": "200Mi"}})),
    "a misspelt key in a dict of an adopted identity": ("unexpected keyword argument 'matchLabels'",
        lambda chart: agent(chart, adopt={"matchLabels": {"name": "agent"}})),
    "a misspelt key in a container": ("unexpected keyword argument 'liveness'",
        lambda chart: with_container(chart, liveness=Probe.http_get("/", PortRef.number(80)))),
    "a misspelt key in a dict of security": ("unexpected keyword argument 'privilegedd'",
        lambda chart: with_container(chart, security_context={"privilegedd": True})),
    "a misspelt key in a dict of capabilities": ("unexpected keyword argument 'added'",
        lambda chart: with_container(chart, security_context={"capabilities": {"added": ["NET_ADMIN"]}})),
    "a number for a duration": ("argument period must be one of (cdk8s.Duration",
        lambda chart: with_container(chart, readiness_probe=Probe.http_get("/", PortRef.number(80), period=20))),
    "a dict for a duration": ("argument period must be one of (cdk8s.Duration",
        lambda chart: with_container(chart, readiness_probe=Probe.http_get("/", PortRef.number(80), period={"seconds": 20}))),
    "a number for a port reference": ("argument port must be cdk8s_node_agents.PortRef; got int",
        lambda chart: with_container(chart, readiness_probe=Probe.http_get("/", 80))),
    "a text for a number": ("argument number must be one of (int, float); got str",
        lambda chart: with_container(chart, ports=[ContainerPort.named("http", "80")])),
    "a text for a member of an enumeration": ("argument image_pull_policy must be one of (cdk8s_node_agents.ImagePullPolicy",
        lambda chart: agent(chart, image_pull_policy="Sometimes")),
    "a text for a collector": ("argument collectors_on must be one of (Sequence[cdk8s_node_agents.NodeExporterCollector]",
        lambda chart: NodeExporterDaemonSet(chart, "agent", collectors_on=["sytemd"])),
    "a rollout of nothing": ("unexpected keyword argument 'max_unavailabel'", lambda chart: Rollout.rolling_update(max_unavailabel=1)),
    "a null for a component's settings": ("argument config must be collections.abc.Mapping; got NoneType",
        lambda chart: OpenTelemetryCollectorDaemonSet(chart, "agent", components=[OtelComponent.receiver("zipkin", None, OtelSignal.TRACES)])),
    "a dict in a list of components": ("argument components must be one of (Sequence[cdk8s_node_agents.OtelComponent]",
        lambda chart: OpenTelemetryCollectorDaemonSet(chart, "agent", exporters=[OtelExporter.otlp("otlp.example.com:4317")], components=[{"receivers": {}}])),
    "a patch that changes nothing": ("[PatchWithoutEffect]", lambda chart: agent(chart, patches=[Patch.merge({})])),
    "a default that is none": ("[UnknownDefault]", lambda chart: agent(chart, defaults=AgentDefaults.all().without("nodeNameEnvv"))),
    "an expectation that does not hold": ("[ExpectedToRun]", unmet),
}

for name, (says, mistake) in MISTAKES.items():
    try:
        app = App()
        chart = Chart(app, "chart", namespace="default")
        mistake(chart)
        print(json.dumps({"mistake": name, "says": says, "manifest": app.synth_yaml()}))
    except Exception as error:  # noqa: BLE001: whatever a user would see
        print(json.dumps({"mistake": name, "says": says, "message": f"{type(error).__name__}: {error}"}))
