import { AdoptedIdentity } from '../../../daemon-set/daemon-set-props';
import { ContainerResources } from '../../../pod/resources';
import { ImageName } from '../../../values/image-name';
import { FIELDS, of, requireKinds } from '../../../values/kinds';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { requireFields, valueClass } from '../../../values/require';

/** Envoy as a DaemonSet of its own. */
export interface CiliumEnvoyOptions {
  /**
   * The image: Cilium's own build of Envoy, of the agent's release.
   *
   * @default - the one that belongs to the agent's default image
   */
  readonly image?: ImageName;
  /**
   * What it needs of its node.
   *
   * @default - unset: it depends on what passes through it
   */
  readonly resources?: ContainerResources;
  /**
   * Takes over a DaemonSet that exists, with its selector and pod labels unchanged.
   *
   * @default - a new identity of `app.kubernetes.io/name` and `app.kubernetes.io/instance`
   */
  readonly adopt?: AdoptedIdentity;
}

const OPTIONS = fieldsOf<CiliumEnvoyOptions>({ image: true, resources: true, adopt: true });

/** Who enforces policies of HTTP, Kafka and DNS names, and what an Ingress or a Gateway asks for. */
export class CiliumEnvoy {
  /** In the agent's container, started when a policy asks for it. What passes through it is cut when the agent is replaced. */
  public static embedded(): CiliumEnvoy {
    return new CiliumEnvoy('embedded', {});
  }

  /**
   * In a DaemonSet `NAME-envoy`, with its configuration: what passes through it lives on while the agent is replaced.
   *
   * @throws WrongType
   */
  public static daemonSet(options: CiliumEnvoyOptions = {}): CiliumEnvoy {
    requireFields('CiliumEnvoy.daemonSet', 'options', options);
    requireKnown('CiliumEnvoy.daemonSet', options, OPTIONS);
    requireKinds('CiliumEnvoy.daemonSet', options, { image: of(ImageName), resources: FIELDS, adopt: FIELDS });
    return new CiliumEnvoy('daemonSet', { ...options });
  }

  /** Nobody: policies that ask for it are not enforced. */
  public static off(): CiliumEnvoy {
    return new CiliumEnvoy('off', {});
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'embedded' | 'daemonSet' | 'off',
    /** @internal */
    public readonly _options: CiliumEnvoyOptions,
  ) {}
}

valueClass(CiliumEnvoy, 'CiliumEnvoy', 'CiliumEnvoy.embedded() or CiliumEnvoy.daemonSet()');
