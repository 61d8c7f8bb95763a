import { KubePodSpec } from './kube';

/** A port of the node that a pod takes. */
export interface HostPort {
  readonly port: number;
  readonly protocol: string;
  readonly ip: string;
}

const EVERY_ADDRESS = '0.0.0.0';

/**
 * The ports that a pod holds on its node (items 25 and 26): of its containers and sidecars, not of init containers, which have ended.
 * On the host network each container port is one, which the API server writes into pods and not into templates.
 */
export function hostPorts(spec: KubePodSpec): HostPort[] {
  const sidecars = (spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return [...sidecars, ...spec.containers].flatMap((container) => container.ports ?? [])
    .map(({ containerPort, hostPort, hostIP, protocol }) => ({
      port: (hostPort ?? 0) === 0 && spec.hostNetwork === true ? containerPort : hostPort ?? 0,
      protocol: (protocol ?? '') === '' ? 'TCP' : protocol!,
      ip: (hostIP ?? '') === '' ? EVERY_ADDRESS : hostIP!,
    }))
    .filter(({ port }) => port > 0);
}

/** Item 25: same port and protocol, and the same address or one of them every address. */
export function portsClash(a: HostPort, b: HostPort): boolean {
  return a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === EVERY_ADDRESS || b.ip === EVERY_ADDRESS);
}

/** `9100/TCP`, with the address where it is not every one. */
export function showPort({ port, protocol, ip }: HostPort): string {
  return `${port}/${protocol}${ip === EVERY_ADDRESS ? '' : ` of ${ip}`}`;
}
