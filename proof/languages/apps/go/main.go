package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-node-agents/cdk8s-node-agents-go/nodeagents"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	"github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2"
)

func main() {
	app := cdk8s.NewApp(nil)

	// The log agent: which nodes, how important, how a change rolls out.
	logs := cdk8s.NewChart(app, jsii.String("log-agent"), &cdk8s.ChartProps{Namespace: jsii.String("kube-system")})
	logAgent := nodeagents.NewLogAgentDaemonSet(logs, jsii.String("agent"), &nodeagents.LogAgentDaemonSetProps{
		Image:       nodeagents.ImageName_Of(jsii.String("fluent/fluentd:v1.14")),
		Targeting:   nodeagents.NodeTargeting_Matching(nodeagents.NodeLabel_Is(jsii.String("disktype"), jsii.String("ssd"))),
		Tolerations: nodeagents.Tolerations_ControlPlane(),
		Priority:    nodeagents.Priority_NodeCritical(),
		Rollout:     nodeagents.Rollout_Rolling(nodeagents.IntOrPercent_Percent(jsii.Number(20))),
		Resources: &nodeagents.ContainerResources{
			Cpu:    &nodeagents.CpuAmounts{Request: cdk8splus28.Cpu_Millis(jsii.Number(100))},
			Memory: &nodeagents.SizeAmounts{Limit: cdk8s.Size_Mebibytes(jsii.Number(200))},
		},
	})

	// A vendor's agent: the Prometheus node exporter.
	metrics := cdk8s.NewChart(app, jsii.String("node-exporter"), &cdk8s.ChartProps{Namespace: jsii.String("monitoring")})
	nodeagents.NewNodeExporterDaemonSet(metrics, jsii.String("exporter"), &nodeagents.NodeExporterDaemonSetProps{
		CollectorsOn:  &[]nodeagents.NodeExporterCollector{nodeagents.NodeExporterCollector_PROCESSES, nodeagents.NodeExporterCollector_SYSTEMD},
		CollectorsOff: &[]nodeagents.NodeExporterCollector{nodeagents.NodeExporterCollector_ZFS},
		Filters: &[]nodeagents.NodeExporterFilter{
			nodeagents.NodeExporterFilter_Except(nodeagents.NodeExporterSubject_NETWORK_DEVICES, jsii.String("^(veth|cali).*$")),
		},
		PodLabels: &map[string]*string{"team": jsii.String("platform")},
	})

	// An agent of our own.
	security := cdk8s.NewChart(app, jsii.String("certificate-watch"), &cdk8s.ChartProps{Namespace: jsii.String("security")})
	watch := nodeagents.NewNodeAgentDaemonSet(security, jsii.String("agent"), &nodeagents.NodeAgentDaemonSetProps{
		Name:        jsii.String("certificate-watch"),
		Targeting:   nodeagents.NodeTargeting_Linux(),
		Tolerations: nodeagents.Tolerations_Everything(),
		Containers: &[]nodeagents.Container{
			nodeagents.Container_Of(&nodeagents.ContainerProps{
				Name:  jsii.String("watch"),
				Image: nodeagents.ImageName_Of(jsii.String("registry.example.com/certificate-watch:2.3.1")),
				Args:  jsii.Strings("--config=/etc/certificate-watch/config.yaml", "--state=/var/lib/certificate-watch"),
				Ports: &[]nodeagents.ContainerPort{nodeagents.ContainerPort_Named(jsii.String("metrics"), jsii.Number(9402))},
				HostPaths: &[]nodeagents.HostPath{
					nodeagents.HostPath_Of(jsii.String("/etc/kubernetes/pki"), nil).Because(jsii.String("the certificates are there"), nil),
					nodeagents.HostPath_StateDirectory(jsii.String("certificate-watch")),
				},
				ReadinessProbe: nodeagents.Probe_HttpGet(jsii.String("/ready"), nodeagents.PortRef_Named(jsii.String("metrics")), &nodeagents.HttpProbeOptions{
					Period: cdk8s.Duration_Seconds(jsii.Number(20)),
				}),
				Resources: &nodeagents.ContainerResources{
					Memory: &nodeagents.SizeAmounts{Request: cdk8s.Size_Mebibytes(jsii.Number(32)), Limit: cdk8s.Size_Mebibytes(jsii.Number(64))},
				},
			}),
		},
		ConfigFiles: &[]nodeagents.ConfigFiles{
			nodeagents.ConfigFiles_Of(jsii.String("/etc/certificate-watch"), &map[string]*string{"config.yaml": jsii.String("warnBefore: 30d\n")}, nil),
		},
	})
	watch.AddSidecar(nodeagents.Container_Of(&nodeagents.ContainerProps{
		Name:  jsii.String("forwarder"),
		Image: nodeagents.ImageName_Of(jsii.String("registry.example.com/forwarder:1.4.0")),
		Args:  jsii.Strings("--from=/var/lib/certificate-watch"),
	}))

	// Where the log agent must run, and where not: checked at every synth.
	cluster := nodeagents.Cluster_Of(
		nodeagents.NodePool_Of(jsii.String("workers"), &nodeagents.NodePoolOptions{
			Count:  jsii.Number(3),
			Labels: &map[string]*string{"disktype": jsii.String("ssd")},
		}),
		nodeagents.NodePool_Of(jsii.String("archive"), &nodeagents.NodePoolOptions{Labels: &map[string]*string{"disktype": jsii.String("hdd")}}),
	)
	nodeagents.ExpectPlacement_Of(logAgent).RunsOnEveryNodeOf(cluster.Pool(jsii.String("workers"))).NeverRunsOn(cluster.Pool(jsii.String("archive")))

	app.Synth()
}
