import * as fc from 'fast-check';
import { daemonSet, node } from './objects';
import { tableReport } from '../../src/cli/print-table';
import { View, namesOf } from '../../src/cli/selection';
import { Look } from '../../src/cli/terminal';
import { place } from '../../src/placement';
import { Fields } from '../../src/placement/input/field';
import { readDaemonSet, readNode } from '../../src/placement/input/read-objects';

function viewOf(daemonSets: readonly object[], nodes: readonly object[]): View {
  const input = { daemonSets: daemonSets.map((object) => readDaemonSet(object as Fields)), nodes: nodes.map((object) => readNode(object as Fields)) };
  const placement = place(input);
  const indices = (list: readonly unknown[]) => list.map((_, i) => i);
  return {
    placement,
    nodeNames: input.nodes.map(({ metadata }) => metadata.name),
    names: namesOf(input, placement),
    agents: indices(daemonSets),
    chosenNodes: indices(nodes),
  };
}

const PLAIN: Look = { colours: false, width: 100 };
const table = (view: View, look = PLAIN) => [...tableReport(view, look)].join('');
const pool = (name: string) => ({ 'cloud.google.com/gke-nodepool': name });
const TAINT = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };
const NODES = [
  node('w-0', { labels: pool('workers') }), node('w-1', { labels: pool('workers') }),
  node('g-0', { labels: pool('gpu'), taints: [TAINT] }), node('h-0', { labels: pool('gpu2'), taints: [TAINT] }),
];

test('pool by pool: how many nodes, what becomes of the pod, which nodes', () => {
  const lines = table(viewOf([daemonSet('log')], NODES)).split('\n');
  expect(lines[0]).toBe('agents/log runs on 2 of 4 nodes');
  expect(lines[1]).toBe('  POOL     NODES  POD');
  expect(lines[2]).toBe('  workers      2  runs        w-0, w-1');
  expect(lines[3]).toBe('  gpu          1  no new pod  g-0');
});

test('what is the same for several pools is said once, below the last of them', () => {
  const text = table(viewOf([daemonSet('log')], NODES));
  expect(text.match(/UntoleratedTaint/g)).toHaveLength(1);
  expect(text.indexOf('UntoleratedTaint')).toBeGreaterThan(text.indexOf('gpu2'));
});

test('what a node has no room for, where it is not known, and where a pod must go', () => {
  const nodes = [node('small', { allocatable: { cpu: '4', memory: '1Mi', pods: '9' } }), { metadata: { name: 'unknown', labels: { a: 'b' } } },
    node('draining', { taints: [{ key: 'drain', effect: 'NoExecute' }] })];
  const text = table(viewOf([daemonSet('log', { containers: [{ name: 'c', resources: { requests: { memory: '2Mi' } } }] })], nodes));
  expect(text).toMatch(/small +1 +does not fit/);
  expect(text).toMatch(/unknown +1 +runs if it fits/);
  expect(text).toMatch(/draining +1 +no pod/);
});

test('host ports that agents take from each other', () => {
  const port = { containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort: 9100 }] }] };
  expect(table(viewOf([daemonSet('a', port), daemonSet('b', port)], NODES))).toContain('  9100/TCP on 2 nodes: agents/a, agents/b\n');
  expect(table(viewOf([daemonSet('a', port)], NODES))).not.toContain('Host ports');
});

test('what all agents take of a node, with its share', () => {
  const asks = { containers: [{ name: 'c', resources: { requests: { cpu: '1', memory: '160Mi' } } }] };
  expect(table(viewOf([daemonSet('a', asks)], [node('n')]))).toMatch(/POOL +NODES +PODS +CPU +MEMORY\n +n +1 +1 +1 \(25 %\) +160Mi \(1\.0 %\)\n/);
});

test('nodes on which none of the agents runs', () => {
  expect(table(viewOf([daemonSet('a'), daemonSet('b')], NODES))).toContain('Nodes without any of the agents: 2\n  g-0, h-0\n');
  expect(table(viewOf([daemonSet('a', { tolerations: [{ operator: 'Exists' }] }), daemonSet('b')], NODES))).not.toContain('without any');
});

test('of what is left out, nothing is told', () => {
  const view = viewOf([daemonSet('a'), daemonSet('b')], NODES);
  const text = table({ ...view, agents: [1], chosenNodes: [0] });
  expect(text).toContain('agents/b runs on 1 of 1 node\n');
  expect(text).not.toMatch(/agents\/a|w-1|g-0/);
});

test('no line is wider than the terminal', () => {
  const names = fc.stringMatching(/^[a-z]([a-z0-9-]{0,2}|[a-z0-9-]{30,60})[a-z]$/);
  const taints = fc.array(fc.record({ key: names, value: names, effect: fc.constantFrom('NoSchedule', 'NoExecute') }), { maxLength: 2 });
  const nodes = fc.uniqueArray(fc.record({ name: names, pool: names, taints }), { selector: ({ name }) => name, minLength: 1, maxLength: 8 });
  fc.assert(fc.property(nodes, names, fc.constantFrom(40, 60, 80, 120), (some, agent, width) => {
    const spec = { containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort: 80 }], resources: { requests: { memory: '100Gi' } } }] };
    const view = viewOf([daemonSet(agent, spec), daemonSet(`${agent}x`, spec)], some.map((each) => node(each.name, { labels: pool(each.pool), taints: each.taints })));
    const text = table(view, { colours: false, width });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  }), { numRuns: 50 });
});

test('colours change nothing but colours', () => {
  const view = viewOf([daemonSet('log')], NODES);
  const coloured = table(view, { colours: true, width: 100 });
  // eslint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(table(view));
  expect(coloured).toContain('\u001b[32mruns');
});
