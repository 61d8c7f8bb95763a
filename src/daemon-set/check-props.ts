import { NodeAgentDaemonSetProps } from './daemon-set-props';
import { fail, show } from '../errors';
import { requireAnnotations, requireDnsLabel, requireDnsSubdomain, requireLabels, requireWholeNumber } from '../values/kube-names';

/** What can be seen to be wrong in the props alone. */
export function checkProps(where: string, props: NodeAgentDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { name, containers, … }`);
  }
  requireDnsSubdomain(where, 'name', props.name);
  requireLabels(where, 'label', props.labels ?? {});
  requireLabels(where, 'pod label', props.podLabels ?? {});
  requireAnnotations(where, 'annotation', props.annotations ?? {});
  requireAnnotations(where, 'pod annotation', props.podAnnotations ?? {});
  if (props.namespace !== undefined) {
    requireDnsLabel(where, 'namespace', props.namespace);
  }
  if (props.revisionHistoryLimit !== undefined) {
    requireWholeNumber(where, 'revisionHistoryLimit', props.revisionHistoryLimit, 0);
  }
  for (const what of ['minReady', 'terminationGracePeriod'] as const) {
    const time = props[what];
    if (time !== undefined) {
      requireWholeNumber(where, `${what} in seconds`, time.toSeconds({ integral: false }), 0);
    }
  }
}
