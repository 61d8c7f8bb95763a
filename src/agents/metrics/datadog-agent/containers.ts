import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { HEALTH_PORT, commonEnv, lastOfName, processEnv, systemProbeEnv, traceEnv } from './environment';
import { CONFIG, KERNEL_PATHS, PROCESS_PATH, configAlone, configMounts, copiedConfig, lookingPaths, ownLogsAlone, probeMounts, scratchMounts, socketMounts, socketPaths, userNames } from './paths';
import { Settings } from './settings';
import { systemProbePaths } from './system-probe';
import { Container, ContainerOptions, ImagePullPolicy } from '../../../pod/container';
import { given } from '../../../pod/given';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortProtocol, PortRef } from '../../../values/container-port';
import { ImageName } from '../../../values/image-name';
import { Probe } from '../../../values/probe';
import { AppArmorProfile, ContainerSecurity, SeccompProfile } from '../../../values/security';

export const INIT_CONFIG = 'init-config';
export const PROCESS_AGENT = 'process-agent';
export const SYSTEM_PROBE = 'system-probe';

/** Datadog's own list for it. https://github.com/DataDog/helm-charts/blob/main/charts/datadog/values.yaml */
export const SYSTEM_PROBE_CAPABILITIES = ['SYS_ADMIN', 'SYS_RESOURCE', 'SYS_PTRACE', 'NET_ADMIN', 'NET_BROADCAST', 'NET_RAW', 'IPC_LOCK', 'CHOWN', 'DAC_READ_SEARCH'];

/** What all of them have in common. */
export interface Kit {
  readonly settings: Settings;
  readonly image: ImageName;
  readonly imagePullPolicy: ImagePullPolicy | undefined;
  /** Unset when the default is off. */
  readonly security: ContainerSecurity | undefined;
  readonly hasResources: boolean;
  readonly hasProbes: boolean;
}

function container(kit: Kit, name: string, options: ContainerOptions): Container {
  return Container.of(given({ name, image: kit.image, imagePullPolicy: kit.imagePullPolicy, securityContext: kit.security, ...options }));
}

/** Requests in proportion to what Datadog measured; the rest is for pods and bursts. */
export function resources(cpuMillis: number, memory: number, most: number): ContainerResources {
  return { cpu: { request: Cpu.millis(cpuMillis) }, memory: { request: Size.mebibytes(memory), limit: Size.mebibytes(most) } };
}

function resourcesOf(kit: Kit, written: ContainerResources | undefined, usual: ContainerResources): ContainerResources | undefined {
  return written ?? (kit.hasResources ? usual : undefined);
}

/** They copy the image's configuration to where it can be written, and complete it. */
export function initContainers(kit: Kit): Container[] {
  const { settings } = kit;
  const { runtime } = settings;
  const least = resourcesOf(kit, undefined, resources(10, 32, 256));
  // Scripts of the image write where they like, and are gone before anything is received.
  const securityContext = kit.security === undefined ? undefined : { ...kit.security, readOnlyRootFilesystem: undefined };
  return [
    container(kit, 'init-volume', { command: ['bash', '-c'], args: [`cp -r ${CONFIG} /opt`], mounts: [copiedConfig()], resources: least, securityContext }),
    container(kit, INIT_CONFIG, {
      command: ['bash', '-c'],
      args: ['for script in $(find /etc/cont-init.d/ -type f -name \'*.sh\' | sort) ; do bash $script ; done'],
      env: commonEnv(settings),
      hostPaths: [PROCESS_PATH, ...(runtime._hostPath === undefined ? [] : [runtime._hostPath])],
      mounts: [configAlone(), ownLogsAlone()],
      resources: least,
      securityContext,
    }),
  ];
}

/** Each that was asked for, after the Agent itself. */
export function furtherContainers(kit: Kit): Container[] {
  const { apm, hasProcessAgent, systemProbe } = kit.settings;
  return [
    ...(apm.isOn ? [traceAgent(kit)] : []),
    ...(hasProcessAgent ? [processAgent(kit)] : []),
    ...(systemProbe === undefined ? [] : [systemProbeContainer(kit)]),
  ];
}

