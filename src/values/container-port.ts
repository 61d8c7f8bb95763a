import { requireAddress } from './address';
import { requirePort, requirePortName } from './kube-names';
import { requireOptions } from './option-fields';
import { requireUnsetOrOneOf, valueClass } from './require';

/** Protocols of a port. */
export enum PortProtocol {
  /** What Kubernetes takes when nothing is said. */
  TCP = 'TCP',
  /** UDP. */
  UDP = 'UDP',
  /** SCTP. */
  SCTP = 'SCTP',
}

/** Options of a container's port. */
export interface ContainerPortOptions {
  /**
   * At most 15 lower-case letters, digits and hyphens; probes and Services can use it.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * The protocol.
   *
   * @default - unset: TCP
   */
  readonly protocol?: PortProtocol;

  /**
   * The node's port that leads to it. On the host network it must be the container's port, and need not be written.
   *
   * @default - unset: none, but on the host network the container's port
   */
  readonly hostPort?: number;

  /**
   * The node's address on which the host port is open.
   *
   * @default - unset: all addresses
   */
  readonly hostIp?: string;
}

/**
 * A port that a container listens on.
 */
export class ContainerPort {
  /**
   * @param number 1 to 65535
   * @throws InvalidPort, InvalidPortName, InvalidAddress, UnknownValue
   */
  public static of(number: number, options: ContainerPortOptions = {}): ContainerPort {
    requirePort('ContainerPort.of', 'port', number);
    requireOptions('ContainerPort.of', options, 'port');
    if (options.hostPort !== undefined) {
      requirePort('ContainerPort.of', 'hostPort', options.hostPort);
    }
    if (options.name !== undefined) {
      requirePortName('ContainerPort.of', 'name', options.name);
    }
    requireUnsetOrOneOf('ContainerPort.of', 'protocol', options.protocol, PortProtocol);
    if (options.hostIp !== undefined) {
      requireAddress('ContainerPort.of', 'hostIp', options.hostIp);
    }
    return new ContainerPort(number, options.name, options.protocol, options.hostPort, options.hostIp);
  }

  /**
   * A named TCP port.
   *
   * @throws InvalidPort, InvalidPortName
   */
  public static named(name: string, number: number): ContainerPort {
    return ContainerPort.of(number, { name });
  }

  private constructor(
    /** 1 to 65535. */
    public readonly number: number,
    /** The port's name, unset when it has none. */
    public readonly name: string | undefined,
    /** The protocol, unset when nothing was said: TCP. */
    public readonly protocol: PortProtocol | undefined,
    /** The node's port, unset when nothing was said. */
    public readonly hostPort: number | undefined,
    /** The node's address, unset when nothing was said: all. */
    public readonly hostIp: string | undefined,
  ) {}

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    return {
      containerPort: this.number,
      ...(this.hostIp === undefined ? {} : { hostIP: this.hostIp }),
      ...(this.hostPort === undefined ? {} : { hostPort: this.hostPort }),
      ...(this.name === undefined ? {} : { name: this.name }),
      ...(this.protocol === undefined ? {} : { protocol: this.protocol }),
    };
  }
}

/**
 * The port that a probe or hook asks: a number, or the name of a port of the container.
 */
export class PortRef {
  /**
   * By number; the container need not declare it.
   *
   * @throws InvalidPort
   */
  public static number(port: number): PortRef {
    requirePort('PortRef.number', 'port', port);
    return new PortRef(port, undefined);
  }

  /**
   * By name; the container must declare a port of this name.
   *
   * @throws InvalidPortName
   */
  public static named(name: string): PortRef {
    requirePortName('PortRef.named', 'name', name);
    return new PortRef(undefined, name);
  }

  private constructor(
    /** The number; unset when it is named. */
    public readonly port: number | undefined,
    /** The name; unset when it is a number. */
    public readonly portName: string | undefined,
  ) {}

  /** @internal */
  public _toKube(): number | string {
    return this.port ?? this.portName!;
  }
}

valueClass(ContainerPort, 'ContainerPort', 'ContainerPort.named("metrics", 9100)');
valueClass(PortRef, 'PortRef', 'PortRef.number(8080) or PortRef.named("metrics")');
