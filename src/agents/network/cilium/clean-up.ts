import { CiliumSettings } from './settings';
import { valueClass } from '../../../values/require';

/** What of an earlier Cilium is cleared off a node whenever an agent starts there: for a repair, and to be taken out again after it. */
export class CiliumCleanUp {
  /** Nothing: connections live through a restart. */
  public static nothing(): CiliumCleanUp {
    return new CiliumCleanUp({});
  }

  /** Programs and maps of the kernel: pods keep their addresses, connections are cut for a moment. */
  public static bpfState(): CiliumCleanUp {
    return new CiliumCleanUp({ 'clean-cilium-bpf-state': 'true' });
  }

  /** All of it, the pods' addresses included: every pod of the node must be started again. */
  public static allState(): CiliumCleanUp {
    return new CiliumCleanUp({ 'clean-cilium-state': 'true' });
  }

  private constructor(private readonly keys: CiliumSettings) {}

  /** @internal */
  public _keys(): CiliumSettings {
    return this.keys;
  }
}

valueClass(CiliumCleanUp, 'CiliumCleanUp', 'CiliumCleanUp.bpfState()');
