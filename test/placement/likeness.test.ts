import * as fc from 'fast-check';
import { questions } from '../../proof/oracle/cases';
import { KubeNode, KubePod, place } from '../../src/placement';

/** A cluster made of the nodes of several questions, every other one with its pods; two names are ones that the DaemonSets ask for. */
const clusters = fc.tuple(questions, fc.array(questions, { minLength: 2, maxLength: 8 })).map(([{ daemonSets }, others]) => {
  const names = ['node-a', 'node-b', ...others.map((_, i) => `other-${i}`)];
  const nodes = others.map(({ node }, i): KubeNode => ({ ...node, metadata: { ...node.metadata, name: names[i] } }));
  const podsOn = (pods: readonly KubePod[], nodeName: string) => pods.map((pod): KubePod => ({ ...pod, spec: { ...pod.spec, nodeName } }));
  const pods = others.map((other, i) => (i % 2 === 0 ? [] : podsOn(other.pods, names[i])));
  return { daemonSets, nodes, pods };
});

describe('nodes that are decided together', () => {
  test('are decided as each by itself', () => {
    fc.assert(fc.property(clusters, ({ daemonSets, nodes, pods }) => {
      const twins = nodes.map((node): KubeNode => ({ ...node, metadata: { ...node.metadata, name: `${node.metadata.name}-twin` } }));
      const together = place({ daemonSets, nodes: [...nodes, ...twins], pods: pods.flat() });
      for (const [i, node] of nodes.entries()) {
        const alone = place({ daemonSets, nodes: [node], pods: pods[i] });
        for (const j of daemonSets.keys()) {
          expect(together.decision(j, i)).toEqual(alone.decision(j, 0));
        }
      }
    }), { numRuns: 100 });
  });

  test('are in one pool of the output each, and there every decision says the same', () => {
    fc.assert(fc.property(clusters, ({ daemonSets, nodes, pods }) => {
      const placement = place({ daemonSets, nodes, pods: pods.flat() });
      expect(placement.pools.flatMap((pool) => pool.nodes).sort((a, b) => a - b)).toEqual([...nodes.keys()]);
      const said = (agent: number, node: number) => {
        const { shouldRun, shouldContinueRunning, fits, reasons } = placement.decision(agent, node);
        return { shouldRun, shouldContinueRunning, fits, codes: reasons.map(({ code }) => code) };
      };
      for (const pool of placement.pools) {
        for (const j of daemonSets.keys()) {
          pool.nodes.forEach((node) => expect(said(j, node)).toEqual(said(j, pool.nodes[0])));
        }
      }
      expect(placement.reserved.reduce((sum, { nodes: count }) => sum + count, 0)).toBe(nodes.length);
    }), { numRuns: 100 });
  });
});
