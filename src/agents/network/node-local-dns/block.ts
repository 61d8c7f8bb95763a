import { requireServer, requireZone } from './addresses';
import { NodeLocalDnsCache } from './cache';
import { requireDirectives } from './directives';
import { fail, show } from '../../../errors';
import { BOOLEAN, of, requireKinds } from '../../../values/kinds';
import { requireFields, requireList, requireText, valueClass } from '../../../values/require';

/** How a domain's servers are asked. */
export interface NodeLocalDnsStubDomainOptions {
  /**
   * What is kept of their answers.
   *
   * @default - the cache's own for names outside of the cluster
   */
  readonly cache?: NodeLocalDnsCache;
  /**
   * Always over TCP, however the cache is asked.
   *
   * @default false - as the cache is asked
   */
  readonly forceTcp?: boolean;
}

/** A domain with servers of its own. */
export class NodeLocalDnsStubDomain {
  /**
   * @param zone such as `corp.example.com`
   * @param servers addresses, with a port where it is not 53; at most 15
   * @throws InvalidZone, InvalidServer, NoServers, WrongType
   */
  public static of(zone: string, servers: string[], options: NodeLocalDnsStubDomainOptions = {}): NodeLocalDnsStubDomain {
    const where = 'NodeLocalDnsStubDomain.of';
    requireZone(where, 'zone', zone);
    requireServers(where, 'servers', servers);
    requireFields(where, 'options', options);
    requireKinds(where, options, { cache: of(NodeLocalDnsCache), forceTcp: BOOLEAN });
    return new NodeLocalDnsStubDomain(zone, [...servers], { ...options });
  }

  private constructor(
    /** The domain. */
    public readonly zone: string,
    /** Who is asked for it. */
    public readonly servers: string[],
    /** @internal */
    public readonly _options: NodeLocalDnsStubDomainOptions,
  ) {}
}

/** A server block in CoreDNS' own words, for what has no type. */
export class NodeLocalDnsBlock {
  /**
   * Zones with plugins of one's own. The addresses to listen on are added.
   *
   * @param zones such as `['example.org']`
   * @param directives such as `['hosts {', '  10.0.0.1 db.example.org', '}']`
   * @throws InvalidZone, InvalidDirective, WrongType
   */
  public static of(zones: string[], directives: string[]): NodeLocalDnsBlock {
    const where = 'NodeLocalDnsBlock.of';
    requireList(where, 'zones', zones);
    zones.forEach((zone) => requireZone(where, 'zone', zone));
    if (zones.length === 0) {
      fail('InvalidZone', where, 'zones are []; write at least one, such as "example.org"');
    }
    requireDirectives(where, directives);
    return new NodeLocalDnsBlock([...zones], [...directives], undefined);
  }

  /**
   * As it is, snippets and imports included. Each of its servers must `bind` the addresses by `__PILLAR__LOCAL__DNS__`, which the program replaces: without that it listens on every address of the node.
   *
   * @throws InvalidDirective, BlockWithoutBind
   */
  public static raw(text: string): NodeLocalDnsBlock {
    const where = 'NodeLocalDnsBlock.raw';
    requireText(where, 'text', text);
    const lines = text.replace(/\s+$/, '').split('\n');
    requireDirectives(where, lines);
    if (!/^\s*bind\s/m.test(text) && !/^\s*\(/.test(text)) {
      fail('BlockWithoutBind', where, `${show(lines[0])} binds no address, and so listens on every one of the node; write a line "bind __PILLAR__LOCAL__DNS__" in it`);
    }
    return new NodeLocalDnsBlock([], lines, text);
  }

  private constructor(
    /** Its zones; none for a block as it is. */
    public readonly zones: string[],
    /** @internal */
    public readonly _directives: string[],
    /** @internal */
    public readonly _raw: string | undefined,
  ) {}
}

valueClass(NodeLocalDnsStubDomain, 'NodeLocalDnsStubDomain', 'NodeLocalDnsStubDomain.of("corp.example.com", ["10.0.0.53"])');
valueClass(NodeLocalDnsBlock, 'NodeLocalDnsBlock', 'NodeLocalDnsBlock.of(["example.org"], ["whoami"])');

function requireServers(where: string, what: string, servers: unknown): void {
  requireList(where, what, servers);
  servers.forEach((server) => requireServer(where, `one of ${what}`, server));
  if (servers.length === 0 || servers.length > 15) {
    fail('NoServers', where, `${what} are ${servers.length}; write at least one, and at most 15, which is what CoreDNS takes`);
  }
}
