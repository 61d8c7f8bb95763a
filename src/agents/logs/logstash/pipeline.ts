import type { Size } from 'cdk8s';
import { Block, BlockContext, joined, parsed, requireReference } from './block';
import { LogstashFilter } from './filter';
import { ReadSection, ReadValue, readConfig } from './grammar';
import { LogstashInput } from './input';
import { LogstashOutput } from './output';
import { LogstashContainerLogsOptions, LogstashPipelineOptions, LogstashPipelineProps } from './pipeline-options';
import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { SIZE } from '../../../pod/nested-kinds';
import { BOOLEAN, listOf, of, requireKinds } from '../../../values/kinds';
import { requireWholeNumber } from '../../../values/kube-names';
import { requireFields, requireText, valueClass } from '../../../values/require';
import { Settings } from '../elastic/settings';

/** Of the image: where a pipeline's configuration is. */
export const PIPELINES = '/usr/share/logstash/pipeline';
/** Logstash does not start with a queue that holds less than one page. */
const PAGE = 64 * 1024 * 1024;

/**
 * A pipeline: inputs, filters and outputs, in Logstash's own language.
 *
 * @see https://www.elastic.co/docs/reference/logstash/configuration-file-structure
 */
export class LogstashPipeline {
  /**
   * Logs of every container of the node, with the names of namespace, pod and container. Its id is `main`.
   *
   * @throws WrongType, NoOutputs, InvalidNumber, QueueTooSmall and what `LogstashInput.containerLogs` and `LogstashFilter.containerLogs` throw
   */
  public static containerLogs(options: LogstashContainerLogsOptions): LogstashPipeline {
    requireFields('LogstashPipeline.containerLogs', 'options', options);
    const { files, format, filters = [], ...rest } = options;
    requireKinds('LogstashPipeline.containerLogs', { filters }, { filters: listOf(of(LogstashFilter)) });
    return LogstashPipeline.of('main', { ...rest, inputs: [LogstashInput.containerLogs(files)], filters: [LogstashFilter.containerLogs(format), ...filters] });
  }

  /**
   * Of typed parts.
   *
   * @param id unique in the agent
   * @throws InvalidPipeline, WrongType, NoInputs, NoOutputs, InvalidNumber, QueueTooSmall
   */
  public static of(id: string, props: LogstashPipelineProps): LogstashPipeline {
    const where = 'LogstashPipeline.of';
    requireFields(where, 'props', props);
    requireKinds(where, props, { inputs: listOf(of(LogstashInput)), filters: listOf(of(LogstashFilter)), outputs: listOf(of(LogstashOutput)) });
    const { inputs = [], filters = [], outputs = [], ...options } = props;
    if (inputs.length === 0) {
      fail('NoInputs', where, `pipeline ${show(id)} has no inputs; write at least one, such as LogstashInput.containerLogs()`);
    }
    if (outputs.length === 0) {
      fail('NoOutputs', where, `pipeline ${show(id)} has no outputs; write at least one, such as LogstashOutput.elasticsearch({ … })`);
    }
    const sections: [string, Block[]][] = [
      ['input', inputs.map(({ _block }) => _block)], ['filter', filters.map(({ _block }) => _block)], ['output', outputs.map(({ _block }) => _block)],
    ];
    return new LogstashPipeline(where, id, options, sections.flatMap(([, blocks]) => blocks), (context) => sections
      .filter(([, blocks]) => blocks.length > 0)
      .map(([name, blocks]) => `${name} {\n${blocks.map((block) => block.write(context, '  ')).join('')}}\n`)
      .join('\n'));
  }

