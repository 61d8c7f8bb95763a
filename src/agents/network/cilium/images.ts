import { fail, show } from '../../../errors';
import { ImageName } from '../../../values/image-name';

/** https://github.com/cilium/cilium/releases */
const VERSION = 'v1.20.2';
/** The build of Envoy that is in the agent's image as well: `CILIUM_ENVOY_IMAGE` of its Dockerfile. */
const ENVOY = 'quay.io/cilium/cilium-envoy:v1.37.6-1789133542-cbec91f666af0bf742da986d43832932dbb26b82@sha256:af7382699576b9e65e9184efa52eeca0b58aea70ad6e511bf260c91d9f740463';

export function agentImage(): ImageName {
  return ImageName.of(`quay.io/cilium/cilium:${VERSION}`);
}

export function envoyImage(): ImageName {
  return ImageName.of(ENVOY);
}

/** Agents and operator are of one release: where the agent's image says which, the operator's is the one beside it. */
export function operatorImage(where: string, agent: ImageName | undefined, cloud: string): ImageName {
  const [, beside, tag] = /^(.*\/)cilium(:[^@]+)(@.*)?$/.exec((agent ?? agentImage()).toString()) ?? fail('MissingOperatorImage', where,
    `image is ${show(agent?.toString())}, from which the operator's is not known; write operator: { image: ImageName.of("…/operator-${cloud}:…") } of the same release`);
  return ImageName.of(`${beside}operator-${cloud}${tag}`);
}
