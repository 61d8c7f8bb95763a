import { isIP } from 'net';
import type { Duration } from 'cdk8s';
import { ZabbixHostInterface, ZabbixHostMetadata } from './host';
import { Line } from './line';
import { isHostName } from './names';
import { ZabbixServer } from './server';
import { fail, show } from '../../../errors';
import { DURATION } from '../../../pod/nested-kinds';
import { BOOLEAN, of, requireKinds } from '../../../values/kinds';
import { requireWholeNumber, wholeSeconds } from '../../../values/kube-names';
import { ListenAddress } from '../../../values/listen-address';
import { firstRepeated } from '../../../values/repeated';
import { requireFields, requireList, requireValues, valueClass } from '../../../values/require';

/** How the agent listens for passive checks. */
export interface ZabbixPassiveChecksOptions {
  /**
   * Where it listens, from 1024 to 32767.
   *
   * @default 10050 - the agent's own
   */
  readonly port?: number;
  /**
   * On which address. The pod's own cannot be written into the agent's file.
   *
   * @default ListenAddress.everywhere() - servers ask by the node's address, whichever that is
   */
  readonly listenAddress?: ListenAddress;
}

/** A server or proxy asks the agent for each value. */
export class ZabbixPassiveChecks {
  /**
   * From these servers, proxies and networks only.
   *
   * @param peers addresses, networks such as `10.244.0.0/16`, DNS names. A server in a pod asks from the pod's address: write the pods' network, not the Service's name
   * @throws MissingPeers, InvalidPeer, InvalidNumber, InvalidAddress, WrongType
   */
  public static from(peers: string[], options: ZabbixPassiveChecksOptions = {}): ZabbixPassiveChecks {
    requireList('ZabbixPassiveChecks.from', 'peers', peers);
    if (peers.length === 0) {
      fail('MissingPeers', 'ZabbixPassiveChecks.from', 'peers are []; write who may ask, such as ["10.244.0.0/16"], or ZabbixPassiveChecks.fromAnywhere()');
    }
    peers.forEach(requirePeer);
    return new ZabbixPassiveChecks('ZabbixPassiveChecks.from', [...peers], options);
  }

  /**
   * From whoever reaches the node: on the host network every program that can connect to it, network policies have no effect there, and every file that
   * everybody on the node may read can be asked for. Better with `tls`.
   *
   * @throws InvalidNumber, InvalidAddress, WrongType
   */
  public static fromAnywhere(options: ZabbixPassiveChecksOptions = {}): ZabbixPassiveChecks {
    return new ZabbixPassiveChecks('ZabbixPassiveChecks.fromAnywhere', ['0.0.0.0/0', '::/0'], options);
  }

  /** Where it listens. */
  public readonly port: number;
  /** @internal */
  public readonly _address: ListenAddress;

  private constructor(
    where: string,
    /** Who may ask. */
    public readonly peers: string[],
    options: ZabbixPassiveChecksOptions,
  ) {
    requireFields(where, 'options', options);
    requireKinds(where, options, { listenAddress: of(ListenAddress) });
    this.port = options.port ?? 10050;
    requireWholeNumber(where, 'port', this.port, 1024, 32767);
    this._address = options.listenAddress ?? ListenAddress.everywhere();
    if (this._address._env.length > 0) {
      fail('InvalidAddress', where, 'listenAddress is the pod\'s own, which differs from node to node, and the agent\'s file is the same on all; write ListenAddress.of("…"), or leave it out');
    }
  }

  /** @internal */
  public _lines(): Line[] {
    const address = this._address._probeHost;
    return [['Server', this.peers.join(',')], ['ListenPort', this.port], ...(address === undefined ? [] : [['ListenIP', address] as const])];
  }
}

valueClass(ZabbixPassiveChecks, 'ZabbixPassiveChecks', 'ZabbixPassiveChecks.from(["10.244.0.0/16"])');

/** How values of active checks are collected and sent. */
export interface ZabbixActiveChecksOptions {
  /**
   * Values that could not be sent are kept in a file of the state directory, so that they outlive a restart and a time without the server.
   *
   * @default false - in memory, of 1000 values at most
   */
  readonly persistentBuffer?: boolean;
  /**
   * For so long they are kept when the server is away, from one minute to a year.
   *
   * @default - unset: the agent's 1 h
   */
  readonly persistentBufferPeriod?: Duration;
  /**
   * Values in memory, from 2 to 65535, without the persistent buffer.
   *
   * @default - unset: the agent's 1000
   */
  readonly bufferSize?: number;
  /**
   * A value waits at most so long for others to be sent with, up to one hour.
   *
   * @default - unset: the agent's 5 s
   */
  readonly bufferSend?: Duration;
  /**
   * How often it asks for its list of checks, up to one day.
   *
   * @default - unset: the agent's 5 s
   */
  readonly refreshInterval?: Duration;
  /**
   * What autoregistration is told of the host, by which actions choose templates.
   *
   * @default - nothing
   */
  readonly hostMetadata?: ZabbixHostMetadata;
  /**
   * The address by which the server knows the host once it is registered.
   *
   * @default - unset: the one that the agent connects from
   */
  readonly hostInterface?: ZabbixHostInterface;
}

