import { AGENT_PATHS, BOOTSTRAP, CNI_PLUGINS, PATHS, UPGRADE_IPAM, shared } from './defaults';
import { CalicoProfile } from './profile';
import { CalicoVersion } from './version';
import { AgentConfigMap } from '../../../objects/config-map';
import { Container } from '../../../pod/container';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { ContainerSecurity } from '../../../values/security';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';
import { CniInstall } from '../cni-agent';
import { CONFLIST_FILE, pluginAccount } from './config';

/** Where the plugins of others wait for the installer. */
const STAGE = Volume.emptyDir('cni-plugins');

/** What the containers before the agent are made of. */
export interface InitContainers {
  readonly version: CalicoVersion;
  readonly profile: CalicoProfile;
  readonly configMap: AgentConfigMap;
  /** The plugin's, where it has one. */
  readonly account: string | undefined;
  readonly apiServer: readonly EnvVar[];
  /** Unset when the default is off. */
  readonly security: ContainerSecurity | undefined;
  readonly hasPaths: boolean;
  readonly cniBin: HostPath | undefined;
}

/** Addresses of another plugin are taken over before the runtime sees Calico's. */
export function beforeInstall({ version, profile, configMap, apiServer, security, hasPaths, cniBin }: InitContainers): Container[] {
  const upgrade = Container.of({
    ...profile.upgradeIpam,
    name: UPGRADE_IPAM,
    image: version._cni,
    env: [...apiServer, EnvVar.fromField('KUBERNETES_NODE_NAME', 'spec.nodeName'), EnvVar.fromConfigMap('CALICO_NETWORKING_BACKEND', configMap, 'calico_backend')],
    hostPaths: [...(hasPaths ? [PATHS.hostLocal] : []), ...(cniBin === undefined ? [] : [cniBin])],
    securityContext: security,
  });
  const plugins = Container.of({ name: CNI_PLUGINS, image: version._hasOneImage ? version._cniPlugins : version._cni, mounts: [VolumeMount.of('/stage', STAGE)] });
  return [upgrade, ...(version._hasOneImage ? [plugins] : [])];
}

export function install({ version, profile, configMap, account, apiServer, security }: InitContainers): CniInstall {
  return {
    ...profile.installCni,
    image: version._cni,
    env: [
      ...apiServer,
      EnvVar.of('CNI_CONF_NAME', CONFLIST_FILE),
      EnvVar.fromConfigMap('CNI_NETWORK_CONFIG', configMap, 'cni_network_config'),
      EnvVar.fromField('KUBERNETES_NODE_NAME', 'spec.nodeName'),
      EnvVar.fromConfigMap('CNI_MTU', configMap, 'veth_mtu'),
      ...pluginAccount(account),
      EnvVar.of('SLEEP', 'false'),
    ],
    mounts: version._hasOneImage ? [VolumeMount.of('/opt/cni/bin', STAGE, { readOnly: true })] : [],
    securityContext: security,
  };
}

/** Mounts file systems for eBPF, also where it is not used: a switch of the dataplane must not depend on a restart. It never fails a node. */
export function bootstrap({ profile, security, hasPaths }: InitContainers, image: ImageName): Container {
  const isPrivileged = security?.privileged === true;
  return Container.of({
    ...profile.bootstrap,
    name: BOOTSTRAP,
    image,
    hostPaths: hasPaths ? [shared(PATHS.sysFs, isPrivileged), shared(PATHS.varRunCalico, isPrivileged), PATHS.nodeProc] : [],
    securityContext: security,
  });
}

export function agentPaths(profile: CalicoProfile): HostPath[] {
  return [...AGENT_PATHS, ...profile.hostPaths];
}
