import { KubeContainer, KubePodSpec, KubePort, KubeProbe } from './kube';
import { Problem, show } from '../errors';
import { repeated } from '../values/repeated';

/** What is wrong within and between the containers of a pod. Reads the rendered pod, so that it also holds for what defaults add. */
export function checkContainers(spec: KubePodSpec): Problem[] {
  const inits = spec.initContainers ?? [];
  const volumes = new Set((spec.volumes ?? []).map((volume) => volume.name));
  const all = [...spec.containers, ...inits];
  return [
    ...(spec.containers.length === 0 ? [{ code: 'NoContainers', message: 'the pod has no container; give at least one in containers, or call addContainer' }] : []),
    ...repeated(all, (container) => container.name).map((name) => (
      { code: 'DuplicateContainer', message: `two containers are named ${show(name)}; names are unique among containers, init containers and sidecars` })),
    ...repeated(spec.volumes, (volume) => volume.name).map((name) => (
      { code: 'DuplicateVolume', message: `two different volumes are named ${show(name)}; give one of them another name, HostPath by .named(…)` })),
    ...all.flatMap((container) => checkContainer(container, volumes)),
    ...inits.filter((container) => container.restartPolicy !== 'Always').flatMap(checkInit),
    ...checkHostPorts(spec, [...spec.containers, ...inits.filter((container) => container.restartPolicy === 'Always')]),
  ];
}

function checkContainer(container: KubeContainer, volumes: ReadonlySet<string>): Problem[] {
  const of = `container ${show(container.name)}`;
  const mounts = container.volumeMounts ?? [];
  return [
    ...repeated(mounts, (mount) => mount.mountPath).map((path) => (
      { code: 'DuplicateMountPath', message: `${of} has two mounts at ${show(path)}; drop one of them, or mount it elsewhere` })),
    ...mounts.filter((mount) => !volumes.has(mount.name)).map((mount) => (
      { code: 'MountWithoutVolume', message: `${of} mounts volume ${show(mount.name)} at ${show(mount.mountPath)}, and the pod has no such volume; add it to volumes, or mount it by VolumeMount.of(path, volume)` })),
    ...mounts.filter((mount) => mount.mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true).map((mount) => (
      { code: 'BidirectionalUnprivileged', message: `${of} mounts ${show(mount.mountPath)} with Bidirectional propagation and is not privileged, which the API server refuses; use HostToContainer, or privileged: true` })),
    ...repeated(container.env, (variable) => variable.name).map((name) => (
      { code: 'DuplicateEnv', message: `${of} sets variable ${show(name)} twice; keep one of them` })),
    ...repeated(container.ports, (port) => `${port.containerPort}/${port.protocol ?? 'TCP'}`).map((port) => (
      { code: 'DuplicatePort', message: `${of} has port ${port} twice, and server-side apply takes each once; keep one of them` })),
    ...repeated(container.ports?.filter((port) => port.name !== undefined), (port) => port.name!).map((name) => (
      { code: 'DuplicatePortName', message: `${of} has two ports named ${show(name)}; names are unique in a container` })),
    ...checkProbes(container, of),
  ];
}

function checkProbes(container: KubeContainer, of: string): Problem[] {
  const names = new Set((container.ports ?? []).map((port) => port.name));
  const asks: [string, KubeProbe | undefined][] = [
    ['livenessProbe', container.livenessProbe],
    ['readinessProbe', container.readinessProbe],
    ['startupProbe', container.startupProbe],
    ['postStart', container.lifecycle?.postStart],
    ['preStop', container.lifecycle?.preStop],
  ];
  return asks.flatMap(([what, probe]): Problem[] => {
    if (probe === undefined) {
      return [];
    }
    const port = probe.httpGet?.port ?? probe.tcpSocket?.port;
    return [
      ...(typeof port === 'string' && !names.has(port) ? [{
        code: 'ProbePortNotDeclared',
        message: `${of}: ${what} asks port ${show(port)}, which the container does not declare (it declares ${show([...names].filter((name) => name !== undefined))}); declare it by ContainerPort.named(${show(port)}, …), or ask PortRef.number(…)`,
      }] : []),
      ...((what === 'livenessProbe' || what === 'startupProbe') && (probe.successThreshold ?? 1) !== 1 ? [{
        code: 'SuccessThreshold',
        message: `${of}: successThreshold of ${what} is ${probe.successThreshold}; Kubernetes takes only 1 there`,
      }] : []),
    ];
  });
}

function checkInit(container: KubeContainer): Problem[] {
  const of = `init container ${show(container.name)}`;
  const set = (['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const).filter((what) => container[what] !== undefined);
  return [
    ...set.map((what) => ({
      code: 'InitContainerProbe', message: `${of} has ${what}, which only containers that go on running have; drop it, or add the container as a sidecar`,
    })),
    // It runs alone: its ports are in the way of each other only.
    ...repeated(container.ports?.filter((port) => port.hostPort !== undefined), hostPortOf).map((port) => (
      { code: 'DuplicateHostPort', message: `two ports of ${of} need ${port} of the node; give one of them another port or address` })),
  ];
}

function checkHostPorts(spec: KubePodSpec, running: readonly KubeContainer[]): Problem[] {
  const ports = running.flatMap((container) => (container.ports ?? []).map((port) => ({ container: container.name, ...port })));
  if (ports.length === 0) {
    return [];
  }
  const onHost = ports.map((port) => ({ ...port, hostPort: port.hostPort ?? (spec.hostNetwork === true ? port.containerPort : undefined) }))
    .filter((port) => port.hostPort !== undefined);
  return [
    ...(spec.hostNetwork === true ? ports.filter((port) => port.hostPort !== undefined && port.hostPort !== port.containerPort) : []).map((port) => ({
      code: 'HostPortDiffers',
      message: `container ${show(port.container)}: hostPort ${port.hostPort} is not containerPort ${port.containerPort}, and on the host network they are one; drop hostPort`,
    })),
    ...repeated(onHost, hostPortOf).map((port) => ({
      code: 'DuplicateHostPort',
      message: `two ports of the pod need ${port} of the node; give one of them another port or address`,
    })),
  ];
}

function hostPortOf(port: KubePort): string {
  return `${port.protocol ?? 'TCP'} ${port.hostIP ?? '0.0.0.0'}:${port.hostPort}`;
}
