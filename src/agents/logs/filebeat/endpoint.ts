import { EnvVar } from '../../../values/env-var';
import { ListenAddress } from '../../../values/listen-address';

/** Filebeat's HTTP endpoint, and whom the kubelet must ask for it. */
export interface Endpoint {
  /** As `http.host` takes it. */
  readonly host: string;
  readonly port: number;
  readonly env: readonly EnvVar[];
  /** Unset for the pod's address. */
  readonly probeHost: string | undefined;
  /** Whether the kubelet reaches it at all. */
  readonly answersKubelet: boolean;
}

/**
 * Filebeat takes an address of IPv4 as it is, and one of IPv6 as a URL with the port; else it takes what stands before the first colon for a scheme.
 *
 * @see https://github.com/elastic/elastic-agent-libs/blob/main/api/server.go
 */
export function endpointOf(address: ListenAddress, port: number, onHostNetwork: boolean): Endpoint {
  const env = address._env;
  const text = address._withPort(port).slice(0, -`:${port}`.length);
  const host = env.length > 0 ? `\${${env[0].name}}` : text === '' ? `http://[::]:${port}` : text.startsWith('[') ? `http://${text}:${port}` : text;
  return { host, port, env, probeHost: address._probeHost, answersKubelet: onHostNetwork || !address.isLoopback };
}
