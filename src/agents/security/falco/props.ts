import { FalcoArtifacts } from './artifacts';
import { FalcoDriver } from './driver';
import { FalcoOutput } from './output';
import { FalcoPlugin } from './plugin';
import { FalcoPriority } from './priority';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { AgentProps } from '../../common';
import { RuntimeSocket } from '../security-agent';

/** Falco. */
export interface FalcoDaemonSetProps extends AgentProps {
  /**
   * By what it gets the kernel's events.
   *
   * @default FalcoDriver.modernEbpf() - nothing is loaded before, and it is not privileged
   */
  readonly driver?: FalcoDriver;
  /**
   * Rules of one's own: file name → a YAML list of rules, macros and lists, in `/etc/falco/rules.d`. They are read after Falco's own, in the order of their names, and can change these.
   *
   * @default - none
   */
  readonly customRules?: { [file: string]: string };
  /**
   * Where rules and plugins come from.
   *
   * @default FalcoArtifacts.following() - Falco's own stable rules, looked for again every week
   */
  readonly artifacts?: FalcoArtifacts;
  /**
   * Where alerts go.
   *
   * @default [FalcoOutput.stdout()] - log agents find them there
   */
  readonly outputs?: FalcoOutput[];
  /**
   * Sockets of the container runtimes, by which it knows pods and containers; an empty list for none.
   *
   * @default - containerd, CRI-O and the containerd of K3s
   */
  readonly runtimeSockets?: RuntimeSocket[];
  /**
   * Plugins besides the container plugin.
   *
   * @default - none
   */
  readonly plugins?: FalcoPlugin[];
  /**
   * Rules that are less grave are not loaded.
   *
   * @default - unset: Falco's debug, which is all rules
   */
  readonly minimumPriority?: FalcoPriority;
  /**
   * Alerts are JSON objects.
   *
   * @default - unset: true with Falcosidekick, else Falco's false
   */
  readonly jsonOutput?: boolean;
  /**
   * The port of its health, its versions and its metrics.
   *
   * @default 8765 - Falco's own
   */
  readonly port?: number;
  /**
   * Prometheus finds metrics at `/metrics` of the port.
   *
   * @default - with a monitor
   */
  readonly metrics?: boolean;
  /**
   * An object of the Prometheus operator that has its metrics scraped.
   *
   * @default - none
   */
  readonly monitor?: Monitor;
  /**
   * falco.yaml in Falco's own words, over all that is made of the other props: maps are merged key by key, `null` takes a key away, and everything else, lists included, takes
   * the place of what was there. `${NAME}` is a variable of the environment: secrets come by it.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
  /**
   * The image.
   *
   * @default falcosecurity/falco:0.44.1 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * The image of falcoctl.
   *
   * @default falcosecurity/falcoctl:0.13.0 - the version that Falco 0.44.1 is deployed with
   */
  readonly falcoctlImage?: ImageName;
  /**
   * The image that loads the kernel module.
   *
   * @default - falcosecurity/falco-driver-loader, of Falco's version
   */
  readonly driverLoaderImage?: ImageName;
}
