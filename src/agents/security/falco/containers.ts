import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { FalcoDriver } from './driver';
import { PLUGINS_DIRECTORY, RULES_DIRECTORY, STATE_DIRECTORY } from './paths';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { Container } from '../../../pod/container';
import { ContainerResources } from '../../../pod/resources';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { ContainerSecurity } from '../../../values/security';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';
import { SecurityDriverLoader } from '../security-agent';

export const INSTALL = 'falcoctl-artifact-install';
export const FOLLOW = 'falcoctl-artifact-follow';
export const LOADER = 'falco-driver-loader';

const RULES = Volume.emptyDir('rulesfiles-install-dir');
const PLUGINS = Volume.emptyDir('plugins-install-dir');
const CONFIG_D = Volume.emptyDir('specialized-falco-configs');

const FALCOCTL_RESOURCES: ContainerResources = { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(32) } };
const FALCOCTL_SECURITY: ContainerSecurity = { runAsUser: 0, capabilities: { drop: ['ALL'] } };

/** Why falcoctl is root, which it is without any capability. */
export const FALCOCTL_REASONS = [INSTALL, FOLLOW].map((name) => (
  HostAccessReason.root('it keeps its index in the image\'s /root; without any capability, and with nothing of the node', name).from('https://github.com/falcosecurity/falcoctl/blob/main/README.md')));

/** Where Falco finds what falcoctl brings, and what the driver loader writes. */
export function falcoMounts(areDownloaded: boolean): VolumeMount[] {
  return [
    ...(areDownloaded ? [VolumeMount.of('/etc/falco', RULES), VolumeMount.of('/usr/share/falco/plugins', PLUGINS)] : []),
    VolumeMount.of('/etc/falco/config.d', CONFIG_D),
  ];
}

/** How falcoctl is run: to bring artifacts once, or to look for newer ones. */
export function falcoctl(name: string, image: ImageName, action: 'install' | 'follow', defaults: { readonly security: boolean; readonly resources: boolean }): Container {
  return Container.of({
    name,
    image,
    args: ['artifact', action, '--log-format=json'],
    mounts: [
      VolumeMount.of(PLUGINS_DIRECTORY, PLUGINS), VolumeMount.of(RULES_DIRECTORY, RULES), VolumeMount.of(STATE_DIRECTORY, Volume.emptyDir('artifact-state-dir')),
    ],
    ...(defaults.security ? { securityContext: FALCOCTL_SECURITY } : {}),
    ...(defaults.resources ? { resources: FALCOCTL_RESOURCES } : {}),
  });
}

/**
 * Downloads or builds the module, and loads it. Where it chooses, it finds in falco.yaml that there is something to choose, and writes its choice to config.d: without the API server, for
 * which the chart of Falco's own gives it rights.
 */
export function driverLoader(driver: FalcoDriver, image: ImageName): SecurityDriverLoader {
  return {
    name: LOADER,
    image,
    args: [driver.kind],
    env: [EnvVar.of('HOST_ROOT', '/host'), ...(driver.kind === 'auto' ? [] : [EnvVar.of('FALCOCTL_DRIVER_CONFIG_UPDATE_FALCO', 'false')])],
    mounts: [VolumeMount.of('/root/.falco', Volume.emptyDir('root-falco-fs')), VolumeMount.of('/etc/falco/config.d', CONFIG_D)],
  };
}
