import { CiliumSettings, settings } from './settings';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { requireFields, requireUnsetOrOneOf } from '../../../values/require';

/** How requests from outside come back. */
export enum CiliumLoadBalancerMode {
  /** Through the node that they came to, which every network allows. */
  SNAT = 'snat',
  /** Straight from the node of the backend, with the client's address kept. Natively routed, or in Geneve. */
  DSR = 'dsr',
  /** TCP straight, UDP through the node. Natively routed, or in Geneve. */
  HYBRID = 'hybrid',
}

/** Which backend a connection goes to. */
export enum CiliumLoadBalancerAlgorithm {
  /** Any. */
  RANDOM = 'random',
  /** The same on every node, so that a node may be lost without its connections; takes more memory. */
  MAGLEV = 'maglev',
}

/** Where packets from outside are turned around. */
export enum CiliumLoadBalancerAcceleration {
  /** In the kernel's stack. */
  DISABLED = 'disabled',
  /** In the driver of the network card (XDP), which must know how. */
  NATIVE = 'native',
  /** In the driver where it knows how. */
  BEST_EFFORT = 'best-effort',
}

/** How Services are balanced in place of kube-proxy. */
export interface CiliumLoadBalancer {
  /**
   * How requests from outside come back.
   *
   * @default SNAT - every network allows it
   */
  readonly mode?: CiliumLoadBalancerMode;
  /**
   * Which backend a connection goes to.
   *
   * @default RANDOM - Cilium's own
   */
  readonly algorithm?: CiliumLoadBalancerAlgorithm;
  /**
   * Where packets from outside are turned around.
   *
   * @default DISABLED - not every driver knows how
   */
  readonly acceleration?: CiliumLoadBalancerAcceleration;
}

const BALANCER = fieldsOf<CiliumLoadBalancer>({ mode: true, algorithm: true, acceleration: true });

export function checkLoadBalancer(where: string, balancer: CiliumLoadBalancer): void {
  requireFields(where, 'loadBalancer', balancer);
  requireKnown(where, balancer, BALANCER, 'loadBalancer');
  requireUnsetOrOneOf(where, 'loadBalancer.mode', balancer.mode, CiliumLoadBalancerMode);
  requireUnsetOrOneOf(where, 'loadBalancer.algorithm', balancer.algorithm, CiliumLoadBalancerAlgorithm);
  requireUnsetOrOneOf(where, 'loadBalancer.acceleration', balancer.acceleration, CiliumLoadBalancerAcceleration);
}

export function loadBalancerKeys({ mode, algorithm, acceleration }: CiliumLoadBalancer, isGeneve: boolean): CiliumSettings {
  const isDirect = mode === CiliumLoadBalancerMode.DSR || mode === CiliumLoadBalancerMode.HYBRID;
  return settings({
    'bpf-lb-mode': mode,
    'bpf-lb-algorithm': algorithm,
    'bpf-lb-acceleration': acceleration,
    'bpf-lb-dsr-dispatch': isDirect && isGeneve ? 'geneve' : undefined,
  });
}