function traceAgent(kit: Kit): Container {
  const { settings } = kit;
  const { apm: { _entrance: { port }, _options: options } } = settings;
  const asks = { initialDelay: Duration.seconds(15), period: Duration.seconds(15), timeout: Duration.seconds(5) };
  return container(kit, 'trace-agent', {
    command: ['trace-loader', `${CONFIG}/datadog.yaml`, 'trace-agent', `-config=${CONFIG}/datadog.yaml`],
    env: lastOfName(commonEnv(settings), traceEnv(settings)),
    ports: tracePorts(settings),
    hostPaths: [...lookingPaths(settings), ...socketPaths(settings, true)],
    mounts: [...configMounts(settings, false), ...scratchMounts(), ...socketMounts(settings)],
    livenessProbe: kit.hasProbes && port !== undefined ? Probe.tcpSocket(PortRef.number(port), asks) : undefined,
    resources: resourcesOf(kit, options.resources, resources(20, 64, 256)),
  });
}

function processAgent(kit: Kit): Container {
  const { settings } = kit;
  return container(kit, PROCESS_AGENT, {
    command: ['process-agent', `--cfgpath=${CONFIG}/datadog.yaml`],
    env: lastOfName(commonEnv(settings), processEnv(settings)),
    hostPaths: [...lookingPaths(settings), ...userNames(settings), ...socketPaths(settings, false)],
    mounts: [...configMounts(settings, false), ...scratchMounts(), ...probeMounts(settings, false)],
    resources: resourcesOf(kit, settings.processes._options.resources, resources(20, 64, 256)),
  });
}

function systemProbeContainer(kit: Kit): Container {
  const { settings } = kit;
  const { _options: options } = settings.systemProbe!;
  return container(kit, SYSTEM_PROBE, {
    command: ['system-probe', `--config=${CONFIG}/system-probe.yaml`],
    env: lastOfName(commonEnv(settings), systemProbeEnv(settings)),
    hostPaths: [...KERNEL_PATHS, ...systemProbePaths(options)],
    mounts: [...configMounts(settings, false), ...scratchMounts(), ...probeMounts(settings, true)],
    // Without these it does nothing at all, whatever defaults are on.
    securityContext: {
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: SYSTEM_PROBE_CAPABILITIES },
      seccompProfile: options.seccompProfile ?? SeccompProfile.runtimeDefault(),
      appArmorProfile: AppArmorProfile.unconfined(),
    },
    resources: resourcesOf(kit, options.resources, resources(50, 128, 512)),
  });
}

/** Of the Agent: where metrics and OTLP come in. */
export function agentPorts({ dogstatsd: { _entrance: { port, hostPort } }, otlp }: Settings): ContainerPort[] {
  const otlpPort = (name: string, number: number) => ContainerPort.of(number, given({ name, hostPort: otlp?.hostPorts === true ? number : undefined }));
  return [
    ...(port === undefined ? [] : [ContainerPort.of(port, given({ name: 'dogstatsdport', protocol: PortProtocol.UDP, hostPort: hostPort ? port : undefined }))]),
    ...(otlp === undefined ? [] : [otlpPort('otlpgrpcport', otlp.grpcPort), otlpPort('otlphttpport', otlp.httpPort)]),
  ];
}

export function tracePorts({ apm: { _entrance: { port, hostPort } } }: Settings): ContainerPort[] {
  return port === undefined ? [] : [ContainerPort.of(port, given({ name: 'traceport', hostPort: hostPort ? port : undefined }))];
}

/** Of the Agent: each of its parts answers for itself. */
export function healthProbe(path: string): Probe {
  return Probe.httpGet(path, PortRef.number(HEALTH_PORT), {
    initialDelay: Duration.seconds(15), period: Duration.seconds(15), timeout: Duration.seconds(5), failureThreshold: 6,
  });
}
