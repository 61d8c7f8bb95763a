module cdk8s-node-agents.dev/proof/container

go 1.26.0
