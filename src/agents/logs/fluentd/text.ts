import { fail, show } from '../../../errors';

/** @throws InvalidSetting */
export function requireSettingText(where: string, what: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value.trim() === '' || /[\r\n]/.test(value)) {
    fail('InvalidSetting', where, `${what} is ${show(value)}; write a text of one line`);
  }
}

/** @throws InvalidSetting */
export function requireSettingTexts(where: string, what: string, values: unknown): asserts values is readonly string[] {
  if (!Array.isArray(values) || values.length === 0) {
    fail('InvalidSetting', where, `${what} are ${show(values)}; write at least one text`);
  }
  values.forEach((value) => requireSettingText(where, what, value));
}

/** Patterns of tags, as they stand after `<match` or `<filter`. @throws InvalidTag */
export function requirePattern(where: string, what: string, pattern: unknown): asserts pattern is string {
  if (typeof pattern !== 'string' || !/^[-\w.*{},@/]+( [-\w.*{},@/]+)*$/.test(pattern)) {
    fail('InvalidTag', where, `${what} is ${show(pattern)}; write patterns of tags, such as "kubernetes.**"`);
  }
}

/** A plugin's type. @throws InvalidPlugin */
export function requirePlugin(where: string, type: unknown): asserts type is string {
  if (typeof type !== 'string' || !/^[A-Za-z][A-Za-z0-9_-]*$/.test(type)) {
    fail('InvalidPlugin', where, `type is ${show(type)}; write a plugin's type, such as "tail"`);
  }
}

/** In bytes, as Fluentd reads numbers. */
export function bytes(size: { toKibibytes(): number } | undefined): number | undefined {
  return size === undefined ? undefined : size.toKibibytes() * 1024;
}

/** In seconds. */
export function seconds(time: { toSeconds(): number } | undefined): string | undefined {
  return time === undefined ? undefined : `${time.toSeconds()}s`;
}
