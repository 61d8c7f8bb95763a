import { CalicoVersion } from './version';
import { ContainerOptions } from '../../../pod/container';
import { HostPath } from '../../../values/host-path';

/** How a version's programs are started: the names of one and the same things, before v3.33 and from it on. */
export interface CalicoProfile {
  readonly cniVersion: string;
  readonly upgradeIpam: ContainerOptions;
  readonly installCni: ContainerOptions;
  readonly bootstrap: ContainerOptions;
  readonly kubeControllers: ContainerOptions;
  readonly kubeControllersHealth: readonly string[];
  readonly typha: ContainerOptions;
  readonly shutdown: string[];
  /** What is asked for its health, `felix` and `bird`, for `live` or `ready`. */
  readonly health: (programs: readonly string[], question: string) => string[];
  /** Of the node agent, besides those of every version. */
  readonly hostPaths: readonly HostPath[];
}

const BEFORE: CalicoProfile = {
  cniVersion: '0.3.1',
  upgradeIpam: { command: ['/opt/cni/bin/calico-ipam', '-upgrade'] },
  installCni: { command: ['/opt/cni/bin/install'] },
  bootstrap: { command: ['calico-node', '-init', '-best-effort'] },
  kubeControllers: {},
  kubeControllersHealth: ['/usr/bin/check-status'],
  typha: {},
  shutdown: ['/bin/calico-node', '-shutdown'],
  health: (programs, question) => ['/bin/calico-node', ...programs.map((program) => `-${program}-${question}`)],
  hostPaths: [],
};

/** Read from the templates of the release branch. */
const WITH_ONE_IMAGE: CalicoProfile = {
  cniVersion: '1.0.0',
  upgradeIpam: { command: ['/usr/bin/calico-ipam', '-upgrade'] },
  installCni: { args: ['component', 'cni', 'install'] },
  bootstrap: { command: ['calico', 'component', 'node', 'init', '--best-effort'] },
  kubeControllers: { args: ['component', 'kube-controllers'] },
  kubeControllersHealth: ['/usr/bin/calico', 'component', 'kube-controllers', 'kube-controllers-health'],
  typha: { args: ['component', 'typha'] },
  shutdown: ['calico', 'component', 'node', 'shutdown'],
  health: (programs, question) => ['calico', 'component', 'node', 'health', ...programs.map((program) => `--${program}-${question}`)],
  hostPaths: [HostPath.of('/sys/kernel/security').because('what the kernel\'s security modules leave to eBPF is read there')],
};

export function profileOf(version: CalicoVersion): CalicoProfile {
  return version._hasOneImage ? WITH_ONE_IMAGE : BEFORE;
}
