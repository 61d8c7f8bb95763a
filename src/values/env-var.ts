import type { EnvValue, IConfigMap, ISecret } from 'cdk8s-plus-28';
import { ConfigSource } from './config-source';
import { isEnvField } from './field-path';
import { requireDataKey, requireDnsSubdomain, requireEnvName } from './kube-names';
import { Quantity } from './quantity';
import { isLater, rawFields } from './raw';
import { requireFlag, requireText, valueClass } from './require';
import { requireKeyOrLater, requireNameOrLater, requireResource } from './resource';
import { fail, show } from '../errors';

const RESOURCE = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\w+)$/;
/** The API server takes no other units. */
const CPU_UNITS = ['1m', '1'];
const BYTE_UNITS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/**
 * A variable of a container's environment. They stand in a list because `$(NAME)` in a value means only variables before it.
 */
export class EnvVar {
  /**
   * With this text; `$(NAME)` of a variable before it is replaced by the kubelet.
   *
   * @throws InvalidEnvName, NotText
   */
  public static of(name: string, value: string): EnvVar {
    requireText('EnvVar.of', `value of ${show(name)}`, value);
    return new EnvVar('EnvVar.of', name, () => ({ value }));
  }

  /**
   * A value of cdk8s-plus.
   *
   * @throws InvalidEnvName, WrongType, InvalidName, InvalidKey
   */
  public static from(name: string, value: EnvValue): EnvVar {
    // By its fields: an EnvValue of a later cdk8s-plus is another class with the same fields.
    const text: unknown = value?.value ?? undefined;
    const from: unknown = value?.valueFrom ?? undefined;
    const isOne = text === undefined ? typeof from === 'object' : typeof text === 'string' && (from === undefined || text === '');
    if (typeof value !== 'object' || !isOne) {
      fail('WrongType', 'EnvVar.from', `value of ${show(name)} is ${show(value)}; write an EnvValue of cdk8s-plus, or EnvVar.of(${show(name)}, "…") for a text`);
    }
    const kube = {
      ...(text === undefined ? {} : { value: text }),
      ...(from === undefined ? {} : { valueFrom: checkedValueFrom(name, from as object) }),
    };
    return new EnvVar('EnvVar.from', name, () => kube);
  }

  /**
   * A field of the pod.
   *
   * @param name the variable
   * @param fieldPath for example `spec.nodeName`, `status.hostIP`, `status.podIPs`, `metadata.labels['app']`
   * @throws InvalidEnvName, InvalidField
   */
  public static fromField(name: string, fieldPath: string): EnvVar {
    if (typeof fieldPath !== 'string' || !isEnvField(fieldPath)) {
      fail('InvalidField', 'EnvVar.fromField',
        `field of ${show(name)} is ${show(fieldPath)}; write metadata.name, .namespace, .uid, .labels['KEY'], .annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, .hostIPs, .podIP or .podIPs`);
    }
    return new EnvVar('EnvVar.fromField', name, () => ({ valueFrom: { fieldRef: { fieldPath } } }));
  }

  /**
   * A resource of the container, such as its memory limit.
   *
   * @param name the variable
   * @param resource for example `limits.memory`, `requests.cpu`
   * @param divisor the unit, for example `1Mi`; unset, or `0` as clusters show it, for bytes or whole CPUs
   * @throws InvalidEnvName, InvalidField, InvalidDivisor
   */
  public static fromResource(name: string, resource: string, divisor?: string): EnvVar {
    const match = RESOURCE.exec(typeof resource === 'string' ? resource : '');
    if (match === null) {
      fail('InvalidField', 'EnvVar.fromResource', `resource of ${show(name)} is ${show(resource)}; write limits.… or requests.… with cpu, memory, ephemeral-storage or hugepages-2Mi`);
    }
    const unit = divisor === undefined || divisor === '0' ? {} : { divisor: checkedDivisor(name, divisor, match[2] === 'cpu' ? CPU_UNITS : BYTE_UNITS) };
    return new EnvVar('EnvVar.fromResource', name, () => ({ valueFrom: { resourceFieldRef: { ...unit, resource } } }));
  }

  /** A key of a Secret that exists in the agent's namespace. */
  public static fromSecretNamed(name: string, secretName: string, key: string, optional?: boolean): EnvVar {
    requireDnsSubdomain('EnvVar.fromSecretNamed', 'secretName', secretName);
    return EnvVar.ofKey('EnvVar.fromSecretNamed', name, 'secretKeyRef', () => secretName, key, optional);
  }

  /** A key of a Secret. */
  public static fromSecret(name: string, secret: ISecret, key: string, optional?: boolean): EnvVar {
    requireResource('EnvVar.fromSecret', 'Secret', secret);
    return EnvVar.ofKey('EnvVar.fromSecret', name, 'secretKeyRef', () => secret.name, key, optional);
  }

  /** A key of a ConfigMap that exists in the agent's namespace. */
  public static fromConfigMapNamed(name: string, configMapName: string, key: string, optional?: boolean): EnvVar {
    requireDnsSubdomain('EnvVar.fromConfigMapNamed', 'configMapName', configMapName);
    return EnvVar.ofKey('EnvVar.fromConfigMapNamed', name, 'configMapKeyRef', () => configMapName, key, optional);
  }

