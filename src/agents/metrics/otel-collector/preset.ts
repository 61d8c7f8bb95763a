import { OtelHostMetricsOptions, checkHostMetrics, hostMetrics } from './presets/host-metrics';
import { OtelKubeletStatsOptions, checkKubeletStats, kubeletStats } from './presets/kubelet-stats';
import { OtelKubernetesAttributesOptions, checkKubernetesAttributes, kubernetesAttributes } from './presets/kubernetes-attributes';
import { OtelLogsOptions, checkLogs, logs } from './presets/logs';
import { OtelOtlpOptions, checkOtlp, otlp } from './presets/otlp';
import { PresetContext, PresetParts } from './presets/parts';
import { requireFields, valueClass } from '../../../values/require';

/** A purpose of the Collector: what it needs in its configuration, and of the node and the cluster, comes together. */
export class OtelPreset {
  /**
   * Metrics of the node, from its file system mounted read-only.
   *
   * @throws WrongType, UnknownValue, InvalidNumber, NoScrapers; NetworkOfPod in the agent
   */
  public static hostMetrics(options: OtelHostMetricsOptions = {}): OtelPreset {
    return OtelPreset.of('hostMetrics', options, checkHostMetrics, hostMetrics);
  }

  /**
   * Metrics of pods, containers and the node, as the kubelet has them.
   *
   * @throws WrongType, UnknownValue, InvalidNumber, NoMetricGroups
   */
  public static kubeletStats(options: OtelKubeletStatsOptions = {}): OtelPreset {
    return OtelPreset.of('kubeletStats', options, checkKubeletStats, kubeletStats);
  }

  /**
   * Logs of pods. They belong to root, and so the Collector is root, without any capability.
   *
   * @throws WrongType, UnknownValue, NotLogsOfPods, SecretAsText; NoStateDirectory in the agent
   */
  public static logs(options: OtelLogsOptions = {}): OtelPreset {
    return OtelPreset.of('logs', options, checkLogs, logs);
  }

  /**
   * Names and labels of the pod that data come from, asked for the pods of its own node only.
   *
   * @throws WrongType, NotText, UnknownMetadata
   */
  public static kubernetesAttributes(options: OtelKubernetesAttributesOptions = {}): OtelPreset {
    return OtelPreset.of('kubernetesAttributes', options, checkKubernetesAttributes, kubernetesAttributes);
  }

  /**
   * Traces, metrics and logs that programs send by OTLP.
   *
   * @throws WrongType, InvalidPort, OnePortForTwo, NoSignals, UnknownValue
   */
  public static otlp(options: OtelOtlpOptions = {}): OtelPreset {
    return OtelPreset.of('otlp', options, checkOtlp, otlp);
  }

  private static of<T extends object>(
    name: string, options: T, check: (where: string, options: T) => void, parts: (options: T, context: PresetContext) => PresetParts,
  ): OtelPreset {
    requireFields(`OtelPreset.${name}`, 'options', options);
    check(`OtelPreset.${name}`, options);
    return new OtelPreset(name, (context) => parts(options, context));
  }

  private constructor(
    /** Its name, as its factory has it. */
    public readonly name: string,
    /** @internal */
    public readonly _parts: (context: PresetContext) => PresetParts,
  ) {}
}

valueClass(OtelPreset, 'OtelPreset', 'OtelPreset.logs()');
