import { pod, terms, Mirror } from './refusal';
import { IntOrPercent, NodeLabel, NodeTargeting, Rollout, Taint, TaintEffect, Toleration } from '../../src';

const rolling = (rollingUpdate: object) => ({ merge: { spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate } } } });

/** Of where the pods stand, and how a change replaces them. */
export const PLACEMENT: readonly Mirror[] = [
  {
    code: 'InvalidName',
    mistake: 'a node name that no node can have',
    write: () => NodeTargeting.named('node_1'),
    manifest: terms({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node_1'] }] }),
    says: /matchFields\[0\]\.values\[0\]: Invalid value: "node_1"/,
  },
  {
    code: 'InvalidLabelKey',
    mistake: 'a node label whose prefix is no DNS name',
    write: () => NodeLabel.exists('Example.COM_/disk'),
    manifest: terms({ matchExpressions: [{ key: 'Example.COM_/disk', operator: 'Exists' }] }),
    says: /matchExpressions\[0\]\.key: Invalid value: "Example\.COM_\/disk"/,
  },
  {
    code: 'InvalidLabelKey',
    mistake: 'a toleration of a key that no taint can have',
    write: () => Toleration.exists('a b'),
    manifest: pod({ tolerations: [{ key: 'a b', operator: 'Exists' }] }),
    says: /tolerations\[0\]\.key: Invalid value: "a b"/,
  },
  {
    code: 'InvalidLabelValue',
    mistake: 'a node label value with a slash',
    write: () => NodeLabel.is('disktype', 'ssd/nvme'),
    manifest: terms({ matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd/nvme'] }] }),
    says: /matchExpressions\[0\]\.values\[0\]: Invalid value: "ssd\/nvme"/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidBound',
    mistake: 'greater than a negative number',
    write: () => NodeLabel.greaterThan('generation', -5),
    manifest: terms({ matchExpressions: [{ key: 'generation', operator: 'Gt', values: ['-5'] }] }),
    says: /matchExpressions\[0\]\.values\[0\]: Invalid value: "-5"/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidLabelValue',
    mistake: 'a toleration of a value that no taint can have',
    write: () => Taint.of('dedicated', TaintEffect.NO_SCHEDULE, 'a b'),
    manifest: pod({ tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'a b' }] }),
    says: /tolerations\[0\].*Invalid value: "a b"/,
  },
  {
    code: 'EmptyRollout',
    mistake: 'no pod may be down, and none may be extra',
    write: () => Rollout.rolling(IntOrPercent.of(0)),
    manifest: rolling({ maxUnavailable: 0, maxSurge: 0 }),
    says: /maxUnavailable: Required value: cannot be 0 when `?maxSurge`? is 0/,
  },
  {
    code: 'EmptyRollout',
    mistake: 'the same in percent',
    write: () => Rollout.rollingUpdate({ maxUnavailable: IntOrPercent.percent(0) }),
    manifest: rolling({ maxUnavailable: '0%' }),
    says: /maxUnavailable: Required value: cannot be 0 when `?maxSurge`? is 0/,
  },
  {
    code: 'SurgeAlone',
    mistake: 'a surge while one pod may be down because nothing was said',
    write: () => Rollout.rollingUpdate({ maxSurge: IntOrPercent.of(1) }),
    manifest: rolling({ maxSurge: 1 }),
    says: /may not be set when maxUnavailable is non-zero/,
  },
  {
    code: 'SurgeAndUnavailable',
    mistake: 'a surge while pods may be down',
    write: () => Rollout.rollingUpdate({ maxSurge: IntOrPercent.of(1), maxUnavailable: IntOrPercent.percent(10) }),
    manifest: rolling({ maxSurge: 1, maxUnavailable: '10%' }),
    says: /may not be set when maxUnavailable is non-zero/,
  },
  {
    code: 'InvalidIntOrPercent',
    mistake: 'more than all',
    write: () => IntOrPercent.percent(101),
    manifest: rolling({ maxUnavailable: '101%' }),
    says: /must not be greater than 100%/,
  },
  {
    code: 'InvalidIntOrPercent',
    mistake: 'less than none',
    write: () => IntOrPercent.of(-1),
    manifest: rolling({ maxUnavailable: -1 }),
    says: /maxUnavailable: Invalid value: -1: must be greater than or equal to 0/,
  },
  {
    code: 'InvalidIntOrPercent',
    mistake: 'a part of a percent',
    write: () => IntOrPercent.parse('2.5%'),
    manifest: rolling({ maxUnavailable: '2.5%' }),
    says: /a valid percent string must be a numeric string followed by an ending '%'/,
  },
  {
    code: 'NoConditions',
    mistake: 'no alternative at all',
    write: () => NodeTargeting.anyOf(),
    manifest: terms(),
    says: /nodeSelectorTerms: Required value: must have at least one node selector term/,
  },
  {
    code: 'NoValues',
    mistake: 'one of no values',
    write: () => NodeLabel.isOneOf('disktype'),
    manifest: terms({ matchExpressions: [{ key: 'disktype', operator: 'In', values: [] }] }),
    says: /values: Required value: must be specified when `operator` is 'In' or 'NotIn'/,
  },
  {
    code: 'InvalidNumber',
    mistake: 'a preference heavier than 100',
    write: () => NodeTargeting.everyNode().preferring(101, NodeLabel.exists('ssd')),
    manifest: pod({ affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: { matchExpressions: [{ key: 'ssd', operator: 'Exists' }] } }] } } }),
    says: /weight: Invalid value: 101: must be in the range 1-100/,
  },
  {
    code: 'TolerationSeconds',
    mistake: 'seconds of tolerating what evicts nobody',
    write: () => Toleration.exists('spot', TaintEffect.NO_SCHEDULE).evictedAndCreatedAgainAfter(60),
    manifest: pod({ tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 60 }] }),
    says: /effect must be 'NoExecute' when `tolerationSeconds` is set/,
  },
];
