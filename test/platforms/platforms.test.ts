import { NodeTargeting, Taint, TaintEffect, Tolerations } from '../../src';
import { POOL_LABELS } from '../../src/platforms/node-pools';
import { POOL_TAINTS } from '../../src/platforms/pool-taints';
import { SPECIAL_NODES, SpecialNodes } from '../../src/platforms/special-nodes';
import { isLabelValue, isQualifiedName } from '../../src/values/kube-names';
import { Node, Placement, selects } from '../values/node-evaluator';

const special: [string, SpecialNodes][] = Object.entries(SPECIAL_NODES);
const isSource = (source: string) => /^https:\/\/[a-z.]+\/\S+( \(.+\))?$/.test(source);

/** Nodes as they are labelled by their providers. */
const node = (labels: { [key: string]: string }): Node => ({ name: 'node-1', labels: { 'kubernetes.io/os': 'linux', ...labels } });
const isMeant = (targeting: NodeTargeting, labels: { [key: string]: string }) => selects(targeting._toKube() as Placement, node(labels));

describe('labels of node pools', () => {
  test.each(Object.entries(POOL_LABELS))('%s has a key that Kubernetes takes, and a source', (_, { key, source }) => {
    expect([isQualifiedName(key), isSource(source)]).toEqual([true, true]);
  });

  test('are those that the platforms set', () => {
    expect(Object.fromEntries(Object.entries(POOL_LABELS).map(([platform, { key }]) => [platform, key]))).toEqual({
      aks: 'kubernetes.azure.com/agentpool',
      eks: 'eks.amazonaws.com/nodegroup',
      gke: 'cloud.google.com/gke-nodepool',
      karpenter: 'karpenter.sh/nodepool',
    });
  });
});

describe('taints of node pools', () => {
  test.each(POOL_TAINTS.map((taint) => [taint.key, taint] as const))('%s is a taint that Kubernetes takes, with a source', (_, { key, value, effect, source }) => {
    expect([isQualifiedName(key), value === undefined || isLabelValue(value), isSource(source)]).toEqual([true, true, true]);
    expect(['NoSchedule', 'NoExecute']).toContain(effect);
  });

  test.each(POOL_TAINTS.map((taint) => [taint.key, taint] as const))('%s is tolerated by the policy of its kind, and by no other', (_, { kind, key, value, effect }) => {
    const taint = Taint.of(key, effect as TaintEffect, value);
    expect([Tolerations.gpu().tolerates(taint), Tolerations.spot().tolerates(taint)]).toEqual([kind === 'gpu', kind === 'spot']);
  });

  test('accelerators\' taints are tolerated with the values that providers give them', () => {
    for (const [key, value] of [['nvidia.com/gpu', 'present'], ['nvidia.com/gpu', 'true'], ['google.com/tpu', 'present']]) {
      expect(Tolerations.gpu().tolerates(Taint.of(key, TaintEffect.NO_SCHEDULE, value))).toBe(true);
    }
  });

  test('none is listed twice', () => {
    const words = POOL_TAINTS.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
    expect(words).toEqual([...new Set(words)]);
  });
});

describe('nodes that are no ordinary machines', () => {
  test.each(special)('%s has a label that Kubernetes takes, words and a source', (_, { label, value, what, source }) => {
    expect([isQualifiedName(label), isLabelValue(value), what === '', isSource(source)]).toEqual([true, true, false, true]);
  });

  test('of them EKS Fargate and AKS virtual nodes can run no pod of a DaemonSet', () => {
    expect(special.filter(([, { runsDaemonPods }]) => !runsDaemonPods).map(([name]) => name).sort()).toEqual(['aksVirtualNode', 'aksVirtualNodeV2', 'eksFargate']);
  });

  test.each(special)('%s is among the real nodes exactly when it runs pods of DaemonSets', (_, { label, value, runsDaemonPods }) => {
    expect(isMeant(NodeTargeting.realNodes(), { [label]: value })).toBe(runsDaemonPods);
    expect(isMeant(NodeTargeting.everyNode(), { [label]: value })).toBe(true);
  });

  test('an ordinary machine of each provider is a real node', () => {
    const machines: { [key: string]: string }[] = [{}, { 'eks.amazonaws.com/compute-type': 'ec2' }, { 'kubernetes.azure.com/agentpool': 'a', 'type': 'other' }];
    for (const labels of machines) {
      expect(isMeant(NodeTargeting.realNodes(), labels)).toBe(true);
    }
  });

  test.each([
    ['notEksAutoMode', NodeTargeting.notEksAutoMode(), 'auto'],
    ['notEksHybrid', NodeTargeting.notEksHybrid(), 'hybrid'],
  ])('%s leaves out those nodes, and only those', (_, targeting, left) => {
    const key = 'eks.amazonaws.com/compute-type';
    expect(['auto', 'hybrid', 'fargate', 'ec2'].filter((type) => !isMeant(targeting, { [key]: type }))).toEqual([left]);
    expect(isMeant(targeting, {})).toBe(true);
  });

  test('all can be left out together', () => {
    const targeting = NodeTargeting.allOf(NodeTargeting.realNodes(), NodeTargeting.notEksAutoMode(), NodeTargeting.notEksHybrid());
    expect(special.filter(([, { label, value }]) => isMeant(targeting, { [label]: value }))).toEqual([]);
    expect(isMeant(targeting, {})).toBe(true);
  });
});
