import { fail, show } from '../../../errors';
import { isAddress } from '../../../values/address';
import { EnvVar } from '../../../values/env-var';
import { isDataKey, isDnsSubdomain, requireDnsSubdomain, requirePort } from '../../../values/kube-names';
import { valueClass } from '../../../values/require';

const HOST = 'KUBERNETES_SERVICE_HOST';
const PORT = 'KUBERNETES_SERVICE_PORT';

/**
 * Where the API server is for who makes the network: Kubernetes' own address for it is a Service, which nobody reaches before kube-proxy or Cilium has made it.
 *
 * @see https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/
 */
export class CiliumApiServer {
  /**
   * An address that every node reaches by itself: a load balancer before the control plane, or the node's own proxy (`127.0.0.1`, 7445 on Talos, 6444 on k3s).
   *
   * @param host an IP address, or a name that the node's own name servers know
   * @param port where it listens
   * @throws InvalidHost, InvalidPort
   */
  public static of(host: string, port: number = 6443): CiliumApiServer {
    if (!isAddress(host) && !(typeof host === 'string' && isDnsSubdomain(host))) {
      fail('InvalidHost', 'CiliumApiServer.of', `host is ${show(host)}; write an IP address or a DNS name, without scheme and port`);
    }
    if (host.endsWith('.svc') || host.includes('.svc.')) {
      fail('InvalidHost', 'CiliumApiServer.of', `host is ${show(host)}, the name of a Service, which only cluster DNS knows; write an address that nodes reach before they have a network of pods`);
    }
    requirePort('CiliumApiServer.of', 'port', port);
    return new CiliumApiServer([EnvVar.of(HOST, host), EnvVar.of(PORT, `${port}`)]);
  }

  /**
   * The address out of a ConfigMap of the agent's namespace, where it differs from cluster to cluster.
   *
   * @param configMapName the ConfigMap
   * @param key its key with the host
   * @param port where it listens
   * @throws InvalidName, InvalidKey, InvalidPort
   */
  public static fromConfigMapNamed(configMapName: string, key: string, port: number = 6443): CiliumApiServer {
    requireDnsSubdomain('CiliumApiServer.fromConfigMapNamed', 'configMapName', configMapName);
    if (typeof key !== 'string' || !isDataKey(key)) {
      fail('InvalidKey', 'CiliumApiServer.fromConfigMapNamed', `key is ${show(key)}; write a key of the ConfigMap`);
    }
    requirePort('CiliumApiServer.fromConfigMapNamed', 'port', port);
    return new CiliumApiServer([EnvVar.fromConfigMapNamed(HOST, configMapName, key), EnvVar.of(PORT, `${port}`)]);
  }

  private constructor(/** @internal */ public readonly _env: EnvVar[]) {}
}

valueClass(CiliumApiServer, 'CiliumApiServer', 'CiliumApiServer.of("api.example.com", 6443)');
