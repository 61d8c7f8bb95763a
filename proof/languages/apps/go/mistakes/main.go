// Mistakes that Go's compiler lets pass and the library must answer with a message, each with a part of it.
// Prints one line of JSON for each: its name, what the message must say, and the message, or the manifest that came of it.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/aws/jsii-runtime-go"
	agents "github.com/cdk8s-node-agents/cdk8s-node-agents-go/nodeagents"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

type outcome struct {
	Mistake  string `json:"mistake"`
	Says     string `json:"says"`
	Message  string `json:"message,omitempty"`
	Manifest string `json:"manifest,omitempty"`
}

type mistake struct {
	name, says string
	make       func(chart cdk8s.Chart)
}

func image() agents.ImageName { return agents.ImageName_Of(jsii.String("agent:1")) }

func agent(chart cdk8s.Chart, props agents.LogAgentDaemonSetProps) agents.LogAgentDaemonSet {
	if props.Image == nil {
		props.Image = image()
	}
	return agents.NewLogAgentDaemonSet(chart, jsii.String("agent"), &props)
}

var mistakes = []mistake{
	{"no props", "parameter props is required", func(chart cdk8s.Chart) {
		agents.NewLogAgentDaemonSet(chart, jsii.String("agent"), nil)
	}},
	{"a missing prop", "Image is required", func(chart cdk8s.Chart) {
		agents.NewLogAgentDaemonSet(chart, jsii.String("agent"), &agents.LogAgentDaemonSetProps{HostNetwork: jsii.Bool(true)})
	}},
	{"no labels to match", "[NoConditions]", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Targeting: agents.NodeTargeting_Matching()})
	}},
	{"a null among labels", "NodeLabel", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Targeting: agents.NodeTargeting_Matching(nil)})
	}},
	{"a null among tolerations", "Toleration", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Tolerations: agents.Tolerations_Of(nil)})
	}},
	{"a null in a list of values", "EnvVar", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Env: &[]agents.EnvVar{nil}})
	}},
	{"a null in a list of containers", "Container", func(chart cdk8s.Chart) {
		agents.NewNodeAgentDaemonSet(chart, jsii.String("agent"), &agents.NodeAgentDaemonSetProps{Name: jsii.String("agent"), Containers: &[]agents.Container{nil}})
	}},
	{"a null in a list of texts", "args", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Args: &[]*string{nil}})
	}},
	{"a null in a map of texts", "team", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{PodLabels: &map[string]*string{"team": nil}})
	}},
	{"a null among files", "agent.conf", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{
			ConfigFiles: &[]agents.ConfigFiles{agents.ConfigFiles_Of(jsii.String("/etc/agent"), &map[string]*string{"agent.conf": nil}, nil)},
		})
	}},
	{"a null for a text", "parameter", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Image: agents.ImageName_Of(nil)})
	}},
	{"a null for a port", "parameter", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Ports: &[]agents.ContainerPort{agents.ContainerPort_Named(jsii.String("http"), nil)}})
	}},
	{"an identity without labels", "MatchLabels is required", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Adopt: &agents.AdoptedIdentity{}})
	}},
	{"a rollout of nothing", "[EmptyRollout]", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Rollout: agents.Rollout_Rolling(agents.IntOrPercent_Of(jsii.Number(0)))})
	}},
	{"a text for a member of an enumeration", "Sometimes", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{ImagePullPolicy: agents.ImagePullPolicy("Sometimes")})
	}},
	{"a text for a collector", "sytemd", func(chart cdk8s.Chart) {
		agents.NewNodeExporterDaemonSet(chart, jsii.String("agent"), &agents.NodeExporterDaemonSetProps{
			CollectorsOn: &[]agents.NodeExporterCollector{agents.NodeExporterCollector("sytemd")},
		})
	}},
	{"a patch that changes nothing", "[PatchWithoutEffect]", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Patches: &[]agents.Patch{agents.Patch_Merge(&map[string]interface{}{})}})
	}},
	{"a default that is none", "[UnknownDefault]", func(chart cdk8s.Chart) {
		agent(chart, agents.LogAgentDaemonSetProps{Defaults: agents.AgentDefaults_All().Without(jsii.String("nodeNameEnvv"))})
	}},
	{"an expectation that does not hold", "[ExpectedToRun]", func(chart cdk8s.Chart) {
		workers := agent(chart, agents.LogAgentDaemonSetProps{Targeting: agents.NodeTargeting_Workers()})
		pool := agents.NodePool_Of(jsii.String("control"), &agents.NodePoolOptions{
			Labels: &map[string]*string{"node-role.kubernetes.io/control-plane": jsii.String("")},
		})
		agents.ExpectPlacement_Of(workers).RunsOnEveryNodeOf(pool)
	}},
}

func try(m mistake) (result outcome) {
	result = outcome{Mistake: m.name, Says: m.says}
	defer func() {
		if panicked := recover(); panicked != nil {
			result.Message = fmt.Sprint(panicked)
		}
	}()
	app := cdk8s.NewApp(nil)
	m.make(cdk8s.NewChart(app, jsii.String("chart"), &cdk8s.ChartProps{Namespace: jsii.String("default")}))
	result.Manifest = *app.SynthYaml()
	return result
}

func main() {
	for _, m := range mistakes {
		line, err := json.Marshal(try(m))
		if err != nil {
			panic(err)
		}
		fmt.Println(string(line))
	}
}
