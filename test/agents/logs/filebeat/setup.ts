import { parse } from 'yaml';
import { FilebeatDaemonSet, FilebeatDaemonSetProps, FilebeatInput, FilebeatOutput, SecretKey } from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, Manifest } from '../../synth';

export type Props = Partial<FilebeatDaemonSetProps>;
export const hosts = ['https://es:9200'];
export const output = FilebeatOutput.elasticsearch({ hosts });
export const agent = (props: Props = {}) => new FilebeatDaemonSet(chartOf(), 'filebeat', { output, ...props });
export const config = (props: Props = {}): Manifest => parse(agent(props).configYaml);
export const refusal = (props: Props) => thrown(() => agent(props));
export const inputs = (...given: FilebeatInput[]): Manifest[] => config({ inputs: given })['filebeat.inputs'];
export const PASSWORD = SecretKey.of('elastic', 'password');
