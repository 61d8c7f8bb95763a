import * as path from 'node:path';

import { build, moduleSources, requiredVersion } from './toolchain';

/** The Kubernetes lines that the proof runs on: the oldest and the newest that the library's output is for. */
export type Line = '1.28' | '1.36';
export const LINES: readonly Line[] = ['1.36', '1.28'];

const CONTROL_PLANE = path.join(__dirname, '..', 'control-plane');
const ETCD_LINE: Line = '1.36';
const KWOK_MODULE = path.join(CONTROL_PLANE, 'kwok');

export interface ControlPlanePrograms {
  /** kube-apiserver, kube-controller-manager, kube-scheduler and kubectl of the line. */
  readonly kubernetes: string;
  /** Has etcd; the newest line's file serves both. */
  readonly etcd: string;
  readonly kwok: string;
  /** Directory of KWOK's own sources, where its stages are. */
  readonly kwokSources: string;
  /** `v1.36.3`, as the API server must report it. */
  readonly version: string;
}

/** Builds what is missing, one program after the other: two builds at a time only fight for the processor. */
export async function controlPlanePrograms(line: Line): Promise<ControlPlanePrograms> {
  const etcd = await buildKubernetes(ETCD_LINE);
  const kwok = await build({ name: 'kwok', module: KWOK_MODULE, package: 'sigs.k8s.io/kwok/cmd/kwok' });
  return {
    kubernetes: await buildKubernetes(line),
    etcd,
    kwok,
    kwokSources: await moduleSources(KWOK_MODULE, 'sigs.k8s.io/kwok'),
    version: versionOf(line),
  };
}

function moduleOf(line: Line): string {
  return path.join(CONTROL_PLANE, `kubernetes-${line}`);
}

function versionOf(line: Line): string {
  return requiredVersion(moduleOf(line), 'k8s.io/kubernetes');
}

function buildKubernetes(line: Line): Promise<string> {
  const version = versionOf(line);
  const [major, minor] = version.slice(1).split('.');
  const stamps: Record<string, string> = {};
  for (const holder of ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']) {
    stamps[`${holder}.gitVersion`] = version;
    stamps[`${holder}.gitMajor`] = major;
    stamps[`${holder}.gitMinor`] = minor;
  }
  return build({ name: `kubernetes-${line}`, module: moduleOf(line), stamps });
}
