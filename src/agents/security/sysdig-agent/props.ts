import { SysdigDriver } from './driver';
import { SysdigRegion } from './region';
import { SysdigShield } from './shield';
import { ContainerResources } from '../../../pod/resources';
import { ClientTls } from '../../../values/client-tls';
import { ImageName } from '../../../values/image-name';
import { SecretKey } from '../../../values/secret-key';
import { AgentProps } from '../../common';

/** A proxy between agents and Sysdig. */
export interface SysdigProxyOptions {
  /** Its host, without scheme and port. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  /**
   * Hosts that are reached without it, for the init container that fetches drivers.
   *
   * @default - none
   */
  readonly noProxy?: string[];
}

/** The Sysdig agent. */
export interface SysdigAgentDaemonSetProps extends AgentProps {
  /** The access key, of the same region. */
  readonly accessKey: SecretKey;
  /** Where Sysdig takes in what is sent. */
  readonly region: SysdigRegion;
  /** The cluster's name, by which Sysdig tells it from others. */
  readonly clusterName: string;
  /**
   * How system calls are seen.
   *
   * @default SysdigDriver.kernelModule() - it runs on every kernel; where nodes can, SysdigDriver.universalEbpf() needs no privileged container at all
   */
  readonly driver?: SysdigDriver;
  /**
   * The Host Shield in place of the agent: Sysdig Secure alone.
   *
   * @default - none: the agent
   */
  readonly shield?: SysdigShield;
  /**
   * Tags of everything from the node: name → value.
   *
   * @default - none
   */
  readonly tags?: { [name: string]: string };
  /**
   * Whether rules of Sysdig Secure are applied.
   *
   * @default true - so the vendor's chart has it
   */
  readonly secure?: boolean;
  /**
   * A port of the node at which the API server's audit log is taken in, with a Service in front; 7765 in the vendor's chart.
   *
   * @default - none: nothing is received that nobody asked for, and on the host network everybody who reaches the node could send
   */
  readonly auditServerPort?: number;
  /**
   * Whether who uses Sysdig's web pages may record all system calls of a node.
   *
   * @default - unset: the agent's, true
   */
  readonly captures?: boolean;
  /**
   * Whom it trusts that it sends to.
   *
   * @default - unset: the agent's, TLS with the certificate authorities of the image
   */
  readonly tls?: ClientTls;
  /**
   * A proxy on the way to Sysdig.
   *
   * @default - none
   */
  readonly proxy?: SysdigProxyOptions;
  /**
   * More of `dragent.yaml`, in its own words, over all that is made of the other props: maps are merged key by key, `null` takes a key away, and everything else, lists
   * included, takes the place of what was there.
   *
   * @default - none
   */
  readonly settings?: { [key: string]: any };
  /**
   * The image that gets the driver onto the node. It must be of the agent's version.
   *
   * @default quay.io/sysdig/agent-kmodule:14.7.4 - the version this release was checked with
   */
  readonly driverImage?: ImageName;
  /**
   * What the init container with that image needs of its node.
   *
   * @default - requests 250m CPU and 348Mi memory, at most 512Mi memory: it builds a driver where none fits
   */
  readonly driverResources?: ContainerResources;
  /**
   * The image, without drivers.
   *
   * @default quay.io/sysdig/agent-slim:14.7.4 - the version this release was checked with
   */
  readonly image?: ImageName;
}
