import type { Duration } from 'cdk8s';
import { ZabbixActiveChecks, ZabbixPassiveChecks } from './checks';
import { ZabbixHostname } from './host';
import { ZabbixKeyRule, ZabbixUserParameter } from './item-keys';
import { ZabbixInclude, ZabbixPlugin } from './plugin';
import { ZabbixTls } from './tls';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { MountPropagation } from '../../../values/volume-mount';
import { AgentProps } from '../../common';

/** Zabbix agent 2. At least one of `passiveChecks` and `activeChecks` is needed. */
export interface ZabbixAgentDaemonSetProps extends AgentProps {
  /**
   * Servers and proxies ask the agent.
   *
   * @default - nobody can, and it listens nowhere
   */
  readonly passiveChecks?: ZabbixPassiveChecks;
  /**
   * The agent asks servers and proxies what to check, and sends the values.
   *
   * @default - it opens no connection
   */
  readonly activeChecks?: ZabbixActiveChecks;
  /**
   * How the agent and its servers know each other and encrypt what they say.
   *
   * @default - they do not: it can be read on the way, and whoever has an address of `passiveChecks` may ask
   */
  readonly tls?: ZabbixTls;
  /**
   * The name by which Zabbix knows the node.
   *
   * @default ZabbixHostname.nodeName() - the name that Kubernetes has for it, and no two nodes share
   */
  readonly hostname?: ZabbixHostname;
  /**
   * Which items may be asked for, in this order.
   *
   * @default - all but system.run
   */
  readonly itemKeys?: ZabbixKeyRule[];
  /**
   * Items of one's own.
   *
   * @default - none
   */
  readonly userParameters?: ZabbixUserParameter[];
  /**
   * Parameters of such items may have any character, those that mean something to a shell included: whoever may ask the item may run any command.
   *
   * @default false
   */
  readonly unsafeUserParameters?: boolean;
  /**
   * Settings of plugins.
   *
   * @default - theirs
   */
  readonly plugins?: ZabbixPlugin[];
  /**
   * More of the configuration in files: of Secrets, of ConfigMaps, of the image.
   *
   * @default - none; not the image's own either
   */
  readonly includes?: ZabbixInclude[];
  /**
   * An item that takes longer has failed, from 1 to 30 s.
   *
   * @default - unset: the agent's 3 s
   */
  readonly timeout?: Duration;
  /**
   * How much it prints: 0 start and end, 1 critical, 2 errors, 3 warnings, 4 and 5 debugging.
   *
   * @default - unset: the agent's 3
   */
  readonly debugLevel?: number;
  /**
   * Any other parameter by its name, such as `{ HeartbeatFrequency: '60' }`. What has a prop is written there.
   *
   * @default - none
   * @see https://www.zabbix.com/documentation/7.0/en/manual/appendix/config/zabbix_agent2
   */
  readonly config?: { [parameter: string]: string };
  /**
   * The image.
   *
   * @default zabbix/zabbix-agent2:ubuntu-7.0.16 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * Whether it sees the node's file systems, at `/hostfs/root`.
   *
   * @default true - items of file systems are among those that are asked for most: `vfs.fs.size[/hostfs/root,pused]`
   */
  readonly rootFileSystem?: boolean;
  /**
   * Whether file systems that the node mounts later are seen.
   *
   * @default MountPropagation.HOST_TO_CONTAINER - they are; NONE for nodes whose root is no shared mount, on which the pod would not start
   */
  readonly rootPropagation?: MountPropagation;
  /**
   * Where the persistent buffer of `activeChecks` is kept on the node, when there is one. Two agents on one node need two directories.
   *
   * @default HostPath.stateDirectory(name) - made when there is a persistent buffer, and given to the agent's group by an init container
   */
  readonly stateDirectory?: HostPath;
}
