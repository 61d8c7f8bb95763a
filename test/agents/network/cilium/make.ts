import { CiliumApiServer, CiliumDaemonSet, CiliumDaemonSetProps } from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, Manifest, only, synth } from '../../synth';

export const make = (props: CiliumDaemonSetProps = {}, options?: Parameters<typeof synth>[1]) =>
  synth((chart) => new CiliumDaemonSet(chart, 'network', props), options);
export const config = (props: CiliumDaemonSetProps = {}) => new CiliumDaemonSet(chartOf(), 'network', props).config;
export const refusal = (props: object) => thrown(() => make(props as CiliumDaemonSetProps));
export const named = (kind: string, name: string, objects: Manifest[]): Manifest =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
export const operatorOf = (objects: Manifest[]) => only('Deployment', objects).spec;
export const API = CiliumApiServer.of('api.example.com', 8443);
/** `volume path propagation` of each mount. */
export const mountsOf = (container: Manifest) =>
  container.volumeMounts.map(({ name, mountPath, mountPropagation }: Manifest) => [name, mountPath, mountPropagation].filter(Boolean).join(' '));
