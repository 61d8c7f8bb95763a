import type { Duration } from 'cdk8s';
import { PortRef } from './container-port';
import { requirePort, requireWholeNumber, wholeSeconds } from './kube-names';
import { requireOptions } from './option-fields';
import { requireFlag, requireText, requireTexts, requireUnsetOrText, requireValue, valueClass } from './require';
import { fail, show } from '../errors';

/** When and how often a probe asks. Times in whole seconds. */
export interface ProbeOptions {
  /**
   * Waits this long after the container's start.
   *
   * @default - unset: 0 s
   */
  readonly initialDelay?: Duration;
  /**
   * From one question to the next, at least 1 s.
   *
   * @default - unset: the API server sets 10 s
   */
  readonly period?: Duration;
  /**
   * No answer within this time is a failure, at least 1 s.
   *
   * @default - unset: the API server sets 1 s
   */
  readonly timeout?: Duration;
  /**
   * So many failures in a row count.
   *
   * @default - unset: the API server sets 3
   */
  readonly failureThreshold?: number;
  /**
   * So many successes in a row count; 1 for liveness and startup.
   *
   * @default - unset: the API server sets 1
   */
  readonly successThreshold?: number;
}

/** A question over HTTP. */
export interface HttpProbeOptions extends ProbeOptions {
  /**
   * The address asked. On the host network, programs that listen on loopback only need `127.0.0.1`.
   *
   * @default - unset: the pod's address
   */
  readonly host?: string;
  /**
   * Over TLS, without a check of the certificate.
   *
   * @default false - HTTP, which is what Kubernetes takes when nothing is said
   */
  readonly https?: boolean;
  /**
   * Header → value.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };
}

/** A question over TCP. */
export interface TcpProbeOptions extends ProbeOptions {
  /**
   * The address asked.
   *
   * @default - unset: the pod's address
   */
  readonly host?: string;
}

/** A question over gRPC. */
export interface GrpcProbeOptions extends ProbeOptions {
  /**
   * The service whose health is asked.
   *
   * @default - unset: the server's as a whole
   */
  readonly service?: string;
}

/**
 * How the kubelet asks a container whether it is well.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
 */
export class Probe {
  /** Asks by HTTP GET; 200 to 399 is well. */
  public static httpGet(path: string, port: PortRef, options: HttpProbeOptions = {}): Probe {
    return new Probe('Probe.httpGet', { httpGet: httpGet('Probe.httpGet', path, port, options) }, options, port);
  }

  /** Asks for a connection. */
  public static tcpSocket(port: PortRef, options: TcpProbeOptions = {}): Probe {
    requireValue('Probe.tcpSocket', 'port', port, PortRef);
    requireOptions('Probe.tcpSocket', options, 'tcpProbe');
    requireUnsetOrText('Probe.tcpSocket', 'host', options.host);
    return new Probe('Probe.tcpSocket', { tcpSocket: { ...(options.host === undefined ? {} : { host: options.host }), port: port._toKube() } }, options, port);
  }

  /** Runs a command in the container; exit code 0 is well. */
  public static exec(command: string[], options: ProbeOptions = {}): Probe {
    requireCommand('Probe.exec', command);
    requireOptions('Probe.exec', options, 'probe');
    return new Probe('Probe.exec', { exec: { command: [...command] } }, options);
  }

  /** Asks by the gRPC health protocol. It takes a number only: Kubernetes knows no named port here. */
  public static grpc(port: number, options: GrpcProbeOptions = {}): Probe {
    requirePort('Probe.grpc', 'port', port);
    requireOptions('Probe.grpc', options, 'grpcProbe');
    requireUnsetOrText('Probe.grpc', 'service', options.service);
    return new Probe('Probe.grpc', { grpc: { port, ...(options.service === undefined ? {} : { service: options.service }) } }, options);
  }

  private readonly rendered: { [field: string]: unknown };
  /** @internal */
  public readonly _successThreshold?: number;

  private constructor(where: string, handler: object, options: ProbeOptions, /** @internal */ public readonly _port?: PortRef) {
    const seconds = (what: string, time: Duration | undefined, least: number) => (
      time === undefined ? undefined : wholeSeconds(where, what, time, least));
    const numbers = {
      failureThreshold: options.failureThreshold,
      initialDelaySeconds: seconds('initialDelay', options.initialDelay, 0),
      periodSeconds: seconds('period', options.period, 1),
      successThreshold: options.successThreshold,
      timeoutSeconds: seconds('timeout', options.timeout, 1),
    };
    for (const what of ['failureThreshold', 'successThreshold'] as const) {
      const value = options[what];
      if (value !== undefined) {
        requireWholeNumber(where, what, value, 1);
      }
    }
    this._successThreshold = options.successThreshold;
    this.rendered = { ...handler, ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)) };
  }

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    return this.rendered;
  }
}

/**
 * What is done right after a container's start, or right before its end.
 *
 * @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 */
export class LifecycleHandler {
  /** Runs a command in the container. */
  public static exec(command: string[]): LifecycleHandler {
    requireCommand('LifecycleHandler.exec', command);
    return new LifecycleHandler({ exec: { command: [...command] } });
  }

  /** Sends an HTTP GET. */
  public static httpGet(path: string, port: PortRef, options: HttpProbeOptions = {}): LifecycleHandler {
    return new LifecycleHandler({ httpGet: httpGet('LifecycleHandler.httpGet', path, port, options) }, port);
  }

  /** Waits. Known from Kubernetes 1.30 on. */
  public static sleep(time: Duration): LifecycleHandler {
    return new LifecycleHandler({ sleep: { seconds: wholeSeconds('LifecycleHandler.sleep', 'time', time, 1) } });
  }

  private constructor(private readonly handler: { [kind: string]: unknown }, /** @internal */ public readonly _port?: PortRef) {}

  /** @internal */
  public get _sleeps(): boolean {
    return 'sleep' in this.handler;
  }

  /** @internal */
  public _toKube(): { [kind: string]: unknown } {
    return this.handler;
  }
}

valueClass(Probe, 'Probe', 'Probe.httpGet("/healthz", PortRef.number(8080))');
valueClass(LifecycleHandler, 'LifecycleHandler', 'LifecycleHandler.exec(["/bin/stop"])');

function httpGet(where: string, path: string, port: PortRef, options: HttpProbeOptions): object {
  requireText(where, 'path', path);
  requireValue(where, 'port', port, PortRef);
  requireOptions(where, options, 'httpProbe');
  requireUnsetOrText(where, 'host', options.host);
  requireFlag(where, 'https', options.https);
  if (options.headers !== undefined) {
    requireTexts(where, 'header', options.headers);
  }
  const headers = Object.entries(options.headers ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const bad = headers.find(([name]) => !/^[-A-Za-z0-9]+$/.test(name));
  if (bad !== undefined) {
    fail('InvalidHeader', where, `header is ${show(bad[0])}; write letters, digits and '-'`);
  }
  return {
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(headers.length === 0 ? {} : { httpHeaders: headers.map(([name, value]) => ({ name, value })) }),
    path,
    port: port._toKube(),
    ...(options.https === true ? { scheme: 'HTTPS' } : {}),
  };
}

function requireCommand(where: string, command: string[]): void {
  if (!Array.isArray(command) || command.length === 0) {
    fail('EmptyCommand', where, `command is ${show(command)}; write the program and its arguments, such as ["/bin/check", "--quick"]`);
  }
  command.forEach((word, i) => requireText(where, `command[${i}]`, word));
}
