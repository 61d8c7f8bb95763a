import { Line, requireLine } from './line';
import { requireItemKey } from './names';
import { fail, show } from '../../../errors';
import { EnvVar } from '../../../values/env-var';
import { requireText, valueClass } from '../../../values/require';

/*
 * The agent's file is the same on every node, so what differs comes from items. The item system.run is taken here whatever AllowKey and DenyKey say, and its shell knows the pod's environment.
 */
const HOSTNAME = 'ZBX_HOSTNAME';
const INTERFACE = 'ZBX_HOSTINTERFACE';

/** By which name Zabbix knows a node. */
export class ZabbixHostname {
  /**
   * The node's name in Kubernetes, after a prefix that tells clusters apart.
   *
   * @param prefix letters, digits, `.`, `_` and `-`
   * @throws InvalidHostname
   */
  public static nodeName(prefix: string = ''): ZabbixHostname {
    requireText('ZabbixHostname.nodeName', 'prefix', prefix);
    // A node's name takes up to 63 of the 128 characters there are, most of the time.
    if (!/^[-A-Za-z0-9_.]{0,64}$/.test(prefix)) {
      fail('InvalidHostname', 'ZabbixHostname.nodeName', `prefix is ${show(prefix)}; write at most 64 letters, digits, '.', '_' and '-'`);
    }
    return new ZabbixHostname(`system.run[echo ${prefix}$${HOSTNAME}]`, [EnvVar.fromField(HOSTNAME, 'spec.nodeName')]);
  }

  /**
   * What an item of the agent gives, such as `system.hostname[fqdn]`. Two nodes of one name are one host to Zabbix.
   *
   * @throws InvalidItemKey
   */
  public static item(key: string): ZabbixHostname {
    requireItemKey('ZabbixHostname.item', 'key', key);
    return new ZabbixHostname(key, []);
  }

  private constructor(private readonly key: string, /** @internal */ public readonly _env: EnvVar[]) {}

  /** @internal */
  public _lines(): Line[] {
    return [['HostnameItem', this.key]];
  }
}

/** What autoregistration is told of a host. */
export class ZabbixHostMetadata {
  /**
   * The same for every node.
   *
   * @param text at most 255 characters
   * @throws InvalidLine, MetadataTooLong
   */
  public static of(text: string): ZabbixHostMetadata {
    requireLine('ZabbixHostMetadata.of', 'text', text);
    requireShort('ZabbixHostMetadata.of', text);
    return new ZabbixHostMetadata(['HostMetadata', text]);
  }

  /**
   * What an item of the agent gives, such as `system.uname`.
   *
   * @throws InvalidItemKey
   */
  public static item(key: string): ZabbixHostMetadata {
    requireItemKey('ZabbixHostMetadata.item', 'key', key);
    return new ZabbixHostMetadata(['HostMetadataItem', key]);
  }

  private constructor(private readonly line: Line) {}

  /** @internal */
  public _lines(): Line[] {
    return [this.line];
  }
}

/** The address by which the server knows a host once it is registered. */
export class ZabbixHostInterface {
  /** The address by which the cluster knows the node. */
  public static nodeAddress(): ZabbixHostInterface {
    return new ZabbixHostInterface(`system.run[echo $${INTERFACE}]`, [EnvVar.fromField(INTERFACE, 'status.hostIP')]);
  }

  /** The node's name, where it is one of DNS: the host then survives a change of its address. */
  public static nodeName(): ZabbixHostInterface {
    return new ZabbixHostInterface(`system.run[echo $${INTERFACE}]`, [EnvVar.fromField(INTERFACE, 'spec.nodeName')]);
  }

  /**
   * What an item of the agent gives: an address or a DNS name.
   *
   * @throws InvalidItemKey
   */
  public static item(key: string): ZabbixHostInterface {
    requireItemKey('ZabbixHostInterface.item', 'key', key);
    return new ZabbixHostInterface(key, []);
  }

  private constructor(private readonly key: string, /** @internal */ public readonly _env: EnvVar[]) {}

  /** @internal */
  public _lines(): Line[] {
    return [['HostInterfaceItem', this.key]];
  }
}

valueClass(ZabbixHostname, 'ZabbixHostname', 'ZabbixHostname.nodeName()');
valueClass(ZabbixHostMetadata, 'ZabbixHostMetadata', 'ZabbixHostMetadata.of("kubernetes")');
valueClass(ZabbixHostInterface, 'ZabbixHostInterface', 'ZabbixHostInterface.nodeAddress()');

function requireShort(where: string, text: string): void {
  if ([...text].length > 255) {
    fail('MetadataTooLong', where, `text has ${[...text].length} characters, and not every version of the agent starts with more than 255; write less`);
  }
}
