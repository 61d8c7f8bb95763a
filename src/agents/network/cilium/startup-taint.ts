import { CiliumSettings, settings } from './settings';
import { requireQualifiedName } from '../../../values/kube-names';
import { valueClass } from '../../../values/require';
import { Toleration } from '../../../values/toleration';

const KEY = 'node.cilium.io/agent-not-ready';

/**
 * The taint by which no pod is started on a node before Cilium makes its network. Node pools set it on new nodes, the operator takes it away once the agent of the node is ready.
 *
 * @see https://docs.cilium.io/en/stable/installation/taints/
 */
export class CiliumStartupTaint {
  /**
   * The operator takes it away, and sets it again where an agent is placed that is not ready.
   *
   * @param key another one where an autoscaler must know it for one that goes, such as `ignore-taint.cluster-autoscaler.kubernetes.io/cilium-agent-not-ready`
   * @throws InvalidLabelKey
   */
  public static managed(key: string = KEY): CiliumStartupTaint {
    requireQualifiedName('CiliumStartupTaint.managed', 'key', key);
    return new CiliumStartupTaint(key, true, true);
  }

  /**
   * The operator takes it away, and never sets it.
   *
   * @param key as in `managed`
   * @throws InvalidLabelKey
   */
  public static removedOnly(key: string = KEY): CiliumStartupTaint {
    requireQualifiedName('CiliumStartupTaint.removedOnly', 'key', key);
    return new CiliumStartupTaint(key, true, false);
  }

  /** Neither: whoever sets it takes it away. */
  public static unmanaged(): CiliumStartupTaint {
    return new CiliumStartupTaint(KEY, false, false);
  }

  private constructor(
    /** The taint's key. */
    public readonly key: string,
    private readonly isRemoved: boolean,
    private readonly isSet: boolean,
  ) {}

  /** @internal */
  public get _toleration(): Toleration {
    return Toleration.exists(this.key);
  }

  /** @internal */
  public _keys(): CiliumSettings {
    return settings({ 'agent-not-ready-taint-key': this.key, 'remove-cilium-node-taints': this.isRemoved, 'set-cilium-node-taints': this.isSet });
  }
}

valueClass(CiliumStartupTaint, 'CiliumStartupTaint', 'CiliumStartupTaint.managed()');
