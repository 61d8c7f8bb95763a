import { SysdigDriver } from './driver';
import { SysdigAgentDaemonSetProps, SysdigProxyOptions } from './props';
import { SysdigRegion } from './region';
import { requireNoSecrets } from './secrets';
import { SysdigShield } from './shield';
import { fail, show } from '../../../errors';
import { ClientTls } from '../../../values/client-tls';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, FIELDS, of, requireKinds } from '../../../values/kinds';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { requireDnsSubdomain, requirePort } from '../../../values/kube-names';
import { isValueOf, requireFields, requireList, requireText, requireTexts } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { agentProps } from '../../common';

/** Where the agent answers for its health. */
export const HEALTH_PORT = 24483;

const KINDS = {
  driver: of(SysdigDriver),
  shield: of(SysdigShield),
  secure: BOOLEAN,
  captures: BOOLEAN,
  tls: of(ClientTls),
  proxy: FIELDS,
  settings: FIELDS,
  driverImage: of(ImageName),
  driverResources: FIELDS,
  image: of(ImageName),
};

/** All that it takes. */
export const SYSDIG_PROPS = agentProps<SysdigAgentDaemonSetProps>({
  ...KINDS,
  accessKey: true,
  region: true,
  clusterName: true,
  tags: true,
  auditServerPort: true,
});

const PROXY = fieldsOf<SysdigProxyOptions>({ host: true, port: true, noProxy: true });

/** What can be seen to be wrong in the agent's own props. */
export function checkSysdig(where: string, props: SysdigAgentDaemonSetProps): void {
  if (typeof props !== 'object' || props === null || !isValueOf(props.accessKey, SecretKey)) {
    fail('MissingAccessKey', where, `accessKey is ${show((props as SysdigAgentDaemonSetProps | undefined)?.accessKey)}; write SecretKey.of("sysdig-agent", "access-key"), a key of a Secret in the agent's namespace`);
  }
  if (!isValueOf(props.region, SysdigRegion)) {
    fail('MissingRegion', where, `region is ${show(props.region)}; write the one that the account is of, such as SysdigRegion.EU1, or SysdigRegion.custom({ collector: "…" })`);
  }
  if (typeof props.clusterName !== 'string' || !/^[^\s,:]+$/.test(props.clusterName)) {
    fail('InvalidClusterName', where, `clusterName is ${show(props.clusterName)}; write a name without spaces, commas and colons, by which Sysdig tells this cluster from others`);
  }
  requireKinds(where, props, KINDS);
  checkTags(where, props.tags);
  checkProxy(where, props.proxy);
  requireNoSecrets(where, 'settings', props.settings ?? {});
  checkTogether(where, props);
}

function checkTags(where: string, tags: { [name: string]: string } | undefined): void {
  if (tags === undefined) {
    return;
  }
  requireTexts(where, 'tags', tags);
  const bad = Object.entries(tags).find((pair) => pair.some((text) => !/^[^\s,:]+$/.test(text)));
  if (bad !== undefined) {
    fail('InvalidTag', where, `tags have ${show(bad.join(':'))}, which would be read as several; write names and values without spaces, commas and colons`);
  }
}

function checkProxy(where: string, proxy: SysdigProxyOptions | undefined): void {
  if (proxy !== undefined) {
    requireFields(where, 'proxy', proxy);
    requireKnown(where, proxy, PROXY, 'proxy');
    requireDnsSubdomain(where, 'proxy.host', proxy.host);
    requirePort(where, 'proxy.port', proxy.port);
    if (proxy.noProxy !== undefined) {
      requireList(where, 'proxy.noProxy', proxy.noProxy);
      proxy.noProxy.forEach((host) => requireText(where, 'proxy.noProxy', host));
    }
  }
}

function checkTogether(where: string, props: SysdigAgentDaemonSetProps): void {
  const { platform, tls, auditServerPort, shield, secure, driver, driverImage, driverResources } = props;
  if (platform?.name === 'gke-autopilot' && platform.allowlist === undefined) {
    fail('RefusedByAutopilot', where, 'platform is GKE Autopilot, which refuses privileged containers, writable paths and most paths of the node, and knows Sysdig\'s agent by the form of Sysdig\'s own chart alone; install it by that chart with gke.autopilot: true');
  }
  if (tls?._files('', 'collector').certificate !== undefined) {
    fail('NoClientCertificate', where, 'tls is mutual, and the agent shows no certificate but its access key; write ClientTls.trusting(…)');
  }
  if (auditServerPort !== undefined) {
    requirePort(where, 'auditServerPort', auditServerPort);
    if (auditServerPort === HEALTH_PORT) {
      fail('OnePortForTwo', where, `auditServerPort is ${HEALTH_PORT}, where the agent answers for its health; write another`);
    }
  }
  if (shield !== undefined && (auditServerPort !== undefined || secure !== undefined)) {
    fail('NotOfShield', where, `${secure === undefined ? 'auditServerPort' : 'secure'} is set, and so is shield, which always applies rules and leaves the audit log to the Cluster Shield; drop one of them`);
  }
  if (driver?._isInstalled === false && (driverImage !== undefined || driverResources !== undefined)) {
    fail('NothingToInstall', where, `${driverImage === undefined ? 'driverResources' : 'driverImage'} is set, and the driver universalEbpf is in the agent, without an init container; drop it`);
  }
}
