import type { Rule } from '../../../../objects/rbac';
import type { ContainerPort } from '../../../../values/container-port';
import type { HostPath } from '../../../../values/host-path';
import type { Settings } from '../../../settings';
import type { OtelSignal } from '../signal';

/** What a preset must know of the agent that it is a part of. */
export interface PresetContext {
  /** Of the construct, for messages. */
  readonly where: string;
  readonly hostNetwork: boolean;
  /** Whether there is a directory of the node for positions. */
  readonly hasState: boolean;
}

/** What a preset adds: to the configuration, and to the pod so that the configuration can work. */
export interface PresetParts {
  /** Joins the pipelines of `signals`. */
  readonly receivers?: Settings;
  readonly signals?: readonly OtelSignal[];
  /** Joins every pipeline. */
  readonly processors?: Settings;
  readonly hostPaths?: readonly HostPath[];
  readonly ports?: readonly ContainerPort[];
  readonly rules?: readonly Rule[];
  /** Reads files of the node that belong to root. */
  readonly needsRoot?: boolean;
  /** Keeps positions in the state directory. */
  readonly storesState?: boolean;
  /** Has a Service for clients of the same node. */
  readonly isServed?: boolean;
}
