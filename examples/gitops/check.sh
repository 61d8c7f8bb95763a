#!/bin/sh
# Fails when what is committed in clusters/ is not what synthesizes: changed, missing and stale files alike.
# `cdk8s synth` never deletes a file, so it is synthesized into an empty directory and the two are compared.
set -eu
cd "$(dirname "$0")"
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
npx cdk8s synth --check-upgrade=false --output "$fresh" >/dev/null
if ! diff -r clusters "$fresh"; then
  echo "clusters/ is not what synthesizes: run 'rm -r clusters && npx cdk8s synth' here and commit the result" >&2
  exit 1
fi
echo "clusters/ is what synthesizes"