/** The agent asks servers and proxies what to check, and sends the values: it needs no open port, and may register itself. */
export class ZabbixActiveChecks {
  /**
   * @param servers each gets all values
   * @throws MissingServers, ServerTwice, PeriodWithoutBuffer, BufferSizeWithoutEffect, InvalidNumber, WrongType
   */
  public static to(servers: ZabbixServer[], options: ZabbixActiveChecksOptions = {}): ZabbixActiveChecks {
    const where = 'ZabbixActiveChecks.to';
    requireList(where, 'servers', servers);
    requireValues(where, 'server', servers, ZabbixServer);
    requireFields(where, 'options', options);
    if (servers.length === 0) {
      fail('MissingServers', where, 'servers are []; write at least one, such as ZabbixServer.of("zabbix.example.com")');
    }
    const addresses = servers.flatMap((server) => server.addresses);
    const twice = firstRepeated(addresses);
    if (twice !== undefined) {
      fail('ServerTwice', where, `servers have ${twice} twice, and the agent does not start; write it once`);
    }
    checkActive(where, options);
    return new ZabbixActiveChecks([...servers], { ...options });
  }

  private constructor(
    /** Whom it asks. */
    public readonly servers: ZabbixServer[],
    /** @internal */
    public readonly _options: ZabbixActiveChecksOptions,
  ) {}

  /** Whether values are kept on the node. */
  public get keepsBuffer(): boolean {
    return this._options.persistentBuffer === true;
  }

  /** @internal */
  public _lines(buffer: string | undefined): Line[] {
    const { persistentBufferPeriod, bufferSize, bufferSend, refreshInterval } = this._options;
    const seconds = (name: string, time: Duration | undefined): Line[] => (time === undefined ? [] : [[name, time.toSeconds()]]);
    return [
      ['ServerActive', this.servers.map((server) => server._toText()).join(',')],
      ...seconds('RefreshActiveChecks', refreshInterval),
      ...seconds('BufferSend', bufferSend),
      ...(bufferSize === undefined ? [] : [['BufferSize', bufferSize] as const]),
      ...(buffer === undefined ? [] : [['EnablePersistentBuffer', 1] as const, ['PersistentBufferFile', buffer] as const]),
      ...(persistentBufferPeriod === undefined ? [] : [['PersistentBufferPeriod', `${persistentBufferPeriod.toSeconds()}s`] as const]),
    ];
  }
}

valueClass(ZabbixActiveChecks, 'ZabbixActiveChecks', 'ZabbixActiveChecks.to([ZabbixServer.of("zabbix.example.com")])');

const DAY = 24 * 60 * 60;

function checkActive(where: string, options: ZabbixActiveChecksOptions): void {
  requireKinds(where, options, {
    persistentBuffer: BOOLEAN,
    persistentBufferPeriod: DURATION,
    bufferSend: DURATION,
    refreshInterval: DURATION,
    hostMetadata: of(ZabbixHostMetadata),
    hostInterface: of(ZabbixHostInterface),
  });
  const within = (what: 'persistentBufferPeriod' | 'bufferSend' | 'refreshInterval', least: number, most: number) => {
    const time = options[what];
    if (time !== undefined) {
      requireWholeNumber(where, `${what} in seconds`, wholeSeconds(where, what, time, least), least, most);
    }
  };
  within('persistentBufferPeriod', 60, 365 * DAY);
  within('bufferSend', 1, 3600);
  within('refreshInterval', 1, DAY);
  if (options.bufferSize !== undefined) {
    requireWholeNumber(where, 'bufferSize', options.bufferSize, 2, 65535);
  }
  if (options.persistentBufferPeriod !== undefined && options.persistentBuffer !== true) {
    fail('PeriodWithoutBuffer', where, 'persistentBufferPeriod is set, and nothing is kept on the node; write persistentBuffer: true as well, or drop it');
  }
  if (options.bufferSize !== undefined && options.persistentBuffer === true) {
    fail('BufferSizeWithoutEffect', where, 'bufferSize is of the buffer in memory, and persistentBuffer takes its place; drop one of them');
  }
}

function requirePeer(peer: unknown): void {
  const where = 'ZabbixPassiveChecks.from';
  const [address, length, more] = typeof peer === 'string' ? peer.split('/') : [];
  const version = address === undefined || address.includes('%') ? 0 : isIP(address);
  if (length !== undefined && /^0+$/.test(length) && version !== 0) {
    fail('InvalidPeer', where, `peer is ${show(peer)}, which is everybody; write the servers' addresses or networks, or ZabbixPassiveChecks.fromAnywhere() when that is meant`);
  }
  const isNetwork = version !== 0 && more === undefined && /^\d{1,3}$/.test(length ?? '') && Number(length) <= (version === 4 ? 32 : 128);
  const isOne = length === undefined && address !== undefined && (version !== 0 || isHostName(address));
  if (!isNetwork && !isOne) {
    fail('InvalidPeer', where, `peer is ${show(peer)}; write an address, a network such as "10.244.0.0/16", or a DNS name, without port`);
  }
}
