import { fail, show } from '../../../errors';

/** A name or an address, without scheme, port and path, which programs of the Fluent family take each in a setting of its own. @throws InvalidHost */
export function requireHost(where: string, what: string, host: unknown): asserts host is string {
  if (typeof host !== 'string' || !/^([A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?|\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*\]?|\$\{[A-Za-z_]\w*\})$/.test(host) || /^[^:]+:\d+$/.test(host)) {
    fail('InvalidHost', where, `${what} is ${show(host)}; write a name or an address alone, such as "logs.example.com": scheme, port and path are options of their own`);
  }
}
