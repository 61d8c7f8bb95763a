import { Yaml } from 'cdk8s';
import { FilebeatAutodiscover } from './autodiscover';
import { FilebeatInput } from './input';
import { FilebeatOutput } from './output';
import { FilebeatProcessor } from './processor';
import { fail, show } from '../../../errors';
import { given, list, some } from '../../../pod/given';
import { firstRepeated } from '../../../values/repeated';
import { Settings, isSettings, merge, valueAt } from '../elastic/settings';

/** Where the image keeps its data; said in the configuration only where it is elsewhere. */
export const DATA = '/usr/share/filebeat/data';

/** What a configuration is made of. */
export interface Ingredients {
  readonly where: string;
  readonly inputs: readonly FilebeatInput[];
  readonly autodiscover: readonly FilebeatAutodiscover[];
  readonly processors: readonly FilebeatProcessor[];
  readonly output: FilebeatOutput;
  readonly fields: { readonly [name: string]: string } | undefined;
  readonly tags: readonly string[] | undefined;
  /** In the container; undefined where nothing is kept. */
  readonly stateDirectory: string | undefined;
  /** Of its HTTP endpoint; undefined for none. */
  readonly http: { readonly host: string; readonly port: number } | undefined;
  /** In bytes. */
  readonly diskQueue: number | undefined;
  readonly shutdownSeconds: number | undefined;
  /** What was written over all of it. */
  readonly written: Settings;
}

/** Filebeat's configuration, in its own words. @throws NotOneOutput, NoInputs, InputTwice */
export function filebeatConfig(ingredients: Ingredients): Settings {
  const { where, inputs, autodiscover, processors, output, fields, tags, stateDirectory, http, diskQueue, shutdownSeconds, written } = ingredients;
  const made = given({
    filebeat: given({
      inputs: list(inputs.filter(({ _isModule }) => !_isModule).map(({ _config }) => _config)),
      modules: list(inputs.filter(({ _isModule }) => _isModule).map(({ _config }) => _config)),
      autodiscover: autodiscover.length === 0 ? undefined : { providers: autodiscover.map(({ _config }) => _config) },
      shutdown_timeout: shutdownSeconds === undefined ? undefined : `${shutdownSeconds}s`,
    }),
    processors: list(processors.map(({ _config }) => _config)),
    fields: fields === undefined ? undefined : { ...fields },
    tags: list(tags),
    path: some({ data: stateDirectory === DATA ? undefined : stateDirectory }),
    queue: diskQueue === undefined ? undefined : { disk: { max_size: diskQueue } },
    http: http === undefined ? undefined : { enabled: true, ...http },
    ...output._settings,
    output: { [output.type]: output._config },
  });
  const config = merge(made as Settings, written);
  checkConfig(where, config);
  return config;
}

/** What Filebeat itself refuses at its start. */
function checkConfig(where: string, config: Settings): void {
  const outputs = Object.entries(isSettings(config.output) ? config.output : {}).filter(([, one]) => valueAt(one, 'enabled') !== false).map(([name]) => name);
  if (outputs.length !== 1) {
    fail('NotOneOutput', where, `outputs are ${show(outputs)}, and Filebeat sends to exactly one; take the other away with null, or write output`);
  }
  const at = (path: string) => {
    const found = valueAt(config, path);
    return Array.isArray(found) ? found : [];
  };
  const inputs = at('filebeat.inputs');
  if (inputs.length + at('filebeat.modules').length + at('filebeat.autodiscover.providers').length === 0 && valueAt(config, 'filebeat.config') === undefined) {
    fail('NoInputs', where, 'nothing is read; write inputs or autodiscover, such as [FilebeatInput.containers()]');
  }
  const ids = inputs.filter((input) => valueAt(input, 'type') === 'filestream').map((input) => valueAt(input, 'id'));
  const twice = firstRepeated(ids);
  if (twice !== undefined) {
    fail('InputTwice', where, `inputs have the id ${show(twice)} twice, with which Filebeat does not start; give one of them an id of its own, or put their paths together`);
  }
}

/** As its users write it: `filebeat.inputs`, `output.elasticsearch`. Keys of one level more are left as they are. */
export function filebeatYaml(config: Settings): string {
  const lines = Object.entries(config).flatMap(([name, value]) => (
    isSettings(value) && FAMILIES.includes(name) ? Object.entries(value).map(([key, inner]) => [`${name}.${key}`, inner] as const) : [[name, value] as const]));
  return Yaml.stringify(Object.fromEntries(lines));
}

const FAMILIES = ['filebeat', 'path', 'queue', 'http', 'cloud', 'setup', 'logging', 'monitoring', 'output'];
