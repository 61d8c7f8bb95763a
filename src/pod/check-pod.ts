import { checkAnnotations } from './check-annotations';
import { checkContainers } from './check-containers';
import { checkFields } from './check-fields';
import { checkSecurity } from './check-security';
import { checkVersion } from './check-version';
import { checkVolumes } from './check-volumes';
import { KubePodTemplate } from './kube';
import { PodModel } from './pod-model';
import { Problem } from '../errors';

/** Everything that is wrong with a pod at once, whatever makes it: as it was rendered, and from what. */
export function checkPod(template: KubePodTemplate, model: PodModel): Problem[] {
  const { spec } = template;
  const { target } = model;
  return [
    ...checkContainers(spec), ...checkVolumes(spec), ...checkFields(spec, target), ...checkSecurity(spec), ...checkVersion(spec, target),
    ...checkAnnotations(template, model),
  ];
}
