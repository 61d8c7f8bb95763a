import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Contents, FilesSpec, RunnablePod, VolumeSpec } from './pod-spec';
import type { TestNode } from './test-node';

/** A volume on the node, ready to be mounted. */
export interface PreparedVolume {
  readonly source: string;
  /** Kubelets mount ConfigMaps and Secrets read-only, whatever the mount says. */
  readonly alwaysReadOnly: boolean;
}

/** Makes the volumes of a pod on the node as its kubelet does. */
export async function prepareVolumes(node: TestNode, pod: RunnablePod, contents: Contents): Promise<Map<string, PreparedVolume>> {
  const prepared = new Map<string, PreparedVolume>();
  const group = pod.spec.securityContext?.fsGroup;
  const writable = new Set([...pod.spec.containers, ...pod.spec.initContainers ?? []]
    .flatMap((container) => container.volumeMounts ?? []).filter((mount) => mount.readOnly !== true).map((mount) => mount.name));
  for (const volume of pod.spec.volumes ?? []) {
    prepared.set(volume.name, await prepare(node, volume, contents, group, writable.has(volume.name)));
  }
  return prepared;
}

async function prepare(node: TestNode, volume: VolumeSpec, contents: Contents, group: number | undefined, writable: boolean): Promise<PreparedVolume> {
  if (volume.hostPath !== undefined) {
    const { path: source, type } = volume.hostPath;
    if (writable) {
      await node.copyOnWrite(source);
    }
    await requireType(node, source, type ?? '');
    return { source, alwaysReadOnly: false };
  }
  if (volume.emptyDir !== undefined) {
    const source = node.scratch(`empty-${volume.name}`);
    if (volume.emptyDir.medium === 'Memory') {
      await node.ok(['mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', source]);
    }
    await node.ok(['chmod', '0777', source]);
    await own(node, source, group);
    return { source, alwaysReadOnly: false };
  }
  if (volume.configMap !== undefined) {
    return { source: await writeFiles(node, volume.name, volume.configMap, contents.configMaps[volume.configMap.name ?? ''], group), alwaysReadOnly: true };
  }
  if (volume.secret !== undefined) {
    return { source: await writeFiles(node, volume.name, volume.secret, (contents.secrets ?? {})[volume.secret.secretName ?? ''], group), alwaysReadOnly: true };
  }
  throw new Error(`volume ${volume.name}: the proof does not play ${Object.keys(volume).filter((key) => key !== 'name').join()}`);
}

/** The kubelet's check before a pod starts, and what it makes when nothing is there. */
async function requireType(node: TestNode, source: string, type: string): Promise<void> {
  const tests: Record<string, string> = { Directory: '-d', File: '-f', Socket: '-S', CharDevice: '-c', BlockDevice: '-b' };
  const isThere = (await node.run(['test', '-e', source])).code === 0;
  if (!isThere && type === 'DirectoryOrCreate') {
    await node.copyOnWrite(source);
    await node.ok(['mkdir', '-p', '-m', '0755', source]);
  } else if (!isThere && type === 'FileOrCreate') {
    await node.copyOnWrite(source);
    await node.ok(['install', '-m', '0644', '/dev/null', source]);
  }
  const wanted = tests[type.replace('OrCreate', '')];
  if (wanted !== undefined && (await node.run(['test', wanted, source])).code !== 0) {
    throw new Error(`hostPath ${source} is no ${type}: the kubelet would not start the pod`);
  }
  if (type === '' && !isThere) {
    // Without a type container runtimes make a directory.
    await node.copyOnWrite(source);
    await node.ok(['mkdir', '-p', source]);
  }
}

async function writeFiles(node: TestNode, name: string, spec: FilesSpec, data: Record<string, string> | undefined, group: number | undefined): Promise<string> {
  if (data === undefined && spec.optional !== true) {
    throw new Error(`volume ${name}: ${spec.name ?? spec.secretName} is not there: the pod would wait for it`);
  }
  const directory = node.scratch(`files-${name}`);
  fs.chmodSync(directory, 0o755);
  const items = spec.items ?? Object.keys(data ?? {}).map((key) => ({ key, path: key, mode: undefined }));
  for (const item of items) {
    const text = data?.[item.key];
    if (text === undefined) {
      throw new Error(`volume ${name}: ${spec.name ?? spec.secretName} has no key ${item.key}`);
    }
    const file = path.join(directory, item.path);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    fs.chmodSync(file, item.mode ?? spec.defaultMode ?? 0o644);
  }
  await own(node, directory, group);
  return directory;
}

/** Group ownership, as `fsGroup` asks for: group-readable, and new files get the group. */
async function own(node: TestNode, directory: string, group: number | undefined): Promise<void> {
  if (group !== undefined) {
    await node.ok(['chgrp', '-R', String(group), directory]);
    await node.ok(['chmod', '-R', 'g+rX', directory]);
    await node.ok(['chmod', 'g+s', directory]);
  }
}
