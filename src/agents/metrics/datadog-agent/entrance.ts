import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { requireFields } from '../../../values/require';

/** Where programs reach one of Datadog's processes. */
export interface Entrance {
  /** By a socket in the directory that the node shares with programs. */
  readonly socket: boolean;
  /** Unset when by no port. */
  readonly port?: number;
  /** Whether the port is one of the node's, too. */
  readonly hostPort: boolean;
}

/** Of an entrance by port. */
export interface EntranceOptions {
  readonly port?: number;
  readonly hostPort?: boolean;
}

/** The entrance that options ask for; without options for a port, there is none. */
export function checkEntrance(where: string, options: object, socket: boolean, asked: EntranceOptions | undefined, usual: number): Entrance {
  requireFields(where, 'options', options);
  requireKinds(where, options, { hostPort: BOOLEAN });
  if (asked === undefined) {
    return { socket, hostPort: false };
  }
  const { port = usual, hostPort = false } = asked;
  requirePort(where, 'port', port);
  return { socket, port, hostPort };
}
