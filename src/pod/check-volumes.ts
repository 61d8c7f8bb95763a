import { KubePodSpec } from './kube';
import { Problem, show } from '../errors';
import { isVolumeField } from '../values/field-path';
import { isDnsSubdomain } from '../values/kube-names';
import { isLater } from '../values/raw';

interface Fields {
  readonly [field: string]: unknown;
}

/** Fields with their place in the volume. */
interface Placed {
  readonly at: string;
  readonly fields: Fields;
}

/** What is found to be at a place: each is judged by itself, so that one mistake does not hide another. */
interface Found {
  readonly placed: readonly Placed[];
  readonly problems: readonly Problem[];
}

const ITEMS = { configMap: '{ key: "…", path: "…" }', secret: '{ key: "…", path: "…" }', downwardAPI: '{ path: "…", fieldRef: { fieldPath: "…" } }' };
const NOTHING: Found = { placed: [], problems: [] };

/** What is wrong with the volumes themselves, however they were written: raw sources, too. */
export function checkVolumes(spec: KubePodSpec): Problem[] {
  // Of paths of the node, which most volumes of agents are, there is nothing to check here.
  return (spec.volumes ?? []).filter((volume) => volume.hostPath === undefined).flatMap((volume) => (
    checkVolume(volume as unknown as Fields).map(({ code, message }) => ({ code, message: `volume ${show(volume.name)}: ${message}` }))));
}

function checkVolume(volume: Fields): Problem[] {
  const projected = fieldsAt('projected', volume.projected, '{ sources: […] }');
  const sources = join(projected.placed.map(({ at, fields }) => listAt(`${at}.sources`, fields.sources, '{ configMap: { … } } or another source')));
  const ofVolume = filesOf({ at: '', fields: volume });
  const ofSources = sources.placed.map(filesOf);
  const csi = fieldsAt('csi', volume.csi, '{ driver: "…" }');
  return [
    ...projected.problems, ...sources.problems, ...ofVolume.problems, ...ofSources.flatMap(({ problems }) => problems),
    ...checkRepeatedPaths(ofSources.flatMap(({ placed }) => placed)),
    ...csi.problems, ...csi.placed.flatMap(checkCsi),
  ];
}

/** The files that a volume or one of its sources has at paths of their own. */
function filesOf({ at, fields }: Placed): Found {
  const prefix = at === '' ? '' : `${at}.`;
  const kinds = (['configMap', 'secret', 'downwardAPI'] as const).filter((kind) => fields[kind] !== undefined).map((kind) => {
    const object = fieldsAt(`${prefix}${kind}`, fields[kind], '{ … }');
    const items = join(object.placed.map((one) => listAt(`${one.at}.items`, one.fields.items, ITEMS[kind])));
    const name = at === '' && kind === 'secret' ? 'secretName' : 'name';
    return {
      placed: items.placed,
      problems: [
        ...object.problems, ...object.placed.flatMap((one) => (kind === 'downwardAPI' ? [] : checkName(one, name))),
        ...items.problems, ...items.placed.flatMap(kind === 'downwardAPI' ? checkField : checkKey),
      ],
    };
  });
  const tokens = (['serviceAccountToken', 'clusterTrustBundle'] as const).map((kind) => fieldsAt(`${prefix}${kind}`, fields[kind], '{ path: "…" }'));
  const all = join([...kinds, ...at === '' ? [] : tokens]);
  return { placed: all.placed, problems: [...all.problems, ...all.placed.flatMap(checkPath)] };
}

/** ".." at the start is kept for the links with which the kubelet changes all files at once. */
function checkPath({ at, fields: { path } }: Placed): Problem[] {
  const isRight = isLater(path) || (typeof path === 'string' && path !== '' && !path.startsWith('/') && !path.startsWith('..') && !path.split('/').includes('..'));
  return isRight ? [] : [
    { code: 'InvalidPath', message: `${at}.path is ${show(path)}; write a relative path that neither begins with ".." nor leads through it, such as "conf.d/agent.conf"` },
  ];
}

