import { fail, show } from '../../../errors';
import { ImageName } from '../../../values/image-name';
import { of, requireKinds } from '../../../values/kinds';
import { requireFields, requireUnsetOrText, valueClass } from '../../../values/require';

const OLDEST = 28;
/** From here on one image has the plugin's installer, the controllers and Typha, and another the plugins of others. */
const FIRST_WITH_ONE_IMAGE = 33;
const REGISTRY = 'quay.io/calico';

/** Where the images of a version come from. */
export interface CalicoVersionOptions {
  /**
   * Registry and path of all images.
   *
   * @default quay.io/calico
   */
  readonly registry?: string;
  /**
   * The image that installs the network plugin.
   *
   * @default - the version's: cni, from v3.33 on calico
   */
  readonly cniImage?: ImageName;
  /**
   * The image with the network plugins of others, which Calico's own calls. Only from v3.33 on.
   *
   * @default - the version's: third-party-cni-plugins
   */
  readonly cniPluginsImage?: ImageName;
  /**
   * The controllers' image.
   *
   * @default - the version's: kube-controllers, from v3.33 on calico
   */
  readonly kubeControllersImage?: ImageName;
  /**
   * Typha's image.
   *
   * @default - the version's: typha, from v3.33 on calico
   */
  readonly typhaImage?: ImageName;
}

/**
 * A version of Calico: its images, and how the programs in them are started, which changed with v3.33.
 */
export class CalicoVersion {
  /**
   * @param version for example `v3.32.1`; the oldest is v3.28
   * @throws InvalidCalicoVersion, InvalidImage, WrongType
   */
  public static of(version: string, options: CalicoVersionOptions = {}): CalicoVersion {
    const where = 'CalicoVersion.of';
    const match = /^v3\.(\d+)\.\d+$/.exec(typeof version === 'string' ? version : '');
    const minor = match === null ? NaN : Number(match[1]);
    if (!(minor >= OLDEST)) {
      fail('InvalidCalicoVersion', where, `version is ${show(version)}; write "v3.${OLDEST}.0" or newer, with all three numbers, as its images are tagged`);
    }
    requireFields(where, 'options', options);
    requireUnsetOrText(where, 'registry', options.registry);
    const image = of(ImageName);
    requireKinds(where, options, { cniImage: image, cniPluginsImage: image, kubeControllersImage: image, typhaImage: image });
    if (options.cniPluginsImage !== undefined && minor < FIRST_WITH_ONE_IMAGE) {
      fail('InvalidCalicoVersion', where, `cniPluginsImage is ${show(options.cniPluginsImage)}, and ${version} has the plugins of others in its cniImage; leave it out`);
    }
    return new CalicoVersion(version, minor >= FIRST_WITH_ONE_IMAGE, options);
  }

  private constructor(
    /** As its images are tagged. */
    public readonly version: string,
    /** Whether one image has all programs but the node's, as from v3.33 on. @internal */
    public readonly _hasOneImage: boolean,
    private readonly options: CalicoVersionOptions,
  ) {
    // Whatever is wrong with the registry shows here, where it was written.
    void this._node;
  }

  /** @internal */
  public get _node(): ImageName {
    return this.image('node');
  }

  /** @internal */
  public get _cni(): ImageName {
    return this.options.cniImage ?? this.image(this._hasOneImage ? 'calico' : 'cni');
  }

  /** @internal */
  public get _cniPlugins(): ImageName {
    return this.options.cniPluginsImage ?? this.image('third-party-cni-plugins');
  }

  /** @internal */
  public get _kubeControllers(): ImageName {
    return this.options.kubeControllersImage ?? this.image(this._hasOneImage ? 'calico' : 'kube-controllers');
  }

  /** @internal */
  public get _typha(): ImageName {
    return this.options.typhaImage ?? this.image(this._hasOneImage ? 'calico' : 'typha');
  }

  private image(name: string): ImageName {
    return ImageName.of(`${this.options.registry ?? REGISTRY}/${name}:${this.version}`);
  }
}

valueClass(CalicoVersion, 'CalicoVersion', 'CalicoVersion.of("v3.32.1")');
