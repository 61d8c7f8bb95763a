import { Problem, show } from '../errors';
import { At, Fields, given, pathOf, within } from '../placement/input/field';
import { FIELDS, Kind, TEXT } from '../values/kinds';
import { isDnsSubdomain } from '../values/kube-names';

/*
 * Patches may make anything of a manifest. What every API server refuses for its shape is told here, so that whatever reads it afterwards need not ask.
 */

/** All that is wrong with what stands at a place. */
type Check = (value: unknown, at: At | undefined) => Problem[];

const LIST: Kind = { what: 'a list', holds: Array.isArray };

function is(kind: Kind): Check {
  return (value, at) => (kind.holds(value) ? [] : [{ code: 'WrongType', message: `after its patches, ${placeOf(at)} is ${show(value)}; write ${kind.what}` }]);
}

function placeOf(at: At | undefined): string {
  return at === undefined ? 'the manifest' : pathOf(at);
}

/** Fields that are optional may be null: Kubernetes takes that for not there. */
function object(required: { readonly [field: string]: Check }, optional: { readonly [field: string]: Check } = {}): Check {
  const [must, may] = [Object.entries(required), Object.entries(optional)];
  return (value, at) => {
    const wrong = is(FIELDS)(value, at);
    return wrong.length > 0 ? wrong : [
      ...must.flatMap(([field, check]) => check((value as Fields)[field], within(at, field))),
      ...may.flatMap(([field, check]) => (given((value as Fields)[field]) ? check((value as Fields)[field], within(at, field)) : [])),
    ];
  };
}

function listOf(check: Check): Check {
  return (value, at) => (Array.isArray(value) ? value.flatMap((item, i) => check(item, within(at, i))) : is(LIST)(value, at));
}

const text = is(TEXT);
const texts = listOf(text);
const objects = listOf(object({}));

const textsByKey: Check = (value, at) => {
  const wrong = is(FIELDS)(value, at);
  return wrong.length > 0 ? wrong : Object.entries(value as Fields).flatMap(([key, one]) => (given(one) ? text(one, within(at, key)) : []));
};

const subdomain: Check = (value, at) => (typeof value === 'string' && !isDnsSubdomain(value) ? [{
  code: 'InvalidName',
  message: `after its patches, ${placeOf(at)} is ${show(value)}; write at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part`,
}] : text(value, at));

const containersOfPod: Check = (value, at) => (Array.isArray(value) && value.length === 0 ? [{
  code: 'NoContainers', message: `after its patches, ${placeOf(at)} is an empty list; leave at least one container`,
}] : containers(value, at));

const marks = { labels: textsByKey, annotations: textsByKey };

function named(name: Check, more: { readonly [field: string]: Check } = {}): Check {
  return object({ apiVersion: text, kind: text, metadata: object({ name }, { namespace: text, ...marks }), ...more });
}

const security = object({}, {
  capabilities: object({}, { add: texts, drop: texts }),
  appArmorProfile: object({}),
  seccompProfile: object({}),
  seLinuxOptions: object({}),
  windowsOptions: object({}),
});

const containers = listOf(object({ name: text }, {
  env: objects,
  envFrom: objects,
  ports: objects,
  volumeDevices: objects,
  securityContext: security,
  volumeMounts: listOf(object({ name: text, mountPath: text }, { subPath: text, subPathExpr: text })),
}));

const requirements = listOf(object({ key: text, operator: text }, { values: texts }));

const terms = listOf(object({}, { matchExpressions: requirements, matchFields: requirements }));
const required = object({}, { nodeSelectorTerms: terms });
const affinity = object({}, { nodeAffinity: object({}, { requiredDuringSchedulingIgnoredDuringExecution: required }) });

const pod = object({ containers: containersOfPod }, {
  initContainers: containers,
  volumes: listOf(object({ name: text }, { hostPath: object({ path: text }) })),
  nodeSelector: textsByKey,
  nodeName: text,
  affinity,
  tolerations: objects,
  securityContext: security,
  ephemeralContainers: objects,
  hostAliases: objects,
  imagePullSecrets: objects,
  resourceClaims: objects,
  topologySpreadConstraints: objects,
});

const anyObject = named(text);

const daemonSet = named(subdomain, {
  spec: object({
    selector: object({}, { matchLabels: textsByKey, matchExpressions: objects }),
    template: object({ spec: pod }, { metadata: object({}, marks) }),
  }),
});

/** What no object of Kubernetes can be without. */
export function checkObjectShape(manifest: unknown): Problem[] {
  return anyObject(manifest, undefined);
}

/** The same of a DaemonSet, and of what is read of its pod. */
export function checkDaemonSetShape(manifest: unknown): Problem[] {
  return daemonSet(manifest, undefined);
}

/** What is sound in shape, for whoever reads it: fields that are null are not there. */
export function withoutNulls(manifest: unknown): unknown {
  return JSON.parse(JSON.stringify(manifest), (_, value: unknown) => value ?? undefined);
}
