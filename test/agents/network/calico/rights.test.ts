import { all, make, named } from './setup';
import { CalicoDaemonSet, CalicoDaemonSetProps } from '../../../../src';
import { CONTROLLERS, MIGRATION, NODE, PLUGIN, TIERS, tokenOf } from '../../../../src/agents/network/calico/rights';
import { Rule } from '../../../../src/objects/rbac';
import { thrown } from '../../../values/thrown';
import { chartOf, names, only, podOf } from '../../synth';

describe('rights', () => {
  const rights = [...NODE, ...tokenOf('x'), ...PLUGIN, ...CONTROLLERS, ...MIGRATION, ...TIERS];
  const ruleKey = (rule: Rule) => JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames, rule.verbs]);

  test('each that is given has a reason', () => {
    expect(rights.filter(({ reason }) => reason.trim().length < 20)).toEqual([]);
    const known = new Set([...rights, ...tokenOf('calico-cni-plugin')].map(ruleKey));
    const objects = make({ kubeControllers: { datastoreMigration: true }, typha: { replicas: 1 } });
    const rules: Rule[] = objects.filter(({ kind }) => /^(Cluster)?Role$/.test(kind)).flatMap((object) => object.rules);
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter((rule) => !known.has(ruleKey(rule)))).toEqual([]);
  });

  test('to tokens are of one account in one namespace', () => {
    const objects = make();
    expect(objects.filter(({ kind, rules }) => kind === 'ClusterRole' && JSON.stringify(rules).includes('serviceaccounts/token'))).toEqual([]);
    expect(only('Role', objects).rules).toEqual([{ apiGroups: [''], resourceNames: ['calico-cni-plugin'], resources: ['serviceaccounts/token'], verbs: ['create'] }]);
  });

  test('to change all of Calico, and to delete definitions, are there only while a migration is wanted', () => {
    const may = (props: CalicoDaemonSetProps, resource: string, verb: string) => named('ClusterRole', 'kube-system:calico-kube-controllers', make(props)).rules
      .some(({ resources = [], verbs }: Rule) => resources.includes(resource) && verbs.includes(verb));
    expect([may({}, '*', 'delete'), may({}, 'customresourcedefinitions', 'delete'), may({}, 'apiservices', 'create')]).toEqual([false, false, false]);
    const migrating = { kubeControllers: { datastoreMigration: true } };
    expect([may(migrating, '*', 'delete'), may(migrating, 'customresourcedefinitions', 'delete'), may(migrating, 'apiservices', 'create')]).toEqual([true, true, true]);
  });

  test('need a namespace to be known', () => {
    expect(thrown(() => new CalicoDaemonSet(chartOf({ namespace: null }), 'calico'))).toMatch(/^\[NoNamespace\] chart\/calico/);
    const noAccount = all.without('serviceAccount');
    expect(thrown(() => new CalicoDaemonSet(chartOf({ namespace: null }), 'calico', { defaults: noAccount }))).toMatch(/^\[NoNamespace\] chart\/calico/);
  });

  test('of an account that is given are bound to it', () => {
    const objects = make({ defaults: all.without('serviceAccount') });
    expect(names(objects).filter((name) => name.includes('calico-cni-plugin') || name.startsWith('ServiceAccount calico-node'))).toEqual([]);
    expect(podOf(objects).automountServiceAccountToken).toBe(false);
  });
});
