import { Yaml } from 'cdk8s';
import { SysdigAgentDaemonSetProps } from './props';
import { SHIELD_SETTINGS } from './shield';
import { given } from '../../../pod/given';
import { Settings, merge } from '../../settings';

/** Where certificates are in the container; the agent names them from its own directory on. */
export const HOME = '/opt/draios';
const CERTIFICATES = 'certificates';
export const CERTIFICATE_DIRECTORY = `${HOME}/${CERTIFICATES}`;
export const PEER = 'collector';

/**
 * The agent's configuration.
 *
 * @see https://docs.sysdig.com/en/sysdig-secure/configuration-library/
 */
export function dragentYaml(props: SysdigAgentDaemonSetProps): string {
  const { region, tags = {}, shield, settings = {} } = props;
  const pairs = Object.entries(tags).map(([name, value]) => `${name}:${value}`);
  const made: Settings = given({
    ...(shield === undefined ? { new_k8s: true } : SHIELD_SETTINGS),
    k8s_cluster_name: props.clusterName,
    tags: pairs.length === 0 ? undefined : pairs.join(','),
    collector: region.collector,
    collector_port: region.collectorPort,
    sysdig_api_endpoint: region.apiEndpoint,
    ...tlsSettings(props),
    http_proxy: props.proxy === undefined ? undefined : { proxy_host: props.proxy.host, proxy_port: props.proxy.port },
    ...(shield === undefined ? { security: security(props) } : {}),
    ...(props.captures === undefined ? {} : { sysdig_capture_enabled: props.captures }),
  });
  return Yaml.stringify(merge(made, settings));
}

function security({ secure = true, auditServerPort }: SysdigAgentDaemonSetProps): Settings {
  return {
    enabled: secure,
    k8s_audit_server_enabled: auditServerPort !== undefined,
    ...(auditServerPort === undefined ? {} : { k8s_audit_server_port: auditServerPort, k8s_audit_server_url: '0.0.0.0' }),
  };
}

function tlsSettings({ tls }: SysdigAgentDaemonSetProps): Settings {
  if (tls === undefined) {
    return {};
  }
  const { ca } = tls._files(CERTIFICATES, PEER);
  return tls.isOn ? given({ ssl: true, ssl_verify_certificate: tls.verifies, ca_certificate: ca }) : { ssl: false };
}
