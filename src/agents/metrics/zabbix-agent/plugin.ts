import { Line, requireLine, requireNoSecret, requireParameter } from './line';
import { fail, show } from '../../../errors';
import { requireDataKey, requireDnsSubdomain } from '../../../values/kube-names';
import { requireFields, requireText, requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

const DIRECTORY = '/etc/zabbix-agent-include';

/** Settings of a plugin: `Plugins.NAME.SETTING=value`. */
export class ZabbixPlugin {
  /**
   * @param name as the agent knows it, such as `Docker`, `Log`, `Redis`, `SystemRun`
   * @param settings such as `{ Endpoint: 'unix:///var/run/docker.sock' }`; sessions are `{ 'Sessions.NAME.Uri': '…' }`
   * @throws InvalidParameter, InvalidLine, SecretAsText
   * @see https://www.zabbix.com/documentation/7.0/en/manual/extensions/plugins
   */
  public static of(name: string, settings: { [setting: string]: string }): ZabbixPlugin {
    const where = 'ZabbixPlugin.of';
    if (typeof name !== 'string' || !/^[A-Za-z0-9]+$/.test(name)) {
      fail('InvalidParameter', where, `name is ${show(name)}; write the plugin's name as the agent has it, such as "Docker"`);
    }
    requireFields(where, 'settings', settings);
    for (const [setting, value] of Object.entries(settings)) {
      requireParameter(where, `setting of ${name}`, setting);
      requireLine(where, `${name}.${setting}`, value);
      requireNoSecret(where, `Plugins.${name}.${setting}`, value);
    }
    return new ZabbixPlugin(name, { ...settings });
  }

  private constructor(
    /** The plugin's name. */
    public readonly name: string,
    private readonly settings: { [setting: string]: string },
  ) {}

  /** @internal */
  public _lines(): Line[] {
    return Object.entries(this.settings).map(([setting, value]) => [`Plugins.${this.name}.${setting}`, value] as const);
  }
}

/** More of the configuration, in Zabbix's own words: read after everything else. */
export class ZabbixInclude {
  /**
   * A file that stands in a Secret, for settings that nobody may read: plugins' passwords. A change of it needs a restart.
   *
   * @throws WrongType
   */
  public static ofSecret(file: SecretKey): ZabbixInclude {
    requireValue('ZabbixInclude.ofSecret', 'file', file, SecretKey);
    const path = `${DIRECTORY}/secret-${file.secretName}-${file.key}`;
    return new ZabbixInclude(`${path}/${file.key}`, VolumeMount.of(path, Volume.secretNamed(volumeName(`secret-${file.secretName}-${file.key}`), file.secretName, { items: { [file.key]: file.key } }), { readOnly: true }));
  }

  /**
   * A file that stands in a ConfigMap which is made elsewhere. A change of it needs a restart.
   *
   * @throws InvalidName, InvalidKey
   */
  public static ofConfigMap(configMapName: string, key: string): ZabbixInclude {
    requireDnsSubdomain('ZabbixInclude.ofConfigMap', 'configMapName', configMapName);
    requireDataKey('ZabbixInclude.ofConfigMap', 'key', key);
    const path = `${DIRECTORY}/config-${configMapName}-${key}`;
    return new ZabbixInclude(`${path}/${key}`, VolumeMount.of(path, Volume.configMapNamed(volumeName(`config-${configMapName}-${key}`), configMapName, { items: { [key]: key } }), { readOnly: true }));
  }

  /**
   * A file of the image or of a mount, or all of a directory: `/etc/zabbix/zabbix_agent2.d/plugins.d/*.conf`. What is not there keeps the agent from starting.
   *
   * @throws InvalidPath
   */
  public static ofImage(path: string): ZabbixInclude {
    requireText('ZabbixInclude.ofImage', 'path', path);
    if (!/^\/[^\r\n\0]*[^\s/]$/.test(path)) {
      fail('InvalidPath', 'ZabbixInclude.ofImage', `path is ${show(path)}; write an absolute path of a file, or of a directory with "*.conf"`);
    }
    return new ZabbixInclude(path, undefined);
  }

  private constructor(
    /** Where it is in the container. */
    public readonly path: string,
    /** @internal */
    public readonly _mount: VolumeMount | undefined,
  ) {}
}

valueClass(ZabbixPlugin, 'ZabbixPlugin', 'ZabbixPlugin.of("Docker", { Timeout: "10" })');
valueClass(ZabbixInclude, 'ZabbixInclude', 'ZabbixInclude.ofSecret(SecretKey.of("my-secret", "plugin.conf"))');

function volumeName(of: string): string {
  return `include-${of.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 63).replace(/-+$/, '');
}
