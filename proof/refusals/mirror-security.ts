import { agent, container, Mirror } from './refusal';
import { AppArmorProfile, Container, ImageName, ProcMount } from '../../src';

const image = ImageName.of('registry.example.com/agent:v1.0.0');

/** Of privileges, users and kernel settings. */
export const SECURITY: readonly Mirror[] = [
  {
    code: 'InvalidId',
    mistake: 'a negative user',
    write: (chart, line) => agent(chart, line, {}, { securityContext: { runAsUser: -1 } }),
    says: /runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive/,
  },
  {
    code: 'InvalidId',
    mistake: 'a group of more than 31 bits',
    write: (chart, line) => agent(chart, line, { podSecurityContext: { fsGroup: 2147483648 } }),
    says: /fsGroup: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive/,
  },
  {
    code: 'UnknownPolicy',
    mistake: 'a policy of the owner group that there is not',
    write: (chart, line) => agent(chart, line, { podSecurityContext: { fsGroup: 1000, fsGroupChangePolicy: 'Never' } }),
    says: /fsGroupChangePolicy: Unsupported value: "Never"/,
  },
  {
    code: 'InvalidSysctl',
    mistake: 'a kernel setting in capitals',
    write: (chart, line) => agent(chart, line, { podSecurityContext: { sysctls: { 'Net.core': '1' } } }),
    says: /sysctls\[0\]\.name: Invalid value: "Net\.core": must have at most 253 characters/,
  },
  {
    code: 'SysctlOfHost',
    mistake: "a setting of the network, which is the node's",
    write: (chart, line) => agent(chart, line, { hostNetwork: true, podSecurityContext: { sysctls: { 'net.core.somaxconn': '1024' } } }),
    says: /may not be specified when 'hostNetwork' is true/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidWindowsUser',
    mistake: 'a Windows user with two backslashes',
    write: (chart, line) => agent(chart, line, { podSecurityContext: { windowsOptions: { runAsUserName: 'a\\b\\c' } } }),
    says: /runAsUserName cannot contain more than one backslash/,
  },
  {
    code: 'InvalidName',
    mistake: 'a GMSA credential spec with a space',
    write: (chart, line) => agent(chart, line, { podSecurityContext: { windowsOptions: { gmsaCredentialSpecName: 'a b' } } }),
    says: /gmsaCredentialSpecName: Invalid value: "a b"/,
  },
  {
    code: 'PrivilegedWithoutEscalation',
    mistake: 'a privileged container that may not escalate',
    write: (chart, line) => agent(chart, line, {}, { securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    says: /cannot set `allowPrivilegeEscalation` to false and `privileged` to true/,
  },
  {
    code: 'SharedAndHostPid',
    mistake: "the pod's and the node's processes at once",
    write: (chart, line) => agent(chart, line, { shareProcessNamespace: true, hostPid: true }),
    says: /ShareProcessNamespace and HostPID cannot both be enabled/,
  },
  {
    code: 'UserNamespaceWithHost',
    mistake: "users of its own and the node's processes",
    write: (chart, line) => agent(chart, line, { hostUsers: false, hostPid: true }),
    says: /HostPID: Forbidden: when `hostUsers` is false/,
    lines: ['1.36'],
  },
  {
    code: 'UserNamespaceWithHost',
    mistake: "users of its own and the node's network",
    write: (chart, line) => agent(chart, line, { hostUsers: false, hostNetwork: true }),
    says: /hostNetwork: Forbidden: when `hostUsers` is false/,
    lines: ['1.36'],
  },
  {
    code: 'UnmaskedWithHostUsers',
    mistake: "an unmasked /proc with the node's users",
    write: (chart, line) => agent(chart, line, {}, { securityContext: { procMount: ProcMount.UNMASKED } }),
    says: /`hostUsers` must be false to use `Unmasked`/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidProfile',
    mistake: 'an AppArmor profile with a space at its end',
    write: () => AppArmorProfile.localhost('agent '),
    manifest: container({ securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'agent ' } } }),
    says: /localhostProfile: Invalid value: "agent ": must not be padded with whitespace/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidProfile',
    mistake: 'an annotation of AppArmor that contradicts the field',
    write: (chart, line) => agent(chart, line, { podAnnotations: { 'container.apparmor.security.beta.kubernetes.io/agent': 'unconfined' } }, {
      securityContext: { appArmorProfile: AppArmorProfile.localhost('strict') },
    }),
    says: /appArmorProfile\.type: Forbidden: apparmor type in annotation and field must match/,
    lines: ['1.36'],
  },
  {
    code: 'InvalidProfile',
    mistake: 'an annotation of seccomp that contradicts the field, which is a default',
    write: (chart, line) => agent(chart, line, { podAnnotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } }),
    says: /seccompProfile\.type: Forbidden: seccomp type in annotation and field must match/,
  },
  {
    code: 'UnknownContainer',
    mistake: 'an annotation of AppArmor for a container that there is not',
    write: (chart, line) => agent(chart, line, { podAnnotations: { 'container.apparmor.security.beta.kubernetes.io/other': 'unconfined' } }),
    says: /annotations\[container\.apparmor\.security\.beta\.kubernetes\.io\/other\]: Invalid value: "other": container not found/,
  },
  {
    code: 'InvalidProfile',
    mistake: 'an annotation of AppArmor that names no profile',
    write: (chart, line) => agent(chart, line, { podAnnotations: { 'container.apparmor.security.beta.kubernetes.io/agent': 'strict' } }),
    says: /invalid AppArmor profile name: "strict"/,
  },
  {
    code: 'InvalidProfile',
    mistake: 'an annotation of seccomp that names no profile',
    write: (chart, line) => agent(chart, line, { podAnnotations: { 'container.seccomp.security.alpha.kubernetes.io/agent': 'foo' } }),
    says: /Invalid value: "foo": must be a valid seccomp profile/,
  },
  {
    code: 'InvalidNumber',
    mistake: 'a deletion cost that is no number',
    write: (chart, line) => agent(chart, line, { podAnnotations: { 'controller.kubernetes.io/pod-deletion-cost': 'high' } }),
    says: /pod-deletion-cost\]: Invalid value: "high": must be a 32bit integer/,
  },
  {
    code: 'NotInDaemonSet',
    mistake: 'an annotation of pods from files of the node',
    write: (chart, line) => agent(chart, line, { podAnnotations: { 'kubernetes.io/config.mirror': 'x' } }),
    says: /must set spec\.nodeName if mirror pod annotation is set/,
  },
  {
    code: 'HostProcessDiffers',
    mistake: 'a container that is no HostProcess container in a pod that says they all are',
    write: (chart, line) => agent(chart, line, { hostNetwork: true, podSecurityContext: { windowsOptions: { hostProcess: true } } }, {
      securityContext: { windowsOptions: { hostProcess: false } },
    }),
    says: /pod hostProcess value must be identical if both are specified/,
  },
  {
    code: 'SomeHostProcess',
    mistake: 'one HostProcess container beside another that is none',
    write: (chart, line) => agent(chart, line, { hostNetwork: true }, { securityContext: { windowsOptions: { hostProcess: true } } })
      .addContainer(Container.of({ name: 'other', image })),
    says: /If pod contains any hostProcess containers then all containers must be HostProcess containers/,
  },
  {
    code: 'HostProcessWithoutHostNetwork',
    mistake: "HostProcess containers without the node's network",
    write: (chart, line) => agent(chart, line, { podSecurityContext: { windowsOptions: { hostProcess: true } } }),
    says: /hostNetwork must be true if pod contains any hostProcess containers/,
  },
];
