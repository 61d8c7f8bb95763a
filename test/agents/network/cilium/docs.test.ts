import { readFileSync } from 'fs';
import { resolve } from 'path';
import { FEATURES } from '../../../../src/agents/network/cilium/features';
import { agentRights, configRights, leaderRights, operatorRights, secretReaderRights, secretWriterRights } from '../../../../src/agents/network/cilium/rights';
import { settle } from '../../../../src/agents/network/cilium/settled';

const PAGE = readFileSync(resolve(__dirname, '../../../../docs/agents/cilium.md'), 'utf8');

test('the page has every right with its reason, and no other', () => {
  const settled = settle({ policySecretsNamespace: 'cilium-secrets' }, 'cilium', {});
  const rights = [agentRights(settled), configRights(settled), secretReaderRights(), operatorRights(settled), leaderRights(), secretWriterRights()].flat();
  const rows = PAGE.split('\n').filter((line) => /^\| (agents|operator)/.test(line));
  expect(rows).toHaveLength(rights.length);
  rights.forEach(({ verbs, resources = [], reason }, i) => {
    expect(rows[i]).toContain(`| ${verbs.join(', ')} |`);
    expect(rows[i]).toContain(`| ${reason} |`);
    expect(resources.filter((resource) => !rows[i].includes(resource))).toEqual([]);
  });
});

test('the page names the keys that bring rights', () => {
  expect(Object.keys(FEATURES).filter((key) => !PAGE.includes(`\`${key}\``))).toEqual([]);
});
