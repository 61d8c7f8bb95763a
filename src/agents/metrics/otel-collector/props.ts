import { OtelComponent } from './component';
import { OtelExporter } from './exporter';
import { OtelPreset } from './preset';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { AgentProps } from '../../common';

/** The OpenTelemetry Collector. */
export interface OpenTelemetryCollectorDaemonSetProps extends AgentProps {
  /** Where it sends what it has. */
  readonly exporters: OtelExporter[];
  /**
   * What it is for.
   *
   * @default - metrics of the node, of the kubelet, logs of pods, and Kubernetes' attributes on all of it
   */
  readonly presets?: OtelPreset[];
  /**
   * Receivers, processors and extensions in their own words, for what no preset reaches.
   *
   * @default - none
   */
  readonly components?: OtelComponent[];
  /**
   * Attributes of everything it sends that has none by that name, for example `k8s.cluster.name`.
   *
   * @default - k8s.node.name alone
   */
  readonly resourceAttributes?: { [attribute: string]: string };
  /**
   * Configuration in the Collector's own words, over all that is made of the other props: maps are merged key by key, `null` takes a key away, and everything else,
   * lists included, takes the place of what was there. A list of a pipeline must therefore be written whole; `components` and `exporters` join it by themselves.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
  /**
   * The image. It must have the components that are asked for, by the names of 0.158.
   *
   * @default otel/opentelemetry-collector-k8s:0.158.0 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * Where positions and queues are kept on the node, when anything is. Two Collectors on one node need two directories.
   *
   * @default HostPath.stateDirectory(name) - without stored positions, every restart sends logs twice or loses them
   */
  readonly stateDirectory?: HostPath;
  /**
   * The port at which its health is asked.
   *
   * @default 13133 - the extension's own
   */
  readonly healthPort?: number;
  /**
   * An object of the Prometheus operator that has the Collector's own metrics scraped, at port 8888 of the pod.
   *
   * @default - none: they are on loopback only
   */
  readonly monitor?: Monitor;
}
