import { CGROUP_ROOT } from './config';
import { BPF, CGROUP, PROC, RUN, helpers } from './node-paths';
import { CAPABILITIES } from './privileges';
import { Settled } from './settled';
import { Container, ContainerOptions } from '../../../pod/container';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { ContainerSecurity, SeccompProfile } from '../../../values/security';
import { Volume } from '../../../values/volume';
import { MountPropagation, VolumeMount } from '../../../values/volume-mount';

/** Where configuration and the programs that read it meet. */
export const TEMPORARY = VolumeMount.of('/tmp', Volume.emptyDir('tmp'));
const LAST = 'clean-cilium-state';

/** Not confined by SELinux, with these capabilities alone. */
export function unconfined(add: readonly string[]): ContainerSecurity {
  return { seLinuxOptions: { level: 's0', type: 'spc_t' }, capabilities: { ...(add.length === 0 ? {} : { add: [...add] }), drop: ['ALL'] } };
}

export function whoAmI(): EnvVar[] {
  return [EnvVar.fromField('K8S_NODE_NAME', 'spec.nodeName'), EnvVar.fromField('CILIUM_K8S_NAMESPACE', 'metadata.namespace')];
}

/** What comes before the agent and the installation of its plugin, in the order in which it must. */
export function initContainers(settled: Settled, image: ImageName): Container[] {
  const { props: { apiServer, cniBinDirectory }, isPrivileged, configName } = settled;
  const api = apiServer?._env ?? [];
  const make = (name: string, options: ContainerOptions) => Container.of({
    name,
    image,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ...(isPrivileged ? { securityContext: { privileged: true } } : {}),
    ...options,
  });
  const confined = (name: string) => (isPrivileged ? {} : { securityContext: unconfined(Object.keys(CAPABILITIES[name])) });
  const binaries = EnvVar.of('BIN_PATH', cniBinDirectory ?? '/opt/cni/bin');
  const setting = (name: string, key: string) => EnvVar.fromConfigMapNamed(name, configName, key, true);
  return [
    make('config', {
      // Another name than the program's own must be said, and then CiliumNodeConfig as well.
      command: ['cilium-dbg', 'build-config', ...(configName === 'cilium-config' ? [] : [`--source=config-map:${configName},cilium-node-config`])],
      env: [...whoAmI(), ...api],
      ...(isPrivileged ? {} : { securityContext: { capabilities: { add: Object.keys(CAPABILITIES.config), drop: ['ALL'] }, seccompProfile: SeccompProfile.runtimeDefault() } }),
      mounts: [TEMPORARY],
    }),
    make('mount-cgroup', {
      command: ['bash', '-ec', onNode('cilium-mount', ['cgroup', 'mnt'], '"$CGROUP_ROOT"')],
      env: [EnvVar.of('CGROUP_ROOT', CGROUP_ROOT), binaries],
      ...confined('mount-cgroup'),
      hostPaths: [PROC, helpers(cniBinDirectory)],
    }),
    make('apply-sysctl-overwrites', {
      command: ['bash', '-ec', onNode('cilium-sysctlfix', ['mnt'])],
      env: [binaries],
      ...confined('apply-sysctl-overwrites'),
      hostPaths: [PROC, helpers(cniBinDirectory)],
    }),
    make('mount-bpf-fs', {
      command: ['/bin/bash', '-c', '--'],
      args: ['mount | grep "/sys/fs/bpf type bpf" || mount -t bpf bpf /sys/fs/bpf'],
      securityContext: { privileged: true },
      hostPaths: [BPF.withPropagation(MountPropagation.BIDIRECTIONAL)],
    }),
    make(LAST, {
      command: ['/init-container.sh'],
      env: [
        setting('CILIUM_ALL_STATE', 'clean-cilium-state'), setting('CILIUM_BPF_STATE', 'clean-cilium-bpf-state'),
        setting('WRITE_CNI_CONF_WHEN_READY', 'write-cni-conf-when-ready'), ...api,
      ],
      ...confined(LAST),
      hostPaths: [BPF, CGROUP, RUN],
    }),
  ];
}

/** Copies a program of the image to the node, runs it in the node's own namespaces, and removes it. */
function onNode(program: string, namespaces: readonly ('cgroup' | 'mnt')[], ...args: string[]): string {
  const flags = namespaces.map((namespace) => `--${namespace === 'mnt' ? 'mount' : namespace}=/hostproc/1/ns/${namespace}`);
  return [`cp /usr/bin/${program} /hostbin/${program}`, ['nsenter', ...flags, `"$BIN_PATH/${program}"`, ...args].join(' '), `rm /hostbin/${program}`].join(' && ');
}
