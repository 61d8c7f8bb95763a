/** Keys of Cilium's configuration, as it reads them: texts by name. */
export interface CiliumSettings {
  readonly [key: string]: string;
}

/** Without what is not set. */
export function settings(keys: { readonly [key: string]: string | number | boolean | undefined }): CiliumSettings {
  return Object.fromEntries(Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])));
}

/** As flags of Go programs take maps. */
export function pairs(map: { readonly [key: string]: string } | undefined): string | undefined {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : entries.map(([key, value]) => `${key}=${value}`).join(',');
}
