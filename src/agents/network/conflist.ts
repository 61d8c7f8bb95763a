import { fail, show } from '../../errors';
import { isDataKey } from '../../values/kube-names';

/** The parts of a network configuration list that every one must have. */
interface Parsed {
  readonly cniVersion?: unknown;
  readonly name?: unknown;
  readonly plugins?: unknown;
}

/**
 * A network configuration list, as far as the specification binds every network. What a plugin takes is the plugin's to judge.
 *
 * @see https://www.cni.dev/docs/spec/#section-1-network-configuration-format
 */
export class Conflist {
  public static parse(where: string, text: string, file: string | undefined): Conflist {
    const { cniVersion, name, plugins } = parsed(where, text);
    const must = (holds: boolean, what: string, got: unknown, instead: string) => {
      if (!holds) {
        fail('InvalidConflist', where, `${what} of conflist is ${show(got)}; write ${instead}`);
      }
    };
    must(typeof cniVersion === 'string' && /^\d+\.\d+\.\d+$/.test(cniVersion), 'cniVersion', cniVersion, 'the version of the specification that it follows, such as "1.0.0"');
    must(typeof name === 'string' && /^[A-Za-z0-9][\w.-]*$/.test(name), 'name', name, 'letters, digits, "_", "." and "-", with a letter or digit first');
    must(Array.isArray(plugins) && plugins.length > 0, 'plugins', plugins, 'a list of at least one');
    (plugins as readonly unknown[]).forEach((plugin, i) => {
      const { type } = typeof plugin === 'object' && plugin !== null ? plugin as { type?: unknown } : { type: undefined };
      // A path would be looked up outside the directory of plugins.
      must(typeof type === 'string' && /^[\w.-]+$/.test(type), `plugins[${i}].type`, type, 'the name of the plugin\'s program');
    });
    const fileName = file ?? `${name}.conflist`;
    must(isDataKey(fileName) && fileName.endsWith('.conflist'), 'the file name', fileName, 'letters, digits, "-", "_" and "." with .conflist at its end, which is how runtimes know it');
    return new Conflist({ [fileName]: text });
  }

  private constructor(
    /** For a ConfigMap. */
    public readonly files: { [name: string]: string },
  ) {}
}

function parsed(where: string, text: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    fail('InvalidConflist', where, `conflist is no JSON: ${(error as Error).message}; write the network configuration list as JSON text`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    fail('InvalidConflist', where, `conflist is ${show(json)}; write { "cniVersion": …, "name": …, "plugins": [ … ] } as JSON text`);
  }
  return json;
}
