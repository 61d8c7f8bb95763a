import { KubePodSpec } from './kube';
import { Problem, show } from '../errors';
import { isVolumeField } from '../values/field-path';
import { isDnsSubdomain } from '../values/kube-names';

interface Items {
  readonly items?: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[];
}

interface Source {
  readonly configMap?: Items;
  readonly secret?: Items;
  readonly downwardAPI?: Items;
  readonly serviceAccountToken?: { readonly path: string };
}

interface KubeVolume extends Source {
  readonly name: string;
  readonly hostPath?: object;
  readonly projected?: { readonly sources?: readonly Source[] };
  readonly csi?: { readonly driver: string; readonly nodePublishSecretRef?: { readonly name: string } };
}

/** What is wrong with the volumes themselves, however they were written: raw sources, too. */
export function checkVolumes(spec: KubePodSpec): Problem[] {
  // Of paths of the node, which most volumes of agents are, there is nothing to check here.
  return ((spec.volumes ?? []) as readonly KubeVolume[]).filter((volume) => volume.hostPath === undefined).flatMap(checkVolume);
}

function checkVolume(volume: KubeVolume): Problem[] {
  const of = `volume ${show(volume.name)}`;
  const sources: readonly Source[] = [volume, ...volume.projected?.sources ?? []];
  const items = sources.flatMap((source) => [source.configMap, source.secret, source.downwardAPI].flatMap((list) => list?.items ?? []));
  const paths = [...items.map((item) => item.path), ...sources.flatMap((source) => source.serviceAccountToken?.path ?? [])];
  const { driver, nodePublishSecretRef } = volume.csi ?? {};
  return [
    // ".." at the start is kept for the links with which the kubelet changes all files at once.
    ...paths.filter((path) => path.startsWith('..')).map((path) => (
      { code: 'InvalidPath', message: `${of}: path is ${show(path)}; write a relative path that does not begin with ".."` })),
    ...items.flatMap((item) => item.fieldRef?.fieldPath ?? []).filter((field) => !isVolumeField(field)).map((field) => (
      { code: 'InvalidField', message: `${of}: field is ${show(field)}; write metadata.name, .namespace, .uid, .labels, .annotations, or one label or annotation as metadata.labels['KEY']` })),
    ...(driver === undefined || driver.length <= 63 ? [] : [{ code: 'InvalidName', message: `${of}: driver ${show(driver)} is longer than 63 characters; write the CSI driver's name` }]),
    ...(nodePublishSecretRef === undefined || isDnsSubdomain(nodePublishSecretRef.name) ? [] : [
      { code: 'InvalidName', message: `${of}: nodePublishSecretName is ${show(nodePublishSecretRef.name)}; write the name of a Secret, a DNS subdomain in lower case` },
    ]),
  ];
}
