import { HostPath } from '../../../values/host-path';
import { TEXT, of, requireKinds } from '../../../values/kinds';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { requireFields, requireUnsetOrOneOf, valueClass } from '../../../values/require';
import { HostPathType } from '../../../values/volume';

/** Where the certificate of the node is in the containers. */
const CA = '/var/run/host-kubelet-ca.crt';

/** By what the kubelet is found. */
export enum DatadogKubeletAddress {
  /** The node's address, which every node has. */
  NODE_IP = 'status.hostIP',
  /** The node's name, which DNS must then know: where the kubelet's certificate bears names only, as on AKS. */
  NODE_NAME = 'spec.nodeName',
}

/** Whether the kubelet's certificate is checked, and by what. */
export class DatadogKubeletTls {
  /** By the cluster's own authority. The kubelets' certificates must come from it: `serverTLSBootstrap` of the kubelet, or a cloud that does so. */
  public static clusterCa(): DatadogKubeletTls {
    return new DatadogKubeletTls(true, undefined);
  }

  /**
   * By a certificate that stands on the node: on AKS `/etc/kubernetes/certs/kubeletserver.crt`.
   *
   * @throws InvalidPath
   */
  public static fileOfNode(path: string): DatadogKubeletTls {
    const file = HostPath.of(path, { mountPath: CA, volumeName: 'kubelet-ca', type: HostPathType.FILE });
    return new DatadogKubeletTls(true, file.because('the kubelet\'s certificate is checked by it'));
  }

  /** Not at all: whoever stands between can be the kubelet, and gets the token. For clusters whose kubelets sign for themselves. */
  public static unchecked(): DatadogKubeletTls {
    return new DatadogKubeletTls(false, undefined);
  }

  private constructor(
    /** Whether it is checked. */
    public readonly verifies: boolean,
    /** @internal */
    public readonly _file: HostPath | undefined,
  ) {}
}

valueClass(DatadogKubeletTls, 'DatadogKubeletTls', 'DatadogKubeletTls.unchecked()');

/**
 * How the kubelet is asked for pods and their figures.
 *
 * @see https://docs.datadoghq.com/containers/kubernetes/distributions/
 */
export interface DatadogKubeletOptions {
  /**
   * By what it is found.
   *
   * @default NODE_IP - names of nodes are not in every DNS
   */
  readonly address?: DatadogKubeletAddress;
  /**
   * Whether its certificate is checked.
   *
   * @default DatadogKubeletTls.clusterCa() - else whoever stands between gets the token
   */
  readonly tls?: DatadogKubeletTls;
}

const OPTIONS = fieldsOf<DatadogKubeletOptions>({ address: true, tls: true });

export function checkKubelet(where: string, options: DatadogKubeletOptions | undefined): void {
  if (options !== undefined) {
    requireFields(where, 'kubelet', options);
    requireKnown(where, options, OPTIONS, 'kubelet');
    requireKinds(where, options, { address: TEXT, tls: of(DatadogKubeletTls) });
    requireUnsetOrOneOf(where, 'kubelet.address', options.address, DatadogKubeletAddress);
  }
}

/** Where the file of the node is, when there is one. */
export function kubeletCa(tls: DatadogKubeletTls | undefined): string | undefined {
  return tls?._file === undefined ? undefined : CA;
}
