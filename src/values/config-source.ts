import type { IConfigMap } from 'cdk8s-plus-28';

/** A ConfigMap that a value reads: agents are restarted when its content changes, as far as it is known. */
export interface ConfigSource {
  readonly configMap: IConfigMap;
  /** The one key that is read; unset for all of them. */
  readonly key?: string;
}

/** Of an imported ConfigMap there is only the name. */
interface Content {
  readonly data?: { readonly [key: string]: string };
  readonly binaryData?: { readonly [key: string]: string };
}

/** What is read of it, as it is now: ConfigMaps of cdk8s-plus may grow until they are synthesized. */
export function contentOf({ configMap, key }: ConfigSource): { readonly name: string; readonly data: { readonly [key: string]: string } } {
  const { data, binaryData } = configMap as IConfigMap & Content;
  // A key without a value is not written, such as one from a variable of the environment that is not set.
  const written = Object.entries({ ...data, ...binaryData }).filter(([, value]) => value !== undefined && value !== null);
  return { name: configMap.name, data: Object.fromEntries(key === undefined ? written : written.filter(([name]) => name === key)) };
}
