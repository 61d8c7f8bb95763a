import { ServiceAccount } from 'cdk8s-plus-28';

import { agent, patched, pod, Mirror } from './refusal';
import { Container, ImageName, Priority } from '../../src';

const LONG = 'x'.repeat(64);

/** Of names, labels and the selector. */
export const IDENTITY: readonly Mirror[] = [
  {
    code: 'InvalidName',
    mistake: 'a DaemonSet with a name in capitals',
    write: (chart, line) => agent(chart, line, { name: 'Agent' }),
    manifest: { merge: { metadata: { name: 'Agent' } } },
    says: /metadata\.name: Invalid value: "Agent"/,
  },
  {
    code: 'InvalidName',
    mistake: 'a namespace with a dot',
    write: (chart, line) => agent(chart, line, { namespace: 'team.agents' }),
    manifest: () => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team.agents' } }),
    says: /metadata\.name: Invalid value: "team\.agents"/,
  },
  {
    code: 'InvalidName',
    mistake: 'a container with a name in capitals',
    write: () => Container.of({ name: 'Agent', image: ImageName.of('agent:v1') }),
    manifest: pod({ containers: [{ name: 'Agent', image: 'agent:v1' }] }),
    says: /containers\[\d\]\.name: Invalid value: "Agent"/,
  },
  {
    code: 'InvalidName',
    mistake: 'a priority class with a name in capitals',
    write: () => Priority.ofClass('Agents'),
    manifest: pod({ priorityClassName: 'Agents' }),
    says: /priorityClassName: Invalid value: "Agents"/,
  },
  {
    code: 'InvalidLabelKey',
    mistake: 'a label of the pods whose key has a space',
    write: (chart, line) => agent(chart, line, { podLabels: { 'a b': 'c' } }),
    manifest: { merge: { spec: { template: { metadata: { labels: { 'a b': 'c' } } } } } },
    says: /labels: Invalid value: "a b": name part must consist of/,
  },
  {
    code: 'InvalidLabelKey',
    mistake: 'an annotation whose key has two slashes',
    write: (chart, line) => agent(chart, line, { annotations: { 'a/b/c': 'd' } }),
    manifest: { merge: { metadata: { annotations: { 'a/b/c': 'd' } } } },
    says: /metadata\.annotations: Invalid value: "a\/b\/c"/,
  },
  {
    code: 'InvalidLabelValue',
    mistake: 'a label of the pods that is too long',
    write: (chart, line) => agent(chart, line, { podLabels: { team: LONG } }),
    manifest: { merge: { spec: { template: { metadata: { labels: { team: LONG } } } } } },
    says: /labels: Invalid value: "x+": must be no more than 63/,
  },
  {
    code: 'NotText',
    mistake: 'a label that is a number',
    write: (chart, line) => agent(chart, line, { podLabels: { generation: 4 as unknown as string } }),
    manifest: { merge: { spec: { template: { metadata: { labels: { generation: 4 } } } } } },
    says: /cannot unmarshal number into Go struct field|expected string, got/,
  },
  {
    code: 'AnnotationsTooLong',
    mistake: 'annotations of more than 256 KiB',
    write: (chart, line) => agent(chart, line, { annotations: { notes: 'x'.repeat(256 * 1024) } }),
    manifest: { merge: { metadata: { annotations: { notes: 'x'.repeat(256 * 1024) } } } },
    says: /metadata\.annotations: Too long/,
  },
  {
    code: 'AnnotationsTooLong',
    mistake: 'annotations of the pods of more than 256 KiB, written one by one',
    write: (chart, line) => agent(chart, line, { podAnnotations: { a: 'x'.repeat(128 * 1024) } }).addPodAnnotation('b', 'x'.repeat(128 * 1024)),
    says: /template\.annotations: Too long/,
  },
  {
    code: 'InvalidName',
    mistake: 'a ServiceAccount whose name has an underscore',
    write: (chart, line) => agent(chart, line, { serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'Bad_Name') }),
    manifest: pod({ serviceAccountName: 'Bad_Name' }),
    says: /serviceAccountName: Invalid value: "Bad_Name"/,
  },
  {
    code: 'EmptySelector',
    mistake: 'a selector that selects every pod',
    write: (chart, line) => agent(chart, line, { adopt: { matchLabels: {} } }),
    manifest: (line) => {
      const object = patched(line, {});
      (object.spec as { selector: object }).selector = { matchLabels: {} };
      return object;
    },
    says: /empty selector is invalid for daemonset/,
  },
  {
    code: 'SelectorNotInTemplate',
    mistake: 'a selector that its own pods do not meet',
    write: (chart, line) => agent(chart, line, { adopt: { matchLabels: { k8s: 'agent' }, templateLabels: { k8s: 'other' } } }),
    says: /`selector` does not match template `labels`/,
  },
  {
    code: 'InvalidNumber',
    mistake: 'less than no history',
    write: (chart, line) => agent(chart, line, { revisionHistoryLimit: -1 }),
    manifest: { merge: { spec: { revisionHistoryLimit: -1 } } },
    says: /revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0/,
  },
];