  /** A key of a ConfigMap. A change of its value rolls the pods, as far as it is known here. */
  public static fromConfigMap(name: string, configMap: IConfigMap, key: string, optional?: boolean): EnvVar {
    requireResource('EnvVar.fromConfigMap', 'ConfigMap', configMap);
    return EnvVar.ofKey('EnvVar.fromConfigMap', name, 'configMapKeyRef', () => configMap.name, key, optional, { configMap, key });
  }

  private static ofKey(where: string, name: string, ref: string, object: () => string, key: string, optional?: boolean, config?: ConfigSource): EnvVar {
    requireDataKey(where, 'key', key);
    requireFlag(where, 'optional', optional);
    return new EnvVar(where, name, () => ({ valueFrom: { [ref]: { key, name: object(), ...(optional === undefined ? {} : { optional }) } } }), config);
  }

  private constructor(
    where: string,
    /** The variable's name. */
    public readonly name: string,
    private readonly render: () => object,
    /** @internal */
    public readonly _config?: ConfigSource,
  ) {
    requireEnvName(where, 'name', name);
  }

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    return { name: this.name, ...this.render() };
  }
}

valueClass(EnvVar, 'EnvVar', 'EnvVar.of("LOG_LEVEL", "info")');

/** One of Kubernetes' sources, of which the API server takes exactly one. */
function checkedValueFrom(name: string, valueFrom: object): object {
  const from = rawFields('WrongType', 'EnvVar.from', 'valueFrom', valueFrom);
  const sources = Object.entries(from);
  if (sources.length !== 1 || typeof sources[0][1] !== 'object') {
    fail('WrongType', 'EnvVar.from', `valueFrom of ${show(name)} is ${show(valueFrom)}; write exactly one of fieldRef, resourceFieldRef, configMapKeyRef and secretKeyRef with its fields`);
  }
  const [kind, ref] = sources[0] as [string, { readonly name?: unknown; readonly key?: unknown }];
  if ((kind === 'configMapKeyRef' || kind === 'secretKeyRef') && !isLater(ref)) {
    requireNameOrLater('EnvVar.from', `${kind}.name of ${show(name)}`, ref.name);
    requireKeyOrLater('EnvVar.from', `${kind}.key of ${show(name)}`, ref.key);
  }
  return from;
}

function checkedDivisor(name: string, divisor: string, units: readonly string[]): string {
  requireText('EnvVar.fromResource', `divisor of ${show(name)}`, divisor);
  const unit = Quantity.parse(divisor).toString();
  if (!units.includes(unit)) {
    fail('InvalidDivisor', 'EnvVar.fromResource', `divisor of ${show(name)} is ${show(divisor)}; write one of ${units.join(', ')}`);
  }
  return unit;
}

/**
 * All keys of an object, as variables. The container waits for the object, unless it is `optional()`.
 */
export class EnvFrom {
  /** All keys of a ConfigMap that exists in the agent's namespace. */
  public static configMapNamed(name: string, prefix?: string): EnvFrom {
    requireDnsSubdomain('EnvFrom.configMapNamed', 'name', name);
    return new EnvFrom('EnvFrom.configMapNamed', 'configMapRef', () => name, prefix);
  }

  /** All keys of a ConfigMap. A change of them rolls the pods, as far as they are known here. */
  public static configMap(configMap: IConfigMap, prefix?: string): EnvFrom {
    requireResource('EnvFrom.configMap', 'ConfigMap', configMap);
    return new EnvFrom('EnvFrom.configMap', 'configMapRef', () => configMap.name, prefix, { configMap });
  }

  /** All keys of a Secret that exists in the agent's namespace. */
  public static secretNamed(name: string, prefix?: string): EnvFrom {
    requireDnsSubdomain('EnvFrom.secretNamed', 'name', name);
    return new EnvFrom('EnvFrom.secretNamed', 'secretRef', () => name, prefix);
  }

  /** All keys of a Secret. */
  public static secret(secret: ISecret, prefix?: string): EnvFrom {
    requireResource('EnvFrom.secret', 'Secret', secret);
    return new EnvFrom('EnvFrom.secret', 'secretRef', () => secret.name, prefix);
  }

  private constructor(
    where: string,
    private readonly ref: string,
    private readonly object: () => string,
    private readonly prefix: string | undefined,
    /** @internal */
    public readonly _config?: ConfigSource,
    private readonly mayBeMissing: boolean = false,
  ) {
    if (prefix !== undefined) {
      requireEnvName(where, 'prefix', prefix);
    }
  }

  /** The same; the container also starts when the object is not there. */
  public optional(): EnvFrom {
    return new EnvFrom('EnvFrom.optional', this.ref, this.object, this.prefix, this._config, true);
  }

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    const object = { name: this.object(), ...(this.mayBeMissing ? { optional: true } : {}) };
    return { [this.ref]: object, ...(this.prefix === undefined ? {} : { prefix: this.prefix }) };
  }
}

valueClass(EnvFrom, 'EnvFrom', 'EnvFrom.configMapNamed("my-config")');
