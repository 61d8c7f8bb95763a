import type { EnvValue, IConfigMap, ISecret } from 'cdk8s-plus-28';
import { isEnvField } from './field-path';
import { isEnvName, requireDataKey, requireDnsSubdomain, requireText } from './kube-names';
import { Quantity } from './quantity';
import { fail, show } from '../errors';

/** Units that the kubelet counts in. */
const CPU_UNITS = ['1', '1m'];
const SIZE_UNITS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/**
 * A variable of a container's environment. They stand in a list because `$(NAME)` in a value means only variables before it.
 */
export class EnvVar {
  /** With this text; `$(NAME)` of a variable before it is replaced by the kubelet. */
  public static of(name: string, value: string): EnvVar {
    requireText('EnvVar.of', `value of ${show(name)}`, value);
    return new EnvVar('EnvVar.of', name, () => ({ value }));
  }

  /** A value of cdk8s-plus. */
  public static from(name: string, value: EnvValue): EnvVar {
    return new EnvVar('EnvVar.from', name, () => ({
      ...(value.value === undefined ? {} : { value: value.value }),
      ...(value.valueFrom === undefined ? {} : { valueFrom: withoutContainer(value.valueFrom) }),
    }));
  }

  /**
   * A field of the pod.
   *
   * @param name the variable
   * @param fieldPath for example `spec.nodeName`, `status.hostIP`, `status.podIPs`, `metadata.labels['app']`
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
   * @param divisor the unit, for example `1Mi`; unset for bytes or whole CPUs
   */
  public static fromResource(name: string, resource: string, divisor?: string): EnvVar {
    if (typeof resource !== 'string' || !/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(resource)) {
      fail('InvalidField', 'EnvVar.fromResource', `resource of ${show(name)} is ${show(resource)}; write limits.… or requests.… with cpu, memory, ephemeral-storage or hugepages-2Mi`);
    }
    const units = resource.endsWith('.cpu') ? CPU_UNITS : SIZE_UNITS;
    if (divisor !== undefined && !units.includes(Quantity.parse(divisor).toString())) {
      fail('InvalidField', 'EnvVar.fromResource', `divisor of ${show(name)} is ${show(divisor)}; write one of ${units.join(', ')}`);
    }
    return new EnvVar('EnvVar.fromResource', name, () => ({ valueFrom: { resourceFieldRef: { ...(divisor === undefined ? {} : { divisor }), resource } } }));
  }

  /** A key of a Secret that exists in the agent's namespace. */
  public static fromSecretNamed(name: string, secretName: string, key: string, optional?: boolean): EnvVar {
    requireDnsSubdomain('EnvVar.fromSecretNamed', 'secretName', secretName);
    return EnvVar.ofKey('EnvVar.fromSecretNamed', name, 'secretKeyRef', () => secretName, key, optional);
  }

  /** A key of a Secret. */
  public static fromSecret(name: string, secret: ISecret, key: string, optional?: boolean): EnvVar {
    return EnvVar.ofKey('EnvVar.fromSecret', name, 'secretKeyRef', () => secret.name, key, optional);
  }

  /** A key of a ConfigMap that exists in the agent's namespace. */
  public static fromConfigMapNamed(name: string, configMapName: string, key: string, optional?: boolean): EnvVar {
    requireDnsSubdomain('EnvVar.fromConfigMapNamed', 'configMapName', configMapName);
    return EnvVar.ofKey('EnvVar.fromConfigMapNamed', name, 'configMapKeyRef', () => configMapName, key, optional);
  }

  /** A key of a ConfigMap. */
  public static fromConfigMap(name: string, configMap: IConfigMap, key: string, optional?: boolean): EnvVar {
    return EnvVar.ofKey('EnvVar.fromConfigMap', name, 'configMapKeyRef', () => configMap.name, key, optional);
  }

  private static ofKey(where: string, name: string, ref: string, object: () => string, key: string, optional?: boolean): EnvVar {
    requireDataKey(where, 'key', key);
    return new EnvVar(where, name, () => ({ valueFrom: { [ref]: { key, name: object(), ...(optional === undefined ? {} : { optional }) } } }));
  }

  private constructor(
    where: string,
    /** The variable's name. */
    public readonly name: string,
    private readonly render: () => object,
  ) {
    requireText(where, 'name', name);
    if (!isEnvName(name)) {
      fail('InvalidEnvName', where, `name is ${show(name)}; write letters, digits, '-', '_' and '.', not with a digit first`);
    }
  }

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    return { name: this.name, ...this.render() };
  }
}

/** cdk8s-plus' own objects render lazily; what is left undefined must not be emitted. */
function withoutContainer(valueFrom: object): unknown {
  return JSON.parse(JSON.stringify(valueFrom));
}

/**
 * All keys of an object, as variables.
 */
export class EnvFrom {
  /** All keys of a ConfigMap that exists in the agent's namespace. */
  public static configMapNamed(name: string, prefix?: string): EnvFrom {
    requireDnsSubdomain('EnvFrom.configMapNamed', 'name', name);
    return new EnvFrom('configMapRef', () => name, prefix);
  }

  /** All keys of a ConfigMap. */
  public static configMap(configMap: IConfigMap, prefix?: string): EnvFrom {
    return new EnvFrom('configMapRef', () => configMap.name, prefix);
  }

  /** All keys of a Secret that exists in the agent's namespace. */
  public static secretNamed(name: string, prefix?: string): EnvFrom {
    requireDnsSubdomain('EnvFrom.secretNamed', 'name', name);
    return new EnvFrom('secretRef', () => name, prefix);
  }

  /** All keys of a Secret. */
  public static secret(secret: ISecret, prefix?: string): EnvFrom {
    return new EnvFrom('secretRef', () => secret.name, prefix);
  }

  private constructor(private readonly ref: string, private readonly object: () => string, private readonly prefix: string | undefined) {
    if (prefix !== undefined && prefix !== '' && !isEnvName(prefix)) {
      fail('InvalidEnvName', 'EnvFrom', `prefix is ${show(prefix)}; write letters, digits, '-', '_' and '.', not with a digit first`);
    }
  }

  /** @internal */
  public _toKube(): { [field: string]: unknown } {
    return { [this.ref]: { name: this.object() }, ...(this.prefix === undefined ? {} : { prefix: this.prefix }) };
  }
}
