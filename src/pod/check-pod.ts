import { checkContainers } from './check-containers';
import { checkFields } from './check-fields';
import { checkSecurity } from './check-security';
import { checkVersion } from './check-version';
import { checkVolumes } from './check-volumes';
import { KubePodSpec } from './kube';
import { Problem } from '../errors';
import { TargetVersion } from '../values/target-version';

/** Everything that is wrong with a pod at once, whatever makes it. */
export function checkPod(spec: KubePodSpec, target: TargetVersion): Problem[] {
  return [...checkContainers(spec), ...checkVolumes(spec), ...checkFields(spec, target), ...checkSecurity(spec), ...checkVersion(spec, target)];
}
