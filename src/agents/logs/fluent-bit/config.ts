import type { Duration, Size } from 'cdk8s';
import { checkRoutes } from './check-routes';
import { classicForm } from './classic-form';
import { IMAGE_PARSERS } from './directories';
import { Files, Section } from './document';
import { FluentBitFilter } from './filter';
import { FluentBitInput } from './input';
import { FluentBitOutput } from './output';
import { FluentBitParser } from './parser';
import { SectionContext, SectionParts } from './parts';
import { FluentBitConfigFormat, FluentBitHealthCheckOptions, FluentBitLogLevel } from './props';
import { Settings, over } from './settings';
import { FluentBitStorage } from './storage';
import { yamlForm } from './yaml-form';
import { fail } from '../../../errors';
import { given } from '../../../pod/given';
import { firstRepeated } from '../../../values/repeated';

/** What a configuration is made of. */
export interface Ingredients {
  readonly where: string;
  readonly inputs: readonly FluentBitInput[];
  readonly filters: readonly FluentBitFilter[];
  readonly outputs: readonly FluentBitOutput[];
  readonly parsers: readonly FluentBitParser[];
  readonly storage: FluentBitStorage | undefined;
  readonly stateDirectory: string | undefined;
  readonly hasNodesPods: boolean;
  readonly memoryLimit: Size | undefined;
  readonly flush: Duration | undefined;
  readonly grace: Duration | undefined;
  readonly logLevel: FluentBitLogLevel;
  readonly healthCheck: FluentBitHealthCheckOptions;
  readonly httpPort: number;
  readonly service: Settings;
  readonly format: FluentBitConfigFormat;
}

/** The files, and what the sections in them need of pod, node and cluster. */
export interface Configuration {
  readonly files: Files;
  readonly parts: readonly SectionParts[];
}

type Named = { readonly name: string; readonly _parts: (context: SectionContext) => SectionParts };

/** Fluent Bit's configuration, in its own words. @throws NothingMatches, InputUnsent, PositionsTwice, StorageWithoutFilesystem, NotInClassicForm */
export function fluentBitConfig(ingredients: Ingredients): Configuration {
  const { where, inputs, filters, outputs, parsers, storage, stateDirectory, format } = ingredients;
  const made = (sections: readonly Named[]): (SectionParts & Section)[] => sections.map((section, i) => ({
    name: section.name,
    ...section._parts({
      where, directory: stateDirectory, onDisk: storage !== undefined, hasNodesPods: ingredients.hasNodesPods, id: idOf(section.name, sections.slice(0, i)),
    }),
  }));
  const found = { inputs: made(inputs), filters: made(filters), outputs: made(outputs).map((output) => limited(where, output, storage)) };
  checkRoutes(where, inputs, filters, outputs);
  checkPositions(where, found.inputs);
  const parts = [...found.inputs, ...found.filters, ...found.outputs];
  const document = { service: serviceOf(ingredients), parsers, ...found, inputs: found.inputs, filters: found.filters };
  const files = format === FluentBitConfigFormat.CLASSIC ? classicForm(where, document) : yamlForm(document);
  return { files: { ...files, ...Object.assign({}, ...parts.map((part) => part.files ?? {})) as Files }, parts };
}

/** The plugin's name, and for the second and further ones a number after it. */
function idOf(name: string, before: readonly Named[]): string {
  const same = before.filter((other) => other.name === name).length;
  return same === 0 ? name : `${name}-${same + 1}`;
}

function serviceOf({ flush, grace, logLevel, healthCheck, httpPort, storage, stateDirectory, memoryLimit, service }: Ingredients): Settings {
  return over({
    ...given({ flush: flush === undefined ? 1 : flush.toMilliseconds() / 1000, grace: grace?.toSeconds() }),
    log_level: logLevel,
    parsers_file: IMAGE_PARSERS,
    http_server: true,
    http_listen: '${POD_IP}',
    http_port: httpPort,
    health_check: true,
    ...given({ hc_errors_count: healthCheck.errorsCount, hc_retry_failure_count: healthCheck.retryFailureCount, hc_period: healthCheck.period?.toSeconds() }),
    ...storage?._settings(stateDirectory!, memoryLimit),
  }, service);
}

/** What waits on the node has a limit, and what waits in memory has none of its kind. */
function limited(where: string, output: SectionParts & Section, storage: FluentBitStorage | undefined): SectionParts & Section {
  const limit = output.settings['storage.total_limit_size'];
  if (storage === undefined && limit !== undefined) {
    fail('StorageWithoutFilesystem', where, `output ${output.name} has a limit of what is kept on the node, and nothing is; write storage: FluentBitStorage.filesystem(), or leave bufferLimit out`);
  }
  return storage === undefined || limit !== undefined ? output : { ...output, settings: { ...output.settings, 'storage.total_limit_size': storage._limit } };
}

function checkPositions(where: string, inputs: readonly SectionParts[]): void {
  const files = inputs.map(({ positions }) => positions).filter((file) => file !== undefined);
  const twice = firstRepeated(files);
  if (twice !== undefined) {
    fail('PositionsTwice', where, `two inputs keep their positions in ${twice}; give one of them an alias, or another tag`);
  }
}
