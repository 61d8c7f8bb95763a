import * as fc from 'fast-check';
import { daemonSet, node } from './given';
import { questions } from '../../proof/oracle/cases';
import { KubePodSpec, KubeRequirement, nodeRequirementsCanMeet, shouldRun } from '../../src/placement';

function spec(...expressions: KubeRequirement[]): KubePodSpec {
  return {
    containers: [],
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: expressions }] } } },
  };
}

const EVERY: KubePodSpec = { containers: [] };
const SSD: KubePodSpec = { containers: [], nodeSelector: { disktype: 'ssd' } };

describe('whether there can be a node for both', () => {
  test.each<[string, KubePodSpec, KubePodSpec, boolean]>([
    ['two that ask for nothing', EVERY, EVERY, true],
    ['one that asks for nothing', EVERY, SSD, true],
    ['the same label', SSD, SSD, true],
    ['another value of the label', SSD, { containers: [], nodeSelector: { disktype: 'hdd' } }, false],
    ['another label', SSD, { containers: [], nodeSelector: { zone: 'a' } }, true],
    ['In and NotIn of one value', SSD, spec({ key: 'disktype', operator: 'NotIn', values: ['ssd'] }), false],
    ['Exists and DoesNotExist', spec({ key: 'gpu', operator: 'Exists' }), spec({ key: 'gpu', operator: 'DoesNotExist' }), false],
    ['NotIn and DoesNotExist', spec({ key: 'gpu', operator: 'NotIn', values: ['a'] }), spec({ key: 'gpu', operator: 'DoesNotExist' }), true],
    ['Gt and Lt with a number between', spec({ key: 'c', operator: 'Gt', values: ['4'] }), spec({ key: 'c', operator: 'Lt', values: ['6'] }), true],
    ['Gt and Lt without one', spec({ key: 'c', operator: 'Gt', values: ['4'] }), spec({ key: 'c', operator: 'Lt', values: ['5'] }), false],
    ['one that no node can meet', EVERY, spec({ key: 'c', operator: 'Gt', values: ['x'] }), false],
    ['an empty term', EVERY, spec(), false],
    ['two names', { containers: [], nodeName: 'a' }, { containers: [], nodeName: 'b' }, false],
    ['one name', { containers: [], nodeName: 'a' }, { containers: [], nodeName: 'a' }, true],
  ])('%s: %#', (_, a, b, expected) => {
    expect(nodeRequirementsCanMeet(a, b)).toBe(expected);
    expect(nodeRequirementsCanMeet(b, a)).toBe(expected);
  });

  test('a name that the other leaves out by field', () => {
    const field = (operator: string, name: string): KubePodSpec => ({
      containers: [],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator, values: [name] }] }],
          },
        },
      },
    });
    expect(nodeRequirementsCanMeet({ containers: [], nodeName: 'a' }, field('NotIn', 'a'))).toBe(false);
    expect(nodeRequirementsCanMeet({ containers: [], nodeName: 'a' }, field('In', 'a'))).toBe(true);
    expect(nodeRequirementsCanMeet(field('In', 'a'), field('In', 'b'))).toBe(false);
    expect(nodeRequirementsCanMeet(field('NotIn', 'a'), field('NotIn', 'b'))).toBe(true);
  });

  test('one of several terms is enough', () => {
    const either: KubePodSpec = {
      containers: [],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['hdd'] }] }, { matchExpressions: [{ key: 'zone', operator: 'Exists' }] },
            ],
          },
        },
      },
    };
    expect(nodeRequirementsCanMeet(SSD, either)).toBe(true);
    expect(nodeRequirementsCanMeet({ ...SSD, ...either }, { containers: [], nodeSelector: { disktype: 'hdd' } })).toBe(false);
  });

  test('whenever two agents run on one node, their requirements meet', () => {
    let together = 0;
    fc.assert(fc.property(questions, ({ daemonSets, node: one }) => {
      const bare = { ...node(one.metadata.name, { labels: { ...one.metadata.labels } }) };
      const specs = daemonSets.map(({ spec: { template } }) => template.spec).filter((each) => shouldRun(daemonSet('x', each), bare).shouldRun);
      together += specs.length;
      return specs.every((a) => specs.every((b) => nodeRequirementsCanMeet(a, b)));
    }), { numRuns: 500 });
    expect(together).toBeGreaterThan(100);
  });
});
