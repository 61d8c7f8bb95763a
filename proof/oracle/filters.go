package main

import (
	"context"

	v1 "k8s.io/api/core/v1"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
	"k8s.io/kubernetes/pkg/scheduler/backend/cache"
	"k8s.io/kubernetes/pkg/scheduler/backend/queue"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/defaultpreemption"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/feature"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/names"
	frameworkruntime "k8s.io/kubernetes/pkg/scheduler/framework/runtime"
	"k8s.io/kubernetes/pkg/scheduler/metrics"
)

// modelled are the scheduler's plugins that the engine claims to agree with.
var modelled = []string{names.NodeUnschedulable, names.NodeName, names.TaintToleration, names.NodeAffinity, names.NodePorts, names.NodeResourcesFit}

// filters is a scheduler's framework with the plugins that are modelled, and its preemption.
type filters struct {
	framework  framework.Framework
	preemption *defaultpreemption.DefaultPreemption
}

func newFilters(ctx context.Context) (*filters, error) {
	metrics.Register()
	enabled := func(all ...string) config.PluginSet {
		var set config.PluginSet
		for _, name := range all {
			set.Enabled = append(set.Enabled, config.Plugin{Name: name})
		}
		return set
	}
	profile := &config.KubeSchedulerProfile{
		SchedulerName: v1.DefaultSchedulerName,
		Plugins: &config.Plugins{
			QueueSort: enabled(names.PrioritySort),
			Bind:      enabled(names.DefaultBinder),
			PreFilter: enabled(names.NodeAffinity, names.NodePorts, names.NodeResourcesFit),
			Filter:    enabled(modelled...),
		},
		PluginConfig: []config.PluginConfig{
			{Name: names.NodeAffinity, Args: &config.NodeAffinityArgs{}},
			{Name: names.NodeResourcesFit, Args: &config.NodeResourcesFitArgs{ScoringStrategy: &config.ScoringStrategy{Type: config.LeastAllocated, Resources: []config.ResourceSpec{{Name: "cpu", Weight: 1}}}}},
		},
	}
	preemptionArgs := &config.DefaultPreemptionArgs{MinCandidateNodesPercentage: 10, MinCandidateNodesAbsolute: 100}
	client := fake.NewClientset()
	factory := informers.NewSharedInformerFactory(client, 0)
	built, err := frameworkruntime.NewFramework(ctx, plugins.NewInTreeRegistry(), profile,
		frameworkruntime.WithClientSet(client),
		frameworkruntime.WithInformerFactory(factory),
		frameworkruntime.WithSnapshotSharedLister(cache.NewEmptySnapshot()),
		frameworkruntime.WithPodNominator(queue.NewSchedulingQueue(nil, factory)),
		frameworkruntime.WithWaitingPods(frameworkruntime.NewWaitingPodsMap()),
		frameworkruntime.WithPodsInPreBind(frameworkruntime.NewPodsInPreBindMap()),
	)
	if err != nil {
		return nil, err
	}
	preemption, err := defaultpreemption.New(ctx, preemptionArgs, built, feature.NewSchedulerFeaturesFromGates(utilfeature.DefaultFeatureGate))
	if err != nil {
		return nil, err
	}
	return &filters{framework: built, preemption: preemption}, nil
}

// place says whether the pod finds its place on the node, and who is evicted for it.
func (f *filters) place(ctx context.Context, pod *v1.Pod, info *framework.NodeInfo) (bool, []*v1.Pod) {
	state := framework.NewCycleState()
	_, status, _ := f.framework.RunPreFilterPlugins(ctx, state, pod)
	if !status.IsSuccess() {
		return false, nil
	}
	status = f.framework.RunFilterPluginsWithNominatedPods(ctx, state, pod, info)
	if status.IsSuccess() {
		return true, nil
	}
	eligible, _ := f.preemption.PodEligibleToPreemptOthers(ctx, pod, nil)
	if !eligible || status.Code() == fwk.UnschedulableAndUnresolvable {
		return false, nil
	}
	victims, _, status := f.preemption.SelectVictimsOnNode(ctx, state, pod, info.Snapshot(), nil)
	return status.IsSuccess(), victims
}
