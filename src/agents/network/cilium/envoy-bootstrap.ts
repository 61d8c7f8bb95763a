/** Where agent and Envoy meet. */
const SOCKETS = '/var/run/cilium/envoy/sockets';
export const ENVOY_HEALTH_PORT = 9878;

const CONNECT_TIMEOUT = '2s';
const TYPES = 'type.googleapis.com';
const HTTP = `${TYPES}/envoy.extensions.upstreams.http.v3.HttpProtocolOptions`;
const AGENT = 'xds-grpc-cilium';
const ADMIN = '/envoy-admin';

/**
 * What Envoy starts with: it asks the agent of its node for all the rest, by the one stream (ADS) of `envoy-xds-mode: ads`. The names of clusters are those that the agent's
 * answers mean.
 */
export function envoyBootstrap(ipv4: boolean, ipv6: boolean): object {
  const loopbacks = [...(ipv4 ? ['127.0.0.1'] : []), ...(ipv6 ? ['::1'] : [])];
  return {
    node: { id: 'host~127.0.0.1~no-id~localdomain', cluster: 'ingress-cluster' },
    admin: { address: pipe('admin.sock', 0o660) },
    staticResources: {
      listeners: [healthListener(loopbacks)],
      clusters: [
        original('ingress-cluster'), original('ingress-cluster-tls', true), original('egress-cluster'), original('egress-cluster-tls', true),
        { ...local(AGENT, 'xds.sock'), circuitBreakers: limits(), typedExtensionProtocolOptions: protocol({ explicitHttpConfig: { http2ProtocolOptions: {} } }) },
        local(ADMIN, 'admin.sock'),
      ],
    },
    dynamicResources: {
      adsConfig: { apiType: 'GRPC', transportApiVersion: 'V3', setNodeOnFirstMessageOnly: true, grpcServices: [{ envoyGrpc: { clusterName: AGENT } }] },
      ldsConfig: { initialFetchTimeout: '30s', ads: {}, resourceApiVersion: 'V3' },
      cdsConfig: { initialFetchTimeout: '30s', ads: {}, resourceApiVersion: 'V3' },
    },
    bootstrapExtensions: [{
      name: 'envoy.bootstrap.internal_listener',
      typedConfig: { '@type': `${TYPES}/envoy.extensions.bootstrap.internal_listener.v3.InternalListener` },
    }],
    overloadManager: {
      resourceMonitors: [{
        name: 'envoy.resource_monitors.global_downstream_max_connections',
        typedConfig: { '@type': `${TYPES}/envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig`, 'max_active_downstream_connections': '50000' },
      }],
    },
  };
}

function pipe(name: string, mode?: number): object {
  return { pipe: { path: `${SOCKETS}/${name}`, ...(mode === undefined ? {} : { mode }) } };
}

function limits(): object {
  return { thresholds: [{ maxRetries: 128, maxConnections: 1024, maxRequests: 1024 }] };
}

function protocol(options: object): object {
  return { 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': { '@type': HTTP, ...options } };
}

/** Goes to where the packet was meant to go. */
function original(name: string, isTls: boolean = false): object {
  return {
    name,
    type: 'ORIGINAL_DST',
    connectTimeout: CONNECT_TIMEOUT,
    circuitBreakers: limits(),
    lbPolicy: 'CLUSTER_PROVIDED',
    typedExtensionProtocolOptions: protocol({
      commonHttpProtocolOptions: { idleTimeout: '60s', maxConnectionDuration: '0s', maxRequestsPerConnection: 0 },
      ...(isTls ? { upstreamHttpProtocolOptions: {} } : {}),
      useDownstreamProtocolConfig: {},
    }),
    cleanupInterval: '2.500s',
    ...(isTls ? { transportSocket: { name: 'cilium.tls_wrapper', typedConfig: { '@type': `${TYPES}/cilium.UpstreamTlsWrapperContext` } } } : {}),
  };
}

function local(name: string, socket: string): object {
  return {
    name,
    type: 'STATIC',
    connectTimeout: CONNECT_TIMEOUT,
    loadAssignment: { clusterName: name, endpoints: [{ lbEndpoints: [{ endpoint: { address: pipe(socket) } }] }] },
  };
}

/** On loopback only: the kubelet asks whether Envoy is ready. */
function healthListener([first, ...others]: readonly string[]): object {
  const address = (text: string) => ({ socketAddress: { address: text, portValue: ENVOY_HEALTH_PORT } });
  const route = { match: { prefix: '/healthz' }, route: { cluster: ADMIN, prefixRewrite: '/ready' }, name: 'health' };
  return {
    name: 'envoy-health-listener',
    address: address(first),
    ...(others.length === 0 ? {} : { additionalAddresses: others.map((other) => ({ address: address(other) })) }),
    filterChains: [{
      filters: [{
        name: 'envoy.filters.network.http_connection_manager',
        typedConfig: {
          '@type': `${TYPES}/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
          'statPrefix': 'envoy-health-listener',
          'routeConfig': { virtualHosts: [{ name: 'health', domains: ['*'], routes: [route] }] },
          'httpFilters': [{ name: 'envoy.filters.http.router', typedConfig: { '@type': `${TYPES}/envoy.extensions.filters.http.router.v3.Router` } }],
          'streamIdleTimeout': '300s',
        },
      }],
    }],
  };
}
