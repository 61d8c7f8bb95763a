package main

import (
	"context"

	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/record"
	"k8s.io/kubernetes/pkg/kubelet/lifecycle"
	"k8s.io/kubernetes/pkg/kubelet/preemption"
	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

// kubeletPlace is for pods that name their node, which no scheduler sees: the kubelet admits them, and evicts for those that are critical.
func kubeletPlace(ctx context.Context, pod *v1.Pod, info *framework.NodeInfo) (bool, []*v1.Pod) {
	var reasons []lifecycle.PredicateFailureReason
	for _, failure := range scheduler.AdmissionCheck(pod, info, true) {
		if missing := failure.InsufficientResource; missing != nil {
			reasons = append(reasons, &lifecycle.InsufficientResourceError{
				ResourceName: missing.ResourceName, Requested: missing.Requested, Used: missing.Used, Capacity: missing.Capacity,
			})
		} else {
			reasons = append(reasons, &lifecycle.PredicateFailureError{PredicateName: failure.Name, PredicateDesc: failure.Reason})
		}
	}
	if len(reasons) == 0 {
		return true, nil
	}
	var evicted []*v1.Pod
	active := func() []*v1.Pod {
		var pods []*v1.Pod
		for _, other := range info.GetPods() {
			pods = append(pods, other.GetPod())
		}
		return pods
	}
	kill := func(victim *v1.Pod, _ bool, _ *int64, _ func(*v1.PodStatus)) error {
		evicted = append(evicted, victim)
		return nil
	}
	left, err := preemption.NewCriticalPodAdmissionHandler(active, kill, &record.FakeRecorder{}).HandleAdmissionFailure(ctx, pod, reasons)
	return err == nil && len(left) == 0, evicted
}
