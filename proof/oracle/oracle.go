package main

import (
	"context"
	"fmt"
	"sort"

	appsv1 "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	resourcehelper "k8s.io/component-helpers/resource"
	corev1helpers "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/controller/daemon"
	daemonutil "k8s.io/kubernetes/pkg/controller/daemon/util"
	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

// question is one node with the pods on it, and DaemonSets to be placed on it together.
type question struct {
	DaemonSets []appsv1.DaemonSet `json:"daemonSets"`
	Node       v1.Node            `json:"node"`
	Pods       []v1.Pod           `json:"pods"`
}

// answer is what upstream says of one DaemonSet, in the order of the question.
type answer struct {
	ShouldRun             bool `json:"shouldRun"`
	ShouldContinueRunning bool `json:"shouldContinueRunning"`
	// Fits is null where no pod should run.
	Fits *bool `json:"fits"`
	// Failures are what the kubelet's admission finds wrong before anything is evicted: resources by name, "NodePorts" for ports.
	Failures []string `json:"failures"`
	// Evicted pods, NAMESPACE/NAME, in order of name.
	Evicted []string `json:"evicted"`
	// ByKubelet says that the kubelet evicted them, which chooses by other rules than the scheduler.
	ByKubelet bool `json:"byKubelet"`
	// Requests in the scheduler's numbers: thousandths of cpu, whole numbers of all else.
	Requests map[string]int64 `json:"requests"`
	// Valid: the API server accepts the DaemonSet.
	Valid bool `json:"valid"`
}

type oracle struct {
	ctx       context.Context
	scheduler *filters
}

func newOracle() (*oracle, error) {
	ctx := klog.NewContext(context.Background(), klog.Logger{})
	filters, err := newFilters(ctx)
	return &oracle{ctx: ctx, scheduler: filters}, err
}

func (o *oracle) answer(asked question) []answer {
	node := &asked.Node
	corev1.SetObjectDefaults_Node(node)
	info := framework.NewNodeInfo()
	for i := range asked.Pods {
		// Pods that are on a node came from a template, or from an API server that completed them twice.
		template := v1.PodTemplate{Template: v1.PodTemplateSpec{Spec: asked.Pods[i].Spec}}
		corev1.SetObjectDefaults_PodTemplate(&template)
		asked.Pods[i].Spec = template.Template.Spec
		corev1.SetObjectDefaults_Pod(&asked.Pods[i])
		info.AddPod(&asked.Pods[i])
	}
	info.SetNode(node)

	answers := make([]answer, len(asked.DaemonSets))
	for i := range asked.DaemonSets {
		legacyscheme.Scheme.Default(&asked.DaemonSets[i])
	}
	for _, i := range byPriority(asked.DaemonSets) {
		set := &asked.DaemonSets[i]
		answers[i] = o.place(set, node, info)
		answers[i].Valid = isValid(set)
	}
	return answers
}

// byPriority is the order in which a scheduler takes them from its queue: the highest priority first, then the first given.
func byPriority(sets []appsv1.DaemonSet) []int {
	order := make([]int, len(sets))
	for i := range order {
		order[i] = i
	}
	priority := func(i int) int32 { return corev1helpers.PodPriority(&v1.Pod{Spec: sets[order[i]].Spec.Template.Spec}) }
	sort.SliceStable(order, func(a, b int) bool { return priority(a) > priority(b) })
	return order
}

func (o *oracle) place(set *appsv1.DaemonSet, node *v1.Node, info *framework.NodeInfo) answer {
	run, stay := daemon.NodeShouldRunDaemonPod(klog.FromContext(o.ctx), node, set)
	pod := podOf(set, node.Name)
	result := answer{ShouldRun: run, ShouldContinueRunning: stay, Requests: requestsOf(pod), Failures: []string{}, Evicted: []string{}}
	if !run {
		return result
	}
	for _, failure := range scheduler.AdmissionCheck(pod, info, true) {
		if failure.InsufficientResource != nil {
			result.Failures = append(result.Failures, string(failure.InsufficientResource.ResourceName))
		} else {
			result.Failures = append(result.Failures, failure.Name)
		}
	}
	sort.Strings(result.Failures)
	var fits bool
	var victims []*v1.Pod
	if set.Spec.Template.Spec.NodeName == "" {
		fits, victims = o.scheduler.place(o.ctx, pod, info)
	} else {
		fits, victims = kubeletPlace(o.ctx, pod, info)
		result.ByKubelet = len(victims) > 0
	}
	result.Fits = &fits
	for _, victim := range victims {
		result.Evicted = append(result.Evicted, victim.Namespace+"/"+victim.Name)
		if err := info.RemovePod(klog.FromContext(o.ctx), victim); err != nil {
			panic(err)
		}
	}
	sort.Strings(result.Evicted)
	if fits {
		pod.Spec.NodeName = node.Name
		info.AddPod(pod)
	}
	return result
}

// podOf is the pod as the controller makes it and the API server completes it.
func podOf(set *appsv1.DaemonSet, node string) *v1.Pod {
	template := daemonutil.CreatePodTemplate(set.Spec.Template, nil, "")
	pod := &v1.Pod{ObjectMeta: template.ObjectMeta, Spec: template.Spec}
	pod.Namespace = set.Namespace
	pod.Name = set.Name
	pod.UID = set.UID
	pod.Spec.Affinity = daemonutil.ReplaceDaemonSetPodNodeNameNodeAffinity(pod.Spec.Affinity, node)
	corev1.SetObjectDefaults_Pod(pod)
	return pod
}

func requestsOf(pod *v1.Pod) map[string]int64 {
	requests := map[string]int64{}
	for name, quantity := range resourcehelper.PodRequests(pod, resourcehelper.PodResourcesOptions{}) {
		if name == v1.ResourceCPU {
			requests[string(name)] = quantity.MilliValue()
		} else {
			requests[string(name)] = quantity.Value()
		}
	}
	return requests
}

func isValid(set *appsv1.DaemonSet) bool {
	var internal apps.DaemonSet
	if err := legacyscheme.Scheme.Convert(set.DeepCopy(), &internal, nil); err != nil {
		panic(fmt.Errorf("converting %s: %w", set.Name, err))
	}
	options := podutil.GetValidationOptionsFromPodTemplate(&internal.Spec.Template, nil)
	return len(appsvalidation.ValidateDaemonSet(&internal, options)) == 0
}
