import { OtelComponent, Section } from './component';
import { OtelExporter } from './exporter';
import { literal } from './literal';
import { PresetParts } from './presets/parts';
import { OtelSignal, SIGNALS } from './signal';
import { fail, show } from '../../../errors';
import { firstRepeated } from '../../../values/repeated';
import { Settings, isSettings, merge } from '../../settings';

/** What a configuration is made of. */
export interface Ingredients {
  readonly where: string;
  readonly presets: readonly PresetParts[];
  readonly components: readonly OtelComponent[];
  readonly exporters: readonly OtelExporter[];
  /** Refuses data while memory is short, first of all processors. */
  readonly memoryLimiter: boolean;
  /** Makes batches, last of all processors. */
  readonly batch: boolean;
  /** Attributes that everything gets which has none by that name. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Where positions and queues are kept; undefined when nothing is. */
  readonly stateDirectory: string | undefined;
  /** At which port the Collector's own metrics are; undefined for where it has them by itself. */
  readonly metricsPort: number | undefined;
  readonly healthPort: number;
  /** What was written over all of it. */
  readonly written: Settings;
}

/** The Collector's configuration, in its own words. @throws NoReceivers, SignalWithoutExporter, ExporterWithoutSignal, ComponentTwice, UnknownComponent */
export function collectorConfig(ingredients: Ingredients): Settings {
  const sections = sectionsOf(ingredients);
  const { metricsPort, written } = ingredients;
  const reader = { pull: { exporter: { prometheus: { host: '${env:MY_POD_IP}', port: metricsPort } } } };
  const config = merge({
    extensions: sections.extensions,
    receivers: sections.receivers,
    processors: sections.processors,
    exporters: sections.exporters,
    service: {
      extensions: Object.keys(sections.extensions),
      ...(metricsPort === undefined ? {} : { telemetry: { metrics: { readers: [reader] } } }),
      pipelines: pipelines(ingredients, sections),
    },
  }, written);
  checkReferences(ingredients.where, config);
  return config;
}

type Sections = { readonly [section in Exclude<Section, 'connectors'>]: Settings };

function sectionsOf(ingredients: Ingredients): Sections {
  const { where, presets, components, exporters, memoryLimiter, batch, attributes, stateDirectory, healthPort } = ingredients;
  const of = (section: Section) => components.filter(({ _section }) => _section === section).map(({ id, _config }) => [id, _config] as const);
  const ofPresets = (what: 'receivers' | 'processors') => presets.flatMap((parts) => Object.entries(parts[what] ?? {}));
  return {
    extensions: together(where, 'extensions', [
      ['health_check', { endpoint: `[\${env:MY_POD_IP}]:${healthPort}` }],
      ...(stateDirectory === undefined ? [] : [['file_storage', { directory: stateDirectory }] as const]),
      ...of('extensions'),
    ]),
    receivers: together(where, 'receivers', [...ofPresets('receivers'), ...of('receivers')]),
    processors: together(where, 'processors', [
      ...(memoryLimiter ? [['memory_limiter', { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 25 }] as const] : []),
      ...ofPresets('processors'),
      ...(attributes.length === 0 ? [] : [['resource', { attributes: attributes.map(([key, value]) => ({ action: 'insert', key: literal(key), value })) }] as const]),
      ...of('processors'),
      ...(batch ? [['batch', {}] as const] : []),
    ]),
    exporters: together(where, 'exporters', exporters.map(({ id, _config }) => [id, _config] as const)),
  };
}

function together(where: string, section: string, entries: readonly (readonly [id: string, config: unknown])[]): Settings {
  const ids = entries.map(([id]) => id);
  const twice = firstRepeated(ids);
  if (twice !== undefined) {
    fail('ComponentTwice', where, `${section} have ${show(twice)} twice; give one of them a name of its own, such as ${show(`${twice.split('/')[0]}/second`)}, or change what a preset makes by config`);
  }
  return Object.fromEntries(entries);
}

/** One for each signal that anything is received of. */
function pipelines({ where, presets, components, exporters }: Ingredients, sections: Sections): Settings {
  const processorSignals = new Map(components.filter(({ _section }) => _section === 'processors').map(({ id, _signals }) => [id, _signals]));
  const found = SIGNALS.flatMap((signal): [OtelSignal, Settings][] => {
    const receivers = [
      ...presets.filter(({ signals = [] }) => signals.includes(signal)).flatMap((parts) => Object.keys(parts.receivers ?? {})),
      ...components.filter(({ _section, _signals }) => _section === 'receivers' && _signals.includes(signal)).map(({ id }) => id),
    ];
    if (receivers.length === 0) {
      return [];
    }
    const takers = exporters.filter(({ _signals }) => _signals?.includes(signal) ?? true).map(({ id }) => id);
    if (takers.length === 0) {
      fail('SignalWithoutExporter', where, `${signal} come from ${receivers.join(', ')}, and no exporter takes them; add one, or leave its signals out`);
    }
    const processors = Object.keys(sections.processors).filter((id) => processorSignals.get(id)?.includes(signal) ?? true);
    return [[signal, { receivers, processors, exporters: takers }]];
  });
  checkUse(where, exporters, found.map(([signal]) => signal));
  return Object.fromEntries(found);
}

function checkUse(where: string, exporters: readonly OtelExporter[], signals: readonly OtelSignal[]): void {
  const idle = exporters.find(({ _signals }) => _signals !== undefined && signals.length > 0 && !_signals.some((signal) => signals.includes(signal)));
  if (idle !== undefined) {
    fail('ExporterWithoutSignal', where, `exporter ${idle.id} takes ${show(idle._signals)}, and nothing of it is received; receive it, or drop the exporter`);
  }
}

/** What the Collector itself refuses at its start. */
function checkReferences(where: string, config: Settings): void {
  const section = (name: string) => (isSettings(config[name]) ? config[name] : {});
  const service = section('service');
  const all = isSettings(service.pipelines) ? service.pipelines : {};
  if (Object.keys(all).length === 0) {
    fail('NoReceivers', where, 'nothing is received, so that there is no pipeline; write presets, or components with a receiver');
  }
  const known = (kind: string) => [...Object.keys(section(kind)), ...(kind === 'processors' ? [] : Object.keys(section('connectors')))];
  const check = (kind: string, at: string, used: unknown, ids: readonly string[]) => {
    const unknown = (Array.isArray(used) ? used : []).find((id) => !ids.includes(id));
    if (unknown !== undefined) {
      fail('UnknownComponent', where, `${at} names ${show(unknown)}, and ${kind} are ${show(ids)}; write one of them, or define it`);
    }
  };
  check('extensions', 'service.extensions', service.extensions, Object.keys(section('extensions')));
  for (const [name, pipeline] of Object.entries(all)) {
    for (const kind of ['receivers', 'processors', 'exporters']) {
      const used = isSettings(pipeline) ? pipeline[kind] : undefined;
      check(kind, `pipeline ${name}`, used, known(kind));
      if (kind !== 'processors' && (!Array.isArray(used) || used.length === 0)) {
        fail('UnknownComponent', where, `pipeline ${name} has no ${kind}; write at least one, or take the pipeline away with null`);
      }
    }
  }
}
