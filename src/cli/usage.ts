export const USAGE = `Usage: node-agents explain [FILES or DIRECTORIES…] --nodes FILE [options]

Says for every DaemonSet in the manifests and every node whether a pod will run there, stay there and fit, and why not.
Nothing is asked of a cluster. Manifests are YAML or JSON, of Helm, Kustomize, cdk8s or by hand; - reads the standard input.

  --nodes FILE                       what kubectl get nodes -o json (or -o yaml) prints
  --pods FILE                        what kubectl get pods -A -o json (or -o yaml) prints: pods that take their part of the nodes already
  -o, --output table|json|yaml       for people, or for programs (default: table)
  --agent NAME                       tells only of this DaemonSet: NAME or NAMESPACE/NAME; may be repeated
  --node NAME                        tells only of this node; may be repeated
  --expect-everywhere NAMESPACE/NAME fails unless this DaemonSet runs on every node given; may be repeated
  -h, --help                         prints this
  --version                          prints the version

Exit codes: 0 all is told and all expectations hold, 1 an expectation does not hold, 2 what was given cannot be used.

  helm template exporter prometheus-community/prometheus-node-exporter | node-agents explain - --nodes nodes.json
  node-agents explain dist/ --nodes nodes.json --expect-everywhere monitoring/node-exporter
`;
