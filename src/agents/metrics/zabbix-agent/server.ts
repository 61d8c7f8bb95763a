import { isIP } from 'net';
import { isHostName } from './names';
import { fail, show } from '../../../errors';
import { requirePort } from '../../../values/kube-names';
import { requireValues, valueClass } from '../../../values/require';

/** Of Zabbix servers and proxies. */
const TRAPPER_PORT = 10051;

/** A Zabbix server or proxy that agents ask what to check: one that can be connected to, and so never a network such as `0.0.0.0/0`. */
export class ZabbixServer {
  /**
   * A server or proxy.
   *
   * @param host its DNS name or address
   * @param port where it takes what agents send
   * @throws InvalidServer, InvalidPort
   */
  public static of(host: string, port: number = TRAPPER_PORT): ZabbixServer {
    requirePort('ZabbixServer.of', 'port', port);
    if (typeof host !== 'string' || !(isHostName(host) || isAddressOfOne(host))) {
      fail('InvalidServer', 'ZabbixServer.of', `host is ${show(host)}; write the DNS name or address of one server or proxy, without port, such as "zabbix.example.com"`);
    }
    return new ZabbixServer([`${isIP(host) === 6 ? `[${host}]` : host}:${port}`]);
  }

  /**
   * The nodes of one cluster of servers, of which one is active at a time.
   *
   * @throws InvalidServer, WrongType
   * @see https://www.zabbix.com/documentation/7.0/en/manual/concepts/server/ha
   */
  public static cluster(...nodes: ZabbixServer[]): ZabbixServer {
    requireValues('ZabbixServer.cluster', 'node', nodes, ZabbixServer);
    if (nodes.length < 2) {
      fail('InvalidServer', 'ZabbixServer.cluster', `there are ${nodes.length} nodes; write at least two, or ZabbixServer.of(…) for one server`);
    }
    return new ZabbixServer(nodes.flatMap(({ addresses }) => addresses));
  }

  private constructor(
    /** `host:port`, several for a cluster. */
    public readonly addresses: string[],
  ) {}

  /** In a list of servers. @internal */
  public _toText(): string {
    return this.addresses.join(';');
  }
}

valueClass(ZabbixServer, 'ZabbixServer', 'ZabbixServer.of("zabbix.example.com")');

function isAddressOfOne(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%') && !/^(0\.0\.0\.0|[0:]+)$/.test(text);
}
