import type { Duration } from 'cdk8s';
import { requireFields, requireMethod, requireText } from './require';
import { Problem, fail, show } from '../errors';

export { requireText };

/**
 * The spellings Kubernetes accepts, as in apimachinery's `validation` package.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const PORT_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const DATA_KEY = /^[-._a-zA-Z0-9]+$/;
const MOST_INT32 = 2147483647;

export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && DNS_LABEL.test(text);
}

export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && DNS_SUBDOMAIN.test(text);
}

/** The name of a Service before Kubernetes 1.34: a DNS label that begins with a letter. */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && /^[a-z]/.test(text);
}

/** A label or annotation key, taint key, extended resource: `[prefix/]name`. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = slash === -1 ? text : text.slice(slash + 1);
  if (slash !== -1 && !isDnsSubdomain(text.slice(0, slash))) {
    return false;
  }
  return name.length <= 63 && QUALIFIED_PART.test(name);
}

export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && QUALIFIED_PART.test(text));
}

/** IANA service name: at most 15 characters, at least one letter, no two hyphens in a row. */
export function isPortName(text: string): boolean {
  return text.length <= 15 && PORT_NAME.test(text) && /[a-z]/.test(text) && !text.includes('--');
}

export function isEnvName(text: string): boolean {
  return ENV_NAME.test(text) && text !== '.' && text !== '..' && !text.startsWith('..');
}

/** A key of a ConfigMap or Secret. */
export function isDataKey(text: string): boolean {
  return text.length <= 253 && DATA_KEY.test(text) && text !== '.' && text !== '..' && !text.startsWith('..');
}

export function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** What a token stands for is known only when the App is synthesized. */
export function isToken(text: unknown): boolean {
  return typeof text === 'string' && text.includes('${Token[');
}

/** A reason that says nothing is worse than none: it looks as if somebody had thought about it. */
export function requireReason(where: string, reason: string, why: string): void {
  requireText(where, 'reason', reason);
  if (reason.trim() === '') {
    fail('NoReason', where, `reason is ${show(reason)}; write why ${why}`);
  }
}

/** Where a reason can be looked up, or nothing. */
export function requireSource(where: string, source: string | undefined): void {
  if (source !== undefined) {
    requireText(where, 'source', source);
    if (source.trim() === '') {
      fail('NoReason', where, `source is ${show(source)}; write where the reason can be looked up, such as an address, or leave it out`);
    }
  }
}

export function requireDnsLabel(where: string, what: string, value: string): void {
  requireText(where, what, value);
  if (!isDnsLabel(value)) {
    fail('InvalidName', where,
      `${what} ${show(value)} is no DNS label; write at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends`);
  }
}

export function requireDnsSubdomain(where: string, what: string, value: string): void {
  requireText(where, what, value);
  if (!isDnsSubdomain(value)) {
    fail('InvalidName', where,
      `${what} ${show(value)} is no DNS subdomain; write at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part`);
  }
}

export function requireQualifiedName(where: string, what: string, value: string): void {
  requireText(where, what, value);
  if (!isQualifiedName(value)) {
    fail('InvalidLabelKey', where,
      `${what} ${show(value)} is no qualified name; write [prefix/]name, the name of at most 63 letters, digits, '-', '_' and '.', the prefix a DNS subdomain`);
  }
}

export function requireLabelValue(where: string, what: string, value: string): void {
  requireText(where, what, value);
  if (!isLabelValue(value)) {
    fail('InvalidLabelValue', where,
      `${what} ${show(value)} is no label value; write at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends, or nothing`);
  }
}

export function requirePortName(where: string, what: string, value: string): void {
  requireText(where, what, value);
  if (!isPortName(value)) {
    fail('InvalidPortName', where,
      `${what} is ${show(value)}; write at most 15 lower-case letters, digits and single hyphens, with at least one letter`);
  }
}

export function requireEnvName(where: string, what: string, value: string): void {
  requireText(where, what, value);
  if (!isEnvName(value)) {
    fail('InvalidEnvName', where, `${what} is ${show(value)}; write letters, digits, '-', '_' and '.', not with a digit first`);
  }
}

export function requirePort(where: string, what: string, value: number): void {
  if (!isPort(value)) {
    fail('InvalidPort', where, `${what} is ${show(value)}; write a whole number from 1 to 65535`);
  }
}

export function requireDataKey(where: string, what: string, value: string): void {
  requireText(where, what, value);
  if (!isDataKey(value)) {
    fail('InvalidKey', where, `${what} ${show(value)} is no ConfigMap or Secret key; write letters, digits, '-', '_' and '.', at most 253`);
  }
}

/** `most` is what the field holds: 32 bits, unless it is said otherwise. */
export function requireWholeNumber(where: string, what: string, value: number, least: number, most: number = MOST_INT32): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    const isTooMuch = typeof value === 'number' && value > most;
    const range = most === MOST_INT32 && !isTooMuch ? `of at least ${least}` : `from ${least} to ${most}`;
    fail('InvalidNumber', where, `${what} is ${show(value)}; write a whole number ${range}`);
  }
}

/** Kubernetes counts whole seconds; cdk8s says in words of its own when there are none. */
export function wholeSeconds(where: string, what: string, time: Duration, least: number): number {
  requireMethod(where, what, time, 'toSeconds', 'a Duration of cdk8s, such as Duration.seconds(10)');
  const seconds = time.toSeconds({ integral: false });
  requireWholeNumber(where, `${what} in seconds`, seconds, least);
  return seconds;
}

export function requireLabels(where: string, what: string, labels: { [key: string]: string }): void {
  requireFields(where, `${what}s`, labels);
  for (const [key, value] of Object.entries(labels)) {
    requireQualifiedName(where, `${what} key`, key);
    requireLabelValue(where, `${what} ${key}`, value);
  }
}

/** Annotations have label keys and any text as values, 256 KiB together. */
export function requireAnnotations(where: string, what: string, annotations: { [key: string]: string }): void {
  requireFields(where, `${what}s`, annotations);
  for (const [key, value] of Object.entries(annotations)) {
    requireQualifiedName(where, `${what} key`, key.toLowerCase());
    requireText(where, `${what} ${key}`, value);
  }
  for (const { code, message } of checkAnnotationsSize(what, annotations)) {
    fail(code, where, message);
  }
}

/** Of several that were written one by one, too. */
export function checkAnnotationsSize(what: string, annotations: { readonly [key: string]: string }): Problem[] {
  let size = 0;
  for (const key of Object.keys(annotations)) {
    size += key.length + Buffer.byteLength(annotations[key]);
  }
  return size <= 256 * 1024 ? [] : [
    { code: 'AnnotationsTooLong', message: `${what}s take ${size} bytes together; the API server takes at most 262144, so put the data into a ConfigMap` },
  ];
}
