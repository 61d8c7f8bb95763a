import { AgentDefaults, CalicoDaemonSet, CalicoDaemonSetProps, CalicoIpPool } from '../../../../src';
import { Manifest, only, synth } from '../../synth';

export const all = AgentDefaults.all();
export const make = (props: CalicoDaemonSetProps = {}, namespace = 'kube-system') => synth((chart) => new CalicoDaemonSet(chart, 'calico', props), { namespace });
export const named = (kind: string, name: string, objects: Manifest[]) => objects.find((object) => object.kind === kind && object.metadata.name === name);
export function envOf(container: Manifest): { [name: string]: unknown } {
  return Object.fromEntries((container.env ?? []).map(({ name, value, valueFrom }: Manifest) => [name, value ?? valueFrom]));
}
export const deployed = (name: string, objects: Manifest[]) => named('Deployment', name, objects).spec.template.spec;
export const conflistOf = (objects: Manifest[]) => only('ConfigMap', objects).data.cni_network_config.replace('__CNI_MTU__', '0');
export const pool = (name: string, cidr: string, options = {}) => CalicoIpPool.of(name, cidr, options);
