import { Directive, Settings, renderDirectives } from './directive';
import { FluentdFilter } from './filter';
import { FluentdOutput, OutputParts } from './output';
import { LOGS, SectionContext, SectionParts } from './parts';
import { FluentdSource } from './source';
import { fail, show } from '../../../errors';
import { firstRepeated } from '../../../values/repeated';

/** What a configuration is made of. */
export interface Ingredients {
  readonly where: string;
  readonly sources: readonly FluentdSource[];
  readonly filters: readonly FluentdFilter[];
  readonly outputs: readonly FluentdOutput[];
  readonly rawConfig: string | undefined;
  readonly stateDirectory: string | undefined;
  readonly logLevel: string;
  /** Undefined without metrics. */
  readonly metrics: { readonly port: number; readonly bind: string } | undefined;
}

/** The text, and what the sections in it need of pod, node and cluster. */
export interface Configuration {
  readonly text: string;
  readonly parts: readonly Omit<SectionParts, 'directives'>[];
}

/** Fluentd's configuration, in its own words. @throws OutputUnreached, SourceTwice */
export function fluentdConfig(ingredients: Ingredients): Configuration {
  const { where, sources, filters, outputs, rawConfig, stateDirectory: directory, logLevel, metrics } = ingredients;
  const before: Directive[] = [{ name: 'system', settings: { log_level: logLevel } }, ...metrics === undefined ? [] : metricSources(metrics)];
  if (rawConfig !== undefined) {
    return { text: `${renderDirectives(before)}\n${rawConfig.replace(/\n*$/, '\n')}`, parts: [] };
  }
  const ids = namesFor([...sources, ...filters, ...outputs].map(({ _id }) => _id));
  const context = (i: number): SectionContext => ({ where, directory, id: ids[i] });
  const ofSources = sources.map((source, i) => source._parts(context(i)));
  const ofFilters = filters.map((filter, i) => filter._parts(context(sources.length + i)));
  const ofOutputs = outputs.map((output, i) => output._parts(context(sources.length + filters.length + i)));
  checkPositions(where, sources);
  const pipeline = [...ofFilters.flatMap(({ directives }) => directives), ...matches(where, outputs, ofOutputs)];
  const logs: Directive = { name: 'label', argument: LOGS, settings: {}, children: pipeline };
  const text = renderDirectives([...before, ...ofSources.flatMap(({ directives }) => directives), logs, OWN_EVENTS]);
  return { text, parts: [...ofSources, ...ofFilters, ...ofOutputs] };
}

/** What Fluentd says of itself is in its own log already; sent, each warning about sending would make another. */
const OWN_EVENTS: Directive = { name: 'label', argument: '@FLUENT_LOG', settings: {}, children: [{ name: 'match', argument: '**', settings: { '@type': 'null' } }] };

function metricSources({ port, bind }: { readonly port: number; readonly bind: string }): Directive[] {
  const source = (settings: Settings): Directive => ({ name: 'source', settings });
  return [
    source({ '@type': 'prometheus', '@id': 'in_prometheus', bind, port, 'metrics_path': '/metrics' }),
    source({ '@type': 'prometheus_output_monitor', '@id': 'in_prometheus_output_monitor' }),
    source({ '@type': 'prometheus_tail_monitor', '@id': 'in_prometheus_tail_monitor' }),
  ];
}

/** Plugins are told apart by their ids, in metrics and by the names of their files: a number follows the second and further of one kind. */
function namesFor(kinds: readonly string[]): string[] {
  const clean = kinds.map((kind) => kind.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/_+$/, ''));
  return clean.map((name, i) => {
    const before = clean.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name}_${before + 1}`;
  });
}

/** The number of a source would change with its place in the list, and with it the file of its positions. */
function checkPositions(where: string, sources: readonly FluentdSource[]): void {
  const kept = sources.filter(({ type }) => type === 'tail' || type === 'systemd').map(({ _id }) => _id);
  const twice = firstRepeated(kept);
  if (twice !== undefined) {
    fail('SourceTwice', where, `two sources would be ${twice}, and their positions would be told apart by their places in the list only; join their paths, or write another tag with FluentdSource.tail(…)`);
  }
}

/** One section for each pattern: Fluentd gives a record to the first that matches, and copies only when it is told. */
function matches(where: string, outputs: readonly FluentdOutput[], parts: readonly OutputParts[]): Directive[] {
  const patterns = [...new Set(outputs.map(({ match }) => match))];
  const everything = patterns.indexOf('**');
  if (everything !== -1 && everything < patterns.length - 1) {
    fail('OutputUnreached', where, `outputs match ${show(patterns)} in this order, and after "**" nothing is left; write the output for "**" last, or the same match for both`);
  }
  return patterns.map((pattern) => {
    const stores = parts.filter((_, i) => outputs[i].match === pattern).map(({ settings }) => settings);
    const settings: Settings = stores.length === 1 ? stores[0] : { '@type': 'copy', 'store': stores };
    return { name: 'match', argument: pattern, settings };
  });
}
