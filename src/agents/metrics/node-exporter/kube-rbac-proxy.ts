import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { fail, show } from '../../../errors';
import { Rule } from '../../../objects/rbac';
import { Container } from '../../../pod/container';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { ImageName } from '../../../values/image-name';
import { FIELDS, TEXTS, of, requireKinds } from '../../../values/kinds';
import { requireDnsSubdomain, requirePort } from '../../../values/kube-names';
import { ListenAddress } from '../../../values/listen-address';
import { Probe } from '../../../values/probe';
import { requireFields, valueClass } from '../../../values/require';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

/** https://github.com/brancz/kube-rbac-proxy/releases */
const IMAGE = 'quay.io/brancz/kube-rbac-proxy:v0.22.1';
/** The user of its image. */
const USER = 65532;
const TLS = '/etc/tls/private';

export const PROXY = 'kube-rbac-proxy';
/** Name of the port that the proxy listens on, and of the Service's. */
export const HTTPS = 'https';

/** Review of who asks, and of what they may: all that the proxy asks the API server. */
export const PROXY_RULES: readonly Rule[] = [
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
];

/** How the proxy runs. */
export interface KubeRbacProxyOptions {
  /**
   * The image.
   *
   * @default quay.io/brancz/kube-rbac-proxy:v0.22.1 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * Where the program behind it listens, on loopback; on the host network a port of the node that no other program must have.
   *
   * @default 9101 - beside the exporter's own
   */
  readonly upstreamPort?: number;
  /**
   * A Secret of type `kubernetes.io/tls` that the proxy shows its certificate from.
   *
   * @default - it makes one for itself at every start, which nobody can check
   */
  readonly tlsSecretName?: string;
  /**
   * More arguments.
   *
   * @default - none
   */
  readonly args?: string[];
  /**
   * What it needs of its node.
   *
   * @default - requests 10m CPU and 20Mi memory, at most 64Mi memory: it keeps nothing but answers of the API server
   */
  readonly resources?: ContainerResources;
}

/**
 * A proxy in the same pod that lets in only who the API server says may `get` the path `/metrics`, over TLS; the program behind it listens on loopback alone.
 * Whoever scrapes needs a ClusterRole with `nonResourceURLs: ["/metrics"]` and `verbs: ["get"]`.
 *
 * @see https://github.com/brancz/kube-rbac-proxy
 */
export class KubeRbacProxy {
  /** @throws InvalidPort, InvalidName, WrongType */
  public static inFront(options: KubeRbacProxyOptions = {}): KubeRbacProxy {
    const where = 'KubeRbacProxy.inFront';
    requireFields(where, 'options', options);
    requireKinds(where, options, { image: of(ImageName), args: TEXTS, resources: FIELDS });
    const { upstreamPort = 9101, tlsSecretName } = options;
    requirePort(where, 'upstreamPort', upstreamPort);
    if (tlsSecretName !== undefined) {
      requireDnsSubdomain(where, 'tlsSecretName', tlsSecretName);
    }
    return new KubeRbacProxy(upstreamPort, options);
  }

  private constructor(
    /** Where the program behind it listens. */
    public readonly upstreamPort: number,
    private readonly options: KubeRbacProxyOptions,
  ) {}

  /** The container. Its probes ask for a connection: everything else needs rights that the kubelet has not. @internal */
  public _container(where: string, port: number, listenAddress: ListenAddress): Container {
    if (listenAddress.isLoopback) {
      fail('LoopbackWithProxy', where, 'listenAddress is loopback and rbacProxy is set, so that nobody could ask the proxy; drop one of them');
    }
    if (port === this.upstreamPort) {
      fail('PortTakenByProxy', where, `port is ${show(port)} and the proxy's upstreamPort, too; write another for one of them`);
    }
    const { image, tlsSecretName, args = [], resources } = this.options;
    const certificate = tlsSecretName === undefined ? [] : [`--tls-cert-file=${TLS}/tls.crt`, `--tls-private-key-file=${TLS}/tls.key`];
    const probe = Probe.tcpSocket(PortRef.named(HTTPS), { host: listenAddress._probeHost });
    return Container.of({
      name: PROXY,
      image: image ?? ImageName.of(IMAGE),
      args: [
        `--secure-listen-address=${listenAddress._withPort(port)}`, `--upstream=http://127.0.0.1:${this.upstreamPort}/`, '--allow-paths=/metrics', ...certificate, ...args,
      ],
      env: listenAddress._env,
      ports: [ContainerPort.named(HTTPS, port)],
      mounts: tlsSecretName === undefined ? [] : [VolumeMount.of(TLS, Volume.secretNamed('tls', tlsSecretName), { readOnly: true })],
      livenessProbe: probe,
      readinessProbe: probe,
      resources: resources ?? { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(20), limit: Size.mebibytes(64) } },
      securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: USER, runAsGroup: USER, capabilities: { drop: ['ALL'] } },
    });
  }
}

valueClass(KubeRbacProxy, 'KubeRbacProxy', 'KubeRbacProxy.inFront()');
