import { given } from '../../../../pod/given';
import { ContainerPort } from '../../../../values/container-port';
import { BOOLEAN, FIELDS, requireKinds } from '../../../../values/kinds';
import { requirePort } from '../../../../values/kube-names';
import { requireFields } from '../../../../values/require';
import type { SectionContext, SectionParts } from '../parts';
import { over, rawSettings } from '../settings';
import { requireTag } from '../tag';

/** How records are taken from programs of the node. */
export interface FluentBitForwardInputOptions {
  /**
   * The tag of every record.
   *
   * @default - the one that the sender gives each
   */
  readonly tag?: string;
  /**
   * The port.
   *
   * @default 24224 - the protocol's own
   */
  readonly port?: number;
  /**
   * The same port of the node as well, for programs that are told their node's address. Every node of the agent must have it free.
   *
   * @default false - the Service leads to the agent of the same node
   */
  readonly hostPort?: boolean;
  /**
   * More settings in Fluent Bit's own words, which take the place of those made here.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

export function checkForward(where: string, options: FluentBitForwardInputOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { hostPort: BOOLEAN, config: FIELDS });
  requirePort(where, 'port', options.port ?? 24224);
  if (options.tag !== undefined) {
    requireTag(where, 'tag', options.tag);
  }
  rawSettings(where, 'config', options.config ?? {});
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/inputs/forward */
export function forward({ tag, port = 24224, hostPort, config }: FluentBitForwardInputOptions, { onDisk, id }: SectionContext): SectionParts {
  return {
    settings: over(given({ tag, 'listen': '${POD_IP}', port, 'storage.type': onDisk ? 'filesystem' : undefined }), config),
    ports: [ContainerPort.of(port, { name: id.slice(0, 15), hostPort: hostPort === true ? port : undefined })],
  };
}
