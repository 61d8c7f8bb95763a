import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';

/** Annotation of a node whose kubelet reports that it is not ready; taken away, the node becomes ready. */
export const NOT_READY = 'proof.cdk8s-node-agents.dev/not-ready';
/** Annotation of a pod (template) with a Go duration: how long the pod takes from its start until it is ready. */
export const READY_AFTER = 'proof.cdk8s-node-agents.dev/ready-after';
/** Annotation of a pod (template): how long the pod takes to end once it is deleted. */
export const ENDS_AFTER = 'proof.cdk8s-node-agents.dev/ends-after';
/** Annotation of a pod (template) that never becomes ready. */
export const NEVER_READY = 'proof.cdk8s-node-agents.dev/never-ready';

interface Stage {
  kind: string;
  metadata: { name: string };
  spec: {
    resourceRef: { kind: string };
    selector: { matchExpressions: { key: string; operator: string; values?: string[] }[] };
    delay?: Record<string, unknown>;
  };
}

const STAGES = ['node/fast/node-initialize.yaml', 'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml', 'pod/fast/pod-ready.yaml', 'pod/fast/pod-delete.yaml'];

/** KWOK's own stages, read from its sources, with the proof's four annotations added to their conditions and delays. */
export function writeStages(kwokSources: string, file: string): string {
  const stages = STAGES.map((name) => parse(fs.readFileSync(path.join(kwokSources, 'kustomize/stage', name), 'utf8')) as Stage);
  for (const stage of stages) {
    const conditions = stage.spec.selector.matchExpressions;
    if (stage.spec.resourceRef.kind === 'Node') {
      conditions.push({ key: annotation(NOT_READY), operator: 'DoesNotExist' });
    } else if (stage.metadata.name === 'pod-ready') {
      conditions.push({ key: annotation(NEVER_READY), operator: 'DoesNotExist' });
      stage.spec.delay = { durationMilliseconds: 0, durationFrom: { expressionFrom: annotation(READY_AFTER) } };
    } else if (stage.metadata.name === 'pod-delete') {
      stage.spec.delay = { durationMilliseconds: 0, durationFrom: { expressionFrom: annotation(ENDS_AFTER) } };
    }
  }
  fs.writeFileSync(file, stages.map((stage) => stringify(stage, { lineWidth: 0 })).join('---\n'));
  return file;
}

function annotation(name: string): string {
  return `.metadata.annotations["${name}"]`;
}
