import { fail, show } from '../../../errors';

/** Labels of a name; names within the cluster have underscores now and then. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && /^[A-Za-z0-9_]([-A-Za-z0-9_]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([-A-Za-z0-9_]*[A-Za-z0-9_])?)*$/.test(text) && !/^[\d.]+$/.test(text);
}

/** `name` or `name[parameters]`, as items are written in Zabbix. */
export function requireItemKey(where: string, what: string, key: unknown): asserts key is string {
  if (typeof key !== 'string' || !/^[-A-Za-z0-9_.]+(\[.*\])?$/.test(key) || /[\r\n\0]/.test(key)) {
    fail('InvalidItemKey', where, `${what} is ${show(key)}; write an item's key, such as "system.hostname" or "vfs.fs.size[/hostfs/root,pused]"`);
  }
}
