import type { Duration } from 'cdk8s';
import { PresetParts } from './parts';
import { fail } from '../../../../errors';
import { DURATION, requireSeconds } from '../../../../pod/nested-kinds';
import { HostPath } from '../../../../values/host-path';
import { TEXT, TEXTS, of, requireKinds } from '../../../../values/kinds';
import { requireOneOf, requireUnsetOrOneOf, valueClass } from '../../../../values/require';
import { HostPathType } from '../../../../values/volume';
import { OtelSignal } from '../signal';

const CA = '/etc/otel/kubelet/ca.crt';

/** Of what the kubelet is asked. */
export enum OtelKubeletMetricGroup {
  /** Each container. */
  CONTAINER = 'container',
  /** Each pod. */
  POD = 'pod',
  /** The node. */
  NODE = 'node',
  /** Each volume. */
  VOLUME = 'volume',
}

/** By what the kubelet is found. */
export enum OtelKubeletAddress {
  /** The node's address, which every node has. */
  NODE_IP = 'K8S_NODE_IP',
  /** The node's name, which the cluster's DNS must then know; for IPv6, and where certificates bear names only. */
  NODE_NAME = 'K8S_NODE_NAME',
}

/** Whether the kubelet's certificate is checked, and by what. */
export class OtelKubeletTls {
  /** By the cluster's own authority. The kubelets' certificates must come from it: `serverTLSBootstrap` of the kubelet, or a cloud that does so. */
  public static clusterCa(): OtelKubeletTls {
    return new OtelKubeletTls({}, []);
  }

  /**
   * By a certificate that stands on the node: on AKS `/etc/kubernetes/certs/kubeletserver.crt`.
   *
   * @throws InvalidPath
   */
  public static fileOfNode(path: string): OtelKubeletTls {
    const file = HostPath.of(path, { mountPath: CA, volumeName: 'kubelet-ca', type: HostPathType.FILE });
    return new OtelKubeletTls({ ca_file: CA }, [file.because('the kubelet\'s certificate is checked by it')]);
  }

  /** Not at all: whoever stands between can be the kubelet, and gets the token. For clusters whose kubelets sign for themselves. */
  public static unchecked(): OtelKubeletTls {
    return new OtelKubeletTls({ insecure_skip_verify: true }, []);
  }

  private constructor(/** @internal */ public readonly _settings: object, /** @internal */ public readonly _hostPaths: readonly HostPath[]) {}
}

valueClass(OtelKubeletTls, 'OtelKubeletTls', 'OtelKubeletTls.unchecked()');

/** Metrics of pods, containers and the node, as the kubelet has them. */
export interface OtelKubeletStatsOptions {
  /**
   * From one question to the next, in whole seconds.
   *
   * @default - unset: the receiver's 10 s
   */
  readonly collectionInterval?: Duration;
  /**
   * Of what it is asked.
   *
   * @default - unset: the receiver's: containers, pods and the node
   */
  readonly metricGroups?: OtelKubeletMetricGroup[];
  /**
   * By what the kubelet is found.
   *
   * @default NODE_IP - names of nodes are not in every DNS
   */
  readonly address?: OtelKubeletAddress;
  /**
   * Whether its certificate is checked.
   *
   * @default OtelKubeletTls.clusterCa() - else whoever stands between gets the token
   */
  readonly tls?: OtelKubeletTls;
}

export function checkKubeletStats(where: string, options: OtelKubeletStatsOptions): void {
  requireKinds(where, options, { collectionInterval: DURATION, metricGroups: TEXTS, address: TEXT, tls: of(OtelKubeletTls) });
  requireSeconds(where, 'collectionInterval', options.collectionInterval);
  requireUnsetOrOneOf(where, 'address', options.address, OtelKubeletAddress);
  options.metricGroups?.forEach((group) => requireOneOf(where, 'metric group', group, OtelKubeletMetricGroup));
  if (options.metricGroups?.length === 0) {
    fail('NoMetricGroups', where, 'metricGroups are []; write at least one, or leave it out for the usual ones');
  }
}

/** @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.158.0/receiver/kubeletstatsreceiver */
export function kubeletStats({ collectionInterval, metricGroups, address = OtelKubeletAddress.NODE_IP, tls }: OtelKubeletStatsOptions): PresetParts {
  return {
    receivers: {
      kubelet_stats: {
        auth_type: 'serviceAccount',
        endpoint: `https://\${env:${address}}:10250`,
        ...(collectionInterval === undefined ? {} : { collection_interval: `${collectionInterval.toSeconds()}s` }),
        ...(metricGroups === undefined ? {} : { metric_groups: [...metricGroups] }),
        ...tls?._settings,
      },
    },
    signals: [OtelSignal.METRICS],
    hostPaths: tls?._hostPaths,
    rules: [{ apiGroups: [''], resources: ['nodes/stats'], verbs: ['get'] }],
  };
}
