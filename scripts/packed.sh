#!/usr/bin/env bash
# Follows the README as a new user: packs the package, installs it into an empty directory, writes the README's app and synthesizes it.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm run compile
npm run bundle
npm pack --pack-destination "$work" >/dev/null
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund ./cdk8s-node-agents-*.tgz cdk8s@2.69.10 cdk8s-plus-28@2.5.6 constructs@10.4.2 cdk8s-cli@2.207.60 tsx@4.23.15
# The README's first program, word by word.
awk '/^```typescript$/{on=1; next} /^```$/{if (on) exit} on' "$root/README.md" > main.ts
printf 'language: typescript\napp: npx tsx main.ts\n' > cdk8s.yaml
npx cdk8s synth --check-upgrade=false
diff "$root/examples/log-agent/expected/log-agent.k8s.yaml" dist/log-agent.k8s.yaml
echo 'the packed package gives the README'"'"'s YAML'
# The program is there by its name, and of its sources nothing.
npx --no-install node-agents explain dist "$root/docs/explain/agents.yaml" --nodes "$root/docs/explain/nodes.json" --expect-everywhere monitoring/node-exporter >/dev/null
test -s node_modules/cdk8s-node-agents/THIRD-PARTY
test ! -e node_modules/cdk8s-node-agents/lib/cli
echo 'the packed package brings node-agents'