/** The API server takes each listed path of a projected volume once, whatever object it is of; of tokens it does not look, and one of the files would be lost. */
function checkRepeatedPaths(files: readonly Placed[]): Problem[] {
  const first = new Map<unknown, string>();
  return files.flatMap(({ at, fields: { path } }) => {
    const before = first.get(path);
    if (before === undefined || typeof path !== 'string') {
      first.set(path, at);
      return [];
    }
    return [{ code: 'InvalidPath', message: `${at}.path is ${show(path)}, as is that of ${before}, and one file can be there; write another path for one of them` }];
  });
}

function checkKey({ at, fields: { key } }: Placed): Problem[] {
  return isLater(key) || (typeof key === 'string' && key !== '') ? [] : [{ code: 'InvalidKey', message: `${at}.key is ${show(key)}; write a key of the object` }];
}

function checkName({ at, fields }: Placed, field: string): Problem[] {
  const name = fields[field];
  return isLater(name) || (typeof name === 'string' && isDnsSubdomain(name)) ? [] : [
    { code: 'InvalidName', message: `${at}.${field} is ${show(name)}; write the object's name, a DNS subdomain in lower case` },
  ];
}

function checkField({ at, fields: { fieldRef, resourceFieldRef } }: Placed): Problem[] {
  if (fieldRef === undefined && resourceFieldRef === undefined) {
    return [{ code: 'InvalidField', message: `${at} has no field; write fieldRef: { fieldPath: "metadata.name" }, or resourceFieldRef: { containerName: "…", resource: "limits.cpu" }` }];
  }
  const ofPod = fieldsAt(`${at}.fieldRef`, fieldRef, '{ fieldPath: "metadata.name" }');
  const ofContainer = fieldsAt(`${at}.resourceFieldRef`, resourceFieldRef, '{ containerName: "…", resource: "limits.cpu" }');
  return [
    ...ofPod.problems, ...ofContainer.problems,
    ...ofPod.placed.map(({ fields: { fieldPath } }) => fieldPath).filter((path) => !isLater(path) && !(typeof path === 'string' && isVolumeField(path))).map((path) => ({
      code: 'InvalidField',
      message: `${at}.fieldRef.fieldPath is ${show(path)}; write metadata.name, .namespace, .uid, .labels, .annotations, or one label or annotation as metadata.labels['KEY']; resources of a container by resourceFieldRef, the others by EnvVar.fromField(…)`,
    })),
  ];
}

function checkCsi(csi: Placed): Problem[] {
  const { driver, nodePublishSecretRef } = csi.fields;
  const isDriver = isLater(driver) || (typeof driver === 'string' && driver.length <= 63 && isDnsSubdomain(driver.toLowerCase()));
  const secret = fieldsAt('csi.nodePublishSecretRef', nodePublishSecretRef, '{ name: "…" }');
  return [
    ...(isDriver ? [] : [{ code: 'InvalidName', message: `csi.driver is ${show(driver)}; write the CSI driver's name, a DNS subdomain of at most 63 characters` }]),
    ...secret.problems, ...secret.placed.flatMap((ref) => checkName(ref, 'name')),
  ];
}

/** Fields that may be left out; nothing is said of those that come later. */
function fieldsAt(at: string, value: unknown, instead: string): Found {
  if (value === undefined || isLater(value)) {
    return NOTHING;
  }
  return isFields(value) ? { placed: [{ at, fields: value }], problems: [] } : {
    placed: [], problems: [{ code: 'InvalidVolume', message: `${at} is ${show(value)}; write ${instead}` }],
  };
}

function listAt(at: string, value: unknown, instead: string): Found {
  if (value === undefined || isLater(value)) {
    return NOTHING;
  }
  return Array.isArray(value) ? join(value.map((item, i) => fieldsAt(`${at}[${i}]`, item, instead))) : {
    placed: [], problems: [{ code: 'InvalidVolume', message: `${at} is ${show(value)}; write a list of ${instead}` }],
  };
}

function join(found: readonly Found[]): Found {
  return { placed: found.flatMap(({ placed }) => placed), problems: found.flatMap(({ problems }) => problems) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
