import { agent, mounted, pod, volume, Mirror } from './refusal';
import { HostPath, MountPropagation, ProjectedSource, SeccompProfile, Volume, VolumeMount } from '../../src';

const LONG = 'x'.repeat(64);

/** Of volumes and mounts. */
export const VOLUMES: readonly Mirror[] = [
  {
    code: 'DuplicateVolume',
    mistake: 'two volumes of one name',
    write: (chart, line) => agent(chart, line, { volumes: [Volume.emptyDir('data'), Volume.hostPath('data', '/data')] }),
    says: /volumes\[1\]\.name: Duplicate value|duplicate entries for key \[name="data"\]/,
  },
  {
    code: 'DuplicateMountPath',
    mistake: 'two volumes at one path',
    write: (chart, line) => agent(chart, line, {}, { mounts: [VolumeMount.of('/data', Volume.emptyDir('a')), VolumeMount.of('/data', Volume.emptyDir('b'))] }),
    says: /mountPath: Invalid value.*must be unique|duplicate entries for key \[mountPath="\/data"\]/,
  },
  {
    code: 'MountWithoutVolume',
    mistake: 'a mount of a volume that the pod does not have',
    write: (chart, line) => agent(chart, line, {}, { mounts: [VolumeMount.named('/data', 'data')] }),
    says: /volumeMounts\[0\]\.name: Not found: "data"/,
  },
  {
    code: 'BidirectionalUnprivileged',
    mistake: 'Bidirectional propagation in a container that is not privileged',
    write: (chart, line) => agent(chart, line, {}, {
      mounts: [VolumeMount.of('/data', Volume.hostPath('data', '/data'), { propagation: MountPropagation.BIDIRECTIONAL })],
    }),
    says: /Bidirectional mount propagation is available only to privileged containers/,
  },
  {
    code: 'InvalidName',
    mistake: 'a volume whose name is too long',
    write: () => Volume.emptyDir(LONG),
    manifest: pod({ volumes: [{ name: LONG, emptyDir: {} }] }),
    says: /volumes\[0\]\.name: Invalid value: "x+": must be no more than 63/,
  },
  {
    code: 'InvalidName',
    mistake: 'a CSI driver with a name in capitals',
    write: () => Volume.csi('data', 'CSI.example.com!'),
    manifest: volume({ csi: { driver: 'CSI.example.com!' } }),
    says: /csi\.driver: Invalid value/,
  },
  {
    code: 'InvalidVolume',
    mistake: 'a volume of two kinds',
    write: () => Volume.raw('data', { emptyDir: {}, hostPath: { path: '/data' } }),
    manifest: volume({ emptyDir: {}, hostPath: { path: '/data' } }),
    says: /may not specify more than 1 volume type/,
  },
  {
    code: 'InvalidPath',
    mistake: 'a path of the node with ".."',
    write: () => HostPath.of('/var/../etc'),
    manifest: volume({ hostPath: { path: '/var/../etc' } }),
    says: /hostPath\.path: Invalid value: "\/var\/\.\.\/etc": must not contain '\.\.'/,
  },
  {
    code: 'InvalidPath',
    mistake: 'a mount at no path',
    write: () => VolumeMount.of('', Volume.emptyDir('data')),
    manifest: mounted({ mountPath: '' }),
    says: /mountPath: Required value/,
  },
  {
    code: 'InvalidPath',
    mistake: 'a path within a volume that leaves it',
    write: () => VolumeMount.of('/data', Volume.emptyDir('data'), { subPath: '../etc' }),
    manifest: mounted({ mountPath: '/data', subPath: '../etc' }),
    says: /subPath: Invalid value: "\.\.\/etc": must not contain '\.\.'/,
  },
  {
    code: 'InvalidPath',
    mistake: 'a key at an absolute path',
    write: () => Volume.configMapNamed('data', 'config', { items: { a: '/etc/a' } }),
    manifest: volume({ configMap: { name: 'config', items: [{ key: 'a', path: '/etc/a' }] } }),
    says: /items\[0\]\.path: Invalid value: "\/etc\/a": must be a relative path/,
  },
  {
    code: 'InvalidPath',
    mistake: 'a key at a path that begins with two dots',
    write: (chart, line) => agent(chart, line, { volumes: [Volume.configMapNamed('data', 'config', { items: { a: '..a' } })] }),
    says: /items\[0\]\.path: Invalid value: "\.\.a": must not start with '\.\.'/,
  },
  {
    code: 'InvalidPath',
    mistake: 'a projected token at a path that leaves the volume',
    write: (chart, line) => agent(chart, line, { volumes: [Volume.projected('data', [ProjectedSource.serviceAccountToken('../token')])] }),
    manifest: volume({ projected: { sources: [{ serviceAccountToken: { path: '../token' } }] } }),
    says: /path: Invalid value: "\.\.\/token": must not contain '\.\.'/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidPath',
    mistake: 'a projected token at a path that begins with two dots',
    write: (chart, line) => agent(chart, line, { volumes: [Volume.projected('data', [ProjectedSource.serviceAccountToken('..token')])] }),
    says: /path: Invalid value: "\.\.token": must not start with '\.\.'/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidField',
    mistake: 'a file from a field that volumes do not hand out',
    write: () => Volume.downwardApi('data', { node: 'spec.nodeName' }),
    manifest: volume({ downwardAPI: { items: [{ path: 'node', fieldRef: { fieldPath: 'spec.nodeName' } }] } }),
    says: /fieldPath: Unsupported value: "spec\.nodeName"/,
  },
  {
    code: 'InvalidField',
    mistake: 'a projected file from no field at all',
    write: () => ProjectedSource.downwardApi({ a: 'metadata.nonsense' }),
    manifest: volume({ projected: { sources: [{ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.nonsense' } }] } }] } }),
    says: /fieldPath: Invalid value: "metadata\.nonsense": error converting fieldPath/,
  },
  {
    code: 'InvalidName',
    mistake: 'a CSI driver with a name of more than 63 characters',
    write: (chart, line) => agent(chart, line, { volumes: [Volume.csi('data', LONG)] }),
    says: /csi\.driver: Too long/,
  },
  {
    code: 'InvalidName',
    mistake: 'a CSI Secret with a name in capitals',
    write: () => Volume.csi('data', 'csi.example.com', { nodePublishSecretName: 'Secret' }),
    manifest: volume({ csi: { driver: 'csi.example.com', nodePublishSecretRef: { name: 'Secret' } } }),
    says: /csi\.(name|nodePublishSecretRef\.name): Invalid value: "Secret"/,
  },
  {
    code: 'InvalidPath',
    mistake: 'an absolute path of a seccomp profile',
    write: () => SeccompProfile.localhost('/profiles/agent.json'),
    manifest: pod({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: '/profiles/agent.json' } } }),
    says: /localhostProfile: Invalid value: "\/profiles\/agent\.json": must be a relative path/,
  },
  {
    code: 'SubPathTwice',
    mistake: 'a path within the volume, given twice',
    write: () => VolumeMount.of('/data', Volume.emptyDir('data'), { subPath: 'a', subPathExpr: '$(NODE_NAME)' }),
    manifest: mounted({ mountPath: '/data', subPath: 'a', subPathExpr: '$(NODE_NAME)' }),
    says: /subPathExpr and subPath are mutually exclusive/,
  },
  {
    code: 'InvalidMode',
    mistake: 'a mode of more than permission bits',
    write: () => Volume.configMapNamed('data', 'config', { defaultMode: '4755' }),
    manifest: volume({ configMap: { name: 'config', defaultMode: 0o4755 } }),
    says: /defaultMode: Invalid value: 2541: must be a number between 0 and 0777/,
  },
  {
    code: 'InvalidNumber',
    mistake: 'a token for less than ten minutes',
    write: () => ProjectedSource.serviceAccountToken('token', undefined, 599),
    manifest: volume({ projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 599 } }] } }),
    says: /expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes/,
  },
];