  /**
   * As it is written in Logstash's own language, and read here so that it is one.
   *
   * @param id unique in the agent
   * @throws NotText, InvalidPipeline, NoInputs, NoOutputs, SecretAsText, InvalidNumber, QueueTooSmall
   */
  public static raw(id: string, text: string, options: LogstashPipelineOptions = {}): LogstashPipeline {
    const where = 'LogstashPipeline.raw';
    requireText(where, 'text', text);
    requireFields(where, 'options', options);
    const sections = parsed(where, `pipeline ${show(id)}`, text, readConfig);
    const has = (type: string) => sections.some((section) => section.type === type && section.plugins.length > 0);
    if (!has('input')) {
      fail('NoInputs', where, `pipeline ${show(id)} has no inputs; write input { … }`);
    }
    if (!has('output')) {
      fail('NoOutputs', where, `pipeline ${show(id)} has no outputs; write output { … }`);
    }
    sections.forEach(({ plugins }) => plugins.forEach((plugin) => requireReference(where, plugin)));
    return new LogstashPipeline(where, id, options, [{ write: () => '', paths: filesOf(sections) }], () => `${text.trimEnd()}\n`);
  }

  /** @internal */
  public readonly _needs: Omit<Block, 'write' | 'sincedb'>;
  /** By which positions are kept. @internal */
  public readonly _sincedbs: readonly string[];

  private constructor(
    where: string,
    /** Its id. */
    public readonly id: string,
    private readonly options: LogstashPipelineOptions,
    blocks: readonly Block[],
    /** @internal */
    public readonly _write: (context: BlockContext) => string,
  ) {
    if (typeof id !== 'string' || !/^[A-Za-z0-9_-]+$/.test(id)) {
      fail('InvalidPipeline', where, `id is ${show(id)}; write a name of letters, digits, "_" and "-", such as "main"`);
    }
    requireKinds(where, options, { ordered: BOOLEAN, persistentQueue: SIZE });
    for (const what of ['workers', 'batchSize'] as const) {
      const number = options[what];
      if (number !== undefined) {
        requireWholeNumber(where, what, number, 1);
      }
    }
    if (options.ordered === true && options.workers !== undefined && options.workers > 1) {
      fail('InvalidPipeline', where, `ordered is true and workers is ${options.workers}, with which Logstash does not start; write workers: 1`);
    }
    requireQueue(where, options.persistentQueue);
    this._needs = joined(blocks);
    this._sincedbs = blocks.flatMap(({ sincedb }) => sincedb ?? []);
  }

  /** Whether it keeps a queue on disk by itself. @internal */
  public get _keepsQueue(): boolean {
    return this.options.persistentQueue !== undefined;
  }

  /** In `pipelines.yml`. @internal */
  public get _settings(): Settings {
    const { workers, batchSize, ordered, persistentQueue } = this.options;
    return given({
      'pipeline.id': this.id,
      'path.config': `${PIPELINES}/${this._file}`,
      'pipeline.workers': workers,
      'pipeline.batch.size': batchSize,
      'pipeline.ordered': ordered,
      ...queueSettings(persistentQueue),
    });
  }

  /** Whether it is what the image runs by itself. @internal */
  public get _isUsual(): boolean {
    return this.id === 'main' && Object.values(this.options).every((value) => value === undefined);
  }

  /** @internal */
  public get _file(): string {
    return `${this.id}.conf`;
  }
}

valueClass(LogstashPipeline, 'LogstashPipeline', 'LogstashPipeline.containerLogs({ outputs: [LogstashOutput.stdout()] })');

/** A queue on disk, of at least one page. @throws QueueTooSmall */
export function requireQueue(where: string, queue: Size | undefined): void {
  const bytes = queue === undefined ? PAGE : queue.toKibibytes() * 1024;
  if (bytes < PAGE) {
    fail('QueueTooSmall', where, `persistentQueue is ${bytes} bytes, and Logstash takes at least ${PAGE}; write more, such as Size.gibibytes(1)`);
  }
}

export function queueSettings(queue: Size | undefined): Settings {
  return queue === undefined ? {} : { 'queue.type': 'persisted', 'queue.max_bytes': `${queue.toKibibytes()}kb` };
}

/** What file inputs read. */
function filesOf(sections: readonly ReadSection[]): string[] {
  const inputs = sections.filter(({ type }) => type === 'input').flatMap(({ plugins }) => plugins).filter(({ name }) => name === 'file');
  const texts = (value: ReadValue): string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(texts) : []);
  return inputs.flatMap(({ settings }) => settings.filter(([name]) => name === 'path').flatMap(([, value]) => texts(value)));
}
