import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { FIELDS, TEXT, requireKinds } from '../../../values/kinds';
import { valueClass } from '../../../values/require';

/** How a plugin of Falco is loaded. */
export interface FalcoPluginOptions {
  /**
   * Its library, in `/usr/share/falco/plugins` or by an absolute path.
   *
   * @default lib and its name, with .so - as the project's own are named
   */
  readonly library?: string;
  /**
   * What it is started with, in its own words. `${NAME}` is a variable of the environment: secrets come by it.
   *
   * @default - none
   */
  readonly initConfig?: { [key: string]: any };
  /**
   * What its source is opened with.
   *
   * @default - none
   */
  readonly openParams?: string;
}

/** A plugin of Falco besides the container plugin. Its artifact must be there: `artifacts` brings it. */
export class FalcoPlugin {
  /**
   * @param name as it calls itself, for example `k8smeta`
   * @throws InvalidPlugin, WrongType
   */
  public static of(name: string, options: FalcoPluginOptions = {}): FalcoPlugin {
    const where = 'FalcoPlugin.of';
    if (typeof name !== 'string' || !/^[\w-]+$/.test(name) || name === 'container') {
      fail('InvalidPlugin', where, `name is ${show(name)}; write what a plugin calls itself, such as "k8smeta"; the container plugin is there already`);
    }
    requireKinds(where, { options: options ?? null, ...options }, { options: FIELDS, library: TEXT, initConfig: FIELDS, openParams: TEXT });
    return new FalcoPlugin(name, given({ name, library_path: options.library ?? `lib${name}.so`, init_config: options.initConfig, open_params: options.openParams }));
  }

  private constructor(
    /** As it calls itself. */
    public readonly name: string,
    /** @internal */
    public readonly _settings: object,
  ) {}
}

valueClass(FalcoPlugin, 'FalcoPlugin', 'FalcoPlugin.of("k8smeta")');
