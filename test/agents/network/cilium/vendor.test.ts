import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/cilium';
import { CiliumDaemonSet } from '../../../../src';
import { synth } from '../../synth';

test('differs from the chart of the project exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(synth((chart) => new CiliumDaemonSet(chart, 'network')))), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});
