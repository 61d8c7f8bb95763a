import { Line, requireLine } from './line';
import { requireItemKey } from './names';
import { fail, show } from '../../../errors';
import { valueClass } from '../../../values/require';

/** Whether item keys may be asked for. The first rule that matches a key decides; a key that none matches is allowed, but for `system.run[*]`. */
export class ZabbixKeyRule {
  /**
   * Allowed.
   *
   * @param pattern a key with `*` for any characters, such as `vfs.file.contents[/hostfs/proc/*]`
   * @throws InvalidItemKey
   */
  public static allow(pattern: string): ZabbixKeyRule {
    return new ZabbixKeyRule('ZabbixKeyRule.allow', 'AllowKey', pattern);
  }

  /**
   * Denied.
   *
   * @param pattern a key with `*` for any characters
   * @throws InvalidItemKey
   */
  public static deny(pattern: string): ZabbixKeyRule {
    return new ZabbixKeyRule('ZabbixKeyRule.deny', 'DenyKey', pattern);
  }

  private constructor(
    where: string,
    /** @internal */
    public readonly _parameter: 'AllowKey' | 'DenyKey',
    /** Which keys. */
    public readonly pattern: string,
  ) {
    if (typeof pattern !== 'string' || !/^[-A-Za-z0-9_.*]+(\[.*\])?$/.test(pattern) || /[\r\n\0]/.test(pattern)) {
      fail('InvalidItemKey', where, `pattern is ${show(pattern)}; write a key with "*" for any characters, such as "system.run[*]"`);
    }
  }

  /** @internal */
  public _line(): Line {
    return [this._parameter, this.pattern];
  }
}

/** An item of one's own: what a command prints. The image, or what is mounted into it, must have the program. */
export class ZabbixUserParameter {
  /**
   * @param key its key; `name[*]` takes parameters, which the command has as `$1` to `$9`
   * @param command run by the image's shell, with the agent's rights
   * @throws InvalidItemKey, InvalidLine
   */
  public static of(key: string, command: string): ZabbixUserParameter {
    const where = 'ZabbixUserParameter.of';
    requireItemKey(where, 'key', key);
    if (/\[/.test(key) && !key.endsWith('[*]')) {
      fail('InvalidItemKey', where, `key is ${show(key)}; write a name, or a name with "[*]" for parameters`);
    }
    requireLine(where, 'command', command);
    return new ZabbixUserParameter(key, command);
  }

  private constructor(
    /** The item's key. */
    public readonly key: string,
    /** What is run. */
    public readonly command: string,
  ) {}

  /** @internal */
  public _line(): Line {
    return ['UserParameter', `${this.key},${this.command}`];
  }
}

valueClass(ZabbixKeyRule, 'ZabbixKeyRule', 'ZabbixKeyRule.deny("vfs.file.contents[*]")');
valueClass(ZabbixUserParameter, 'ZabbixUserParameter', 'ZabbixUserParameter.of("kubelet.healthy", "curl -fs http://127.0.0.1:10248/healthz")');
