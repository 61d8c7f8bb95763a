import { Duration } from 'cdk8s';
import { PLUGINS_DIRECTORY, RULES_DIRECTORY, STATE_DIRECTORY } from './paths';
import { fail, show } from '../../../errors';
import { DURATION, requireSeconds } from '../../../pod/nested-kinds';
import { FIELDS, TEXTS, requireKinds } from '../../../values/kinds';
import { valueClass } from '../../../values/require';

/** Rules of Falco's own, for the engine of this version. https://github.com/falcosecurity/rules */
const RULES = 'falco-rules:5';
/** By which Falco knows containers. https://github.com/falcosecurity/plugins/tree/main/plugins/container */
const CONTAINER_PLUGIN = 'ghcr.io/falcosecurity/plugins/plugin/container:0.7.1';
const INDEX = { name: 'falcosecurity', url: 'https://falcosecurity.github.io/falcoctl/index.yaml' };

/** Which artifacts falcoctl brings. Each is a name of the index with a version, or `registry/repository:version`. */
export interface FalcoArtifactOptions {
  /**
   * Files of rules.
   *
   * @default ['falco-rules:5'] - Falco's own stable rules, which this version of Falco can read
   */
  readonly rules?: string[];
  /**
   * Plugins.
   *
   * @default - the container plugin 0.7.1, by which Falco knows containers
   */
  readonly plugins?: string[];
}

/** Which artifacts falcoctl brings, and keeps up to date. */
export interface FalcoFollowOptions extends FalcoArtifactOptions {
  /**
   * From one look for newer rules to the next, in whole seconds.
   *
   * @default Duration.days(7) - rules change a few times a year
   */
  readonly every?: Duration;
}

/**
 * Where rules and plugins come from.
 *
 * @see https://github.com/falcosecurity/falcoctl
 */
export class FalcoArtifacts {
  /**
   * Downloaded before Falco starts, and newer versions of the rules while it runs: alerts can change without a change of the manifests.
   *
   * @throws InvalidArtifact, InvalidNumber, WrongType
   */
  public static following(options: FalcoFollowOptions = {}): FalcoArtifacts {
    const where = 'FalcoArtifacts.following';
    const refs = refsOf(where, options);
    requireKinds(where, options, { every: DURATION });
    requireSeconds(where, 'every', options.every);
    const { every = Duration.days(7) } = options;
    if (refs.rules.length === 0 || every.toSeconds() === 0) {
      fail('InvalidArtifact', where, refs.rules.length === 0 ? 'rules are [], so that there is nothing to follow; write FalcoArtifacts.installed()' : 'every is 0 s; write how long to wait, such as Duration.days(1)');
    }
    return new FalcoArtifacts(refs, every);
  }

  /**
   * Downloaded before Falco starts, and not again until its pod is a new one.
   *
   * @throws InvalidArtifact, WrongType
   */
  public static installed(options: FalcoArtifactOptions = {}): FalcoArtifacts {
    return new FalcoArtifacts(refsOf('FalcoArtifacts.installed', options), undefined);
  }

  /** Those of the image alone, for nodes that reach no registry of artifacts. Nothing is downloaded. */
  public static ofImage(): FalcoArtifacts {
    return new FalcoArtifacts(undefined, undefined);
  }

  private constructor(
    private readonly refs: { readonly rules: readonly string[]; readonly plugins: readonly string[] } | undefined,
    private readonly every: Duration | undefined,
  ) {}

  /** Whether anything is downloaded. */
  public get isDownloaded(): boolean {
    return this.refs !== undefined;
  }

  /** Whether newer versions are looked for while Falco runs. */
  public get isFollowed(): boolean {
    return this.every !== undefined;
  }

  /** What falcoctl reads. @internal */
  public _config(port: number): object {
    const { rules = [], plugins = [] } = this.refs ?? {};
    const directories = { pluginsDir: PLUGINS_DIRECTORY, rulesfilesDir: RULES_DIRECTORY, stateDir: STATE_DIRECTORY };
    return {
      artifact: {
        allowedTypes: ['rulesfile', 'plugin'],
        ...(this.every === undefined ? {} : {
          follow: { every: `${this.every.toSeconds()}s`, falcoversions: `http://localhost:${port}/versions`, refs: [...rules], ...directories },
        }),
        install: { refs: [...rules, ...plugins], resolveDeps: true, ...directories },
      },
      indexes: [INDEX],
    };
  }
}

valueClass(FalcoArtifacts, 'FalcoArtifacts', 'FalcoArtifacts.following()');

function refsOf(where: string, options: FalcoArtifactOptions): { rules: string[]; plugins: string[] } {
  requireKinds(where, { options: options ?? null, ...options }, { options: FIELDS, rules: TEXTS, plugins: TEXTS });
  const { rules = [RULES], plugins = [CONTAINER_PLUGIN] } = options;
  const bad = [...rules, ...plugins].find((ref) => !/^[\w./-]+(:\d+\/[\w./-]+)?(:[\w.-]+|@sha256:[0-9a-f]{64})$/.test(ref));
  if (bad !== undefined) {
    fail('InvalidArtifact', where, `artifact is ${show(bad)}; write a name with its version, such as "falco-rules:5", or "registry.example.com/rules:1.0.0"; without one, each node takes what is newest when it asks`);
  }
  return { rules: [...rules], plugins: [...plugins] };
}
