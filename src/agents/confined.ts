import { given } from '../pod/given';
import { isForWindows } from '../pod/windows';
import { FIELDS, TEXTS } from '../values/kinds';
import { CapabilityOptions, ContainerSecurity, PodSecurity } from '../values/security';

/** User, group and whether it may be root are one thing: whoever says one of them, says who it runs as. */
const WHO = ['runAsUser', 'runAsGroup', 'runAsNonRoot'] as const satisfies readonly (keyof ContainerSecurity)[];
const EVERY = 'ALL';

/** Whether somebody said, for pod or container, who it runs as. */
export function saysWho(...written: readonly PodSecurity[]): boolean {
  return WHO.some((field) => written.some((security) => security[field] !== undefined));
}

/**
 * Field by field, what was written goes before the agent's own; capabilities are lists, and joined. Whoever says for pod or container who it runs
 * as, says all of it; a privileged container has every capability, and Windows knows none of these fields.
 */
export function confined(own: ContainerSecurity, written: ContainerSecurity = {}, ofPod: PodSecurity = {}): ContainerSecurity {
  if (isForWindows(written, ofPod)) {
    return written;
  }
  const kept: { -readonly [field in keyof ContainerSecurity]: ContainerSecurity[field] } = { ...own };
  if (saysWho(written, ofPod)) {
    WHO.forEach((field) => delete kept[field]);
  }
  if (written.privileged === true) {
    delete kept.capabilities;
  }
  const { capabilities } = kept;
  const isJoined = capabilities !== undefined && canJoin(written.capabilities);
  return { ...kept, ...given(written), ...(isJoined ? { capabilities: joined(capabilities, written.capabilities) } : {}) };
}

/** What is none is left for the container to refuse, in its own words. */
function canJoin(written: CapabilityOptions | undefined): written is CapabilityOptions {
  return FIELDS.holds(written) && [written?.add, written?.drop].every((names) => names === undefined || TEXTS.holds(names));
}

/** One capability more must not bring back all that the runtime gives: what the agent drops stays dropped, but for what was added. */
function joined(own: CapabilityOptions, { add = [], drop = [] }: CapabilityOptions): CapabilityOptions {
  const added = (own.add ?? []).filter((name) => !drop.includes(name));
  const dropped = (own.drop ?? []).filter((name) => !add.includes(name) && !add.includes(EVERY));
  return {
    add: [...new Set([...added, ...add])],
    drop: [dropped, drop].some((names) => names.includes(EVERY)) ? [EVERY] : [...new Set([...dropped, ...drop])],
  };
}
