import { OtelSignal, SIGNALS } from './signal';
import { fail, show } from '../../../errors';
import { requireOneOf, valueClass } from '../../../values/require';
import { isSecretName } from '../../secret-names';
import { Settings, forEachText, isSettings } from '../../settings';

/** Where a component stands in the configuration. */
export type Section = 'extensions' | 'receivers' | 'processors' | 'exporters' | 'connectors';

/**
 * A component of the Collector in its own words, for what has no type here: `OtelComponent.receiver('prometheus', { config: { … } }, OtelSignal.METRICS)`.
 * The image must have it.
 *
 * @see https://opentelemetry.io/docs/collector/configuration/
 */
export class OtelComponent {
  /**
   * A receiver, which joins the pipelines of these signals.
   *
   * @param id its type, or `type/name`
   * @param config its settings
   * @throws InvalidComponent, NoSignals, SecretAsText
   */
  public static receiver(id: string, config: { [key: string]: any }, ...signals: OtelSignal[]): OtelComponent {
    return new OtelComponent('OtelComponent.receiver', 'receivers', id, config, requireSignals('OtelComponent.receiver', signals));
  }

  /**
   * A processor of the pipelines of these signals: after Kubernetes' attributes, before batches are made, in the order of the list.
   *
   * @param id its type, or `type/name`
   * @param config its settings
   * @throws InvalidComponent, NoSignals, SecretAsText
   */
  public static processor(id: string, config: { [key: string]: any }, ...signals: OtelSignal[]): OtelComponent {
    return new OtelComponent('OtelComponent.processor', 'processors', id, config, requireSignals('OtelComponent.processor', signals));
  }

  /**
   * An extension, which is started with the Collector.
   *
   * @param id its type, or `type/name`
   * @param config its settings
   * @throws InvalidComponent, SecretAsText
   */
  public static extension(id: string, config: { [key: string]: any }): OtelComponent {
    return new OtelComponent('OtelComponent.extension', 'extensions', id, config, []);
  }

  private constructor(
    where: string,
    /** @internal */
    public readonly _section: Section,
    /** Its type, or `type/name`. */
    public readonly id: string,
    /** @internal */
    public readonly _config: Settings,
    /** @internal */
    public readonly _signals: readonly OtelSignal[],
  ) {
    requireComponent(where, id, _config);
  }
}

valueClass(OtelComponent, 'OtelComponent', 'OtelComponent.receiver("zipkin", {}, OtelSignal.TRACES)');

/** At least one of the signals there are. */
export function requireSignals(where: string, signals: readonly OtelSignal[]): readonly OtelSignal[] {
  if (!Array.isArray(signals) || signals.length === 0) {
    fail('NoSignals', where, `signals are ${show(signals)}; write at least one, such as OtelSignal.METRICS`);
  }
  signals.forEach((signal) => requireOneOf(where, 'signal', signal, OtelSignal));
  return SIGNALS.filter((signal) => signals.includes(signal));
}

/** @see https://github.com/open-telemetry/opentelemetry-collector/blob/main/component/identifiable.go */
export function requireComponent(where: string, id: string, config: unknown): void {
  if (typeof id !== 'string' || !/^[a-zA-Z][0-9a-zA-Z_]{0,62}(\/[^\s/]{1,1024})?$/.test(id)) {
    fail('InvalidComponent', where, `id is ${show(id)}; write the component's type, or "type/name"`);
  }
  if (!isSettings(config)) {
    fail('InvalidComponent', where, `settings of ${id} are ${show(config)}; write { … }, or {} for none`);
  }
  requireNoSecrets(where, id, config);
}

/** A text under a key that is a password's, a token's or a key's. What the environment gives is none. */
export function requireNoSecrets(where: string, path: string, value: unknown): void {
  forEachText(path, value, (text, at, key) => {
    if (key !== undefined && text !== '' && isSecretName(key) && !text.includes('${')) {
      fail('SecretAsText', where, `${at} is a text that everybody who reads the manifests can read; put it into a Secret, give env: [SecretKey.of("my-secret", "key").toEnv("NAME")] and write "\${env:NAME}"`);
    }
  });
}
