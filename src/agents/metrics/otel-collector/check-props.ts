import { OtelComponent, requireNoSecrets } from './component';
import { OtelExporter } from './exporter';
import { OtelPreset } from './preset';
import { OpenTelemetryCollectorDaemonSetProps } from './props';
import { fail, show } from '../../../errors';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { FIELDS, listOf, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { firstRepeated } from '../../../values/repeated';
import { requireTexts } from '../../../values/require';
import { agentProps } from '../../common';

const KINDS = {
  exporters: listOf(of(OtelExporter)),
  presets: listOf(of(OtelPreset)),
  components: listOf(of(OtelComponent)),
  config: FIELDS,
  image: of(ImageName),
  stateDirectory: of(HostPath),
  monitor: of(Monitor),
};

/** All that it takes. */
export const COLLECTOR_PROPS = agentProps<OpenTelemetryCollectorDaemonSetProps>({ ...KINDS, resourceAttributes: true, healthPort: true });

/** What can be seen to be wrong in the Collector's own props. */
export function checkCollector(where: string, props: OpenTelemetryCollectorDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { exporters: [OtelExporter.otlp("gateway.observability:4317")] }`);
  }
  requireKinds(where, props, KINDS);
  if (props.exporters === undefined || props.exporters.length === 0) {
    fail('MissingExporters', where, `exporters are ${show(props.exporters)}; write where data are sent, such as OtelExporter.otlp("gateway.observability:4317"), or OtelExporter.debug() to look at them`);
  }
  const names = (props.presets ?? []).map(({ name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined) {
    fail('PresetTwice', where, `presets have ${twice} twice; write all of it in one`);
  }
  if (props.resourceAttributes !== undefined) {
    requireTexts(where, 'resourceAttributes', props.resourceAttributes);
  }
  if (props.stateDirectory?.isReadOnly === true) {
    fail('ReadOnlyState', where, `stateDirectory ${props.stateDirectory.path} is read-only; write HostPath.stateDirectory("name"), or say .writable("why")`);
  }
  if (props.healthPort !== undefined) {
    requirePort(where, 'healthPort', props.healthPort);
  }
  requireNoSecrets(where, 'config', props.config ?? {});
}

/** A queue on the node needs a directory there. */
export function checkQueues(where: string, exporters: readonly OtelExporter[], state: HostPath | undefined): void {
  const keeping = exporters.find(({ _keepsQueue }) => _keepsQueue);
  if (keeping !== undefined && state === undefined) {
    fail('NoStateDirectory', where, `exporter ${keeping.id} has persistentQueue, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on`);
  }
}
