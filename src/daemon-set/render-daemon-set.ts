import { Identity, checkSelector } from './identity';
import { Problem } from '../errors';
import { checkAutopilot } from '../platforms/gke-autopilot';
import { checkPod } from '../pod/check-pod';
import { given } from '../pod/given';
import { KubePodTemplate } from '../pod/kube';
import { PodModel } from '../pod/pod-model';
import { Platform } from '../values/platform';
import { Rollout } from '../values/rollout';

/** A DaemonSet, its pod template rendered. */
export interface DaemonSetModel {
  readonly identity: Identity;
  readonly template: KubePodTemplate;
  readonly rollout: Rollout | undefined;
  readonly minReadySeconds: number | undefined;
  readonly revisionHistoryLimit: number | undefined;
  readonly platform: Platform;
  /** What the template was made of. */
  readonly pod: PodModel;
}

/** `spec` of the DaemonSet. */
export function renderDaemonSetSpec(model: DaemonSetModel): object {
  return given({
    minReadySeconds: model.minReadySeconds,
    revisionHistoryLimit: model.revisionHistoryLimit,
    selector: { matchLabels: model.identity.selector },
    template: model.template,
    updateStrategy: model.rollout?._toKube(),
  });
}

/** Everything that is wrong with it, at once. */
export function checkDaemonSet(model: DaemonSetModel): Problem[] {
  const { spec, metadata } = model.template;
  return [
    ...checkSelector(model.identity.selector, metadata.labels ?? {}),
    ...checkPod(model.template, model.pod),
    ...checkSurge(model),
    ...(model.platform.name === 'gke-autopilot' && model.platform.allowlist === undefined ? checkAutopilot(spec) : []),
  ];
}

/** Neither refused nor warned of by the API server: the rollout just never moves (kubernetes#106417). */
function checkSurge({ rollout, template: { spec } }: DaemonSetModel): Problem[] {
  if (rollout?.surges !== true) {
    return [];
  }
  const running = [...spec.containers, ...(spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always')];
  const ports = running.flatMap((container) => (container.ports ?? []).filter((port) => port.hostPort !== undefined || spec.hostNetwork === true));
  return ports.length === 0 ? [] : [{
    code: 'HostPortWithSurge',
    message: `rollout surges, but port ${ports.map((port) => port.hostPort ?? port.containerPort).join(', ')} is a host port${spec.hostNetwork === true ? ' (host network)' : ''}, so the new pod can never start beside the old one; use Rollout.rolling(IntOrPercent.percent(10)), or give up the host port`,
  }];
}
