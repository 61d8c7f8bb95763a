import { fail, show } from '../../../errors';
import { HostPath } from '../../../values/host-path';
import { requireValue, valueClass } from '../../../values/require';
import { HostPathType, Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

/**
 * A directory whose `*.prom` files are shown among the metrics: how programs of the node, or of the same pod, add their own.
 *
 * @see https://github.com/prometheus/node_exporter/tree/v1.12.1#textfile-collector
 */
export class NodeExporterTextfiles {
  /**
   * A directory of the node, made when it is not there. Whoever can write there writes metrics.
   *
   * @param path for example `/var/lib/node-exporter`
   * @throws InvalidPath
   */
  public static ofNode(path: string): NodeExporterTextfiles {
    const hostPath = HostPath.of(path, { type: HostPathType.DIRECTORY_OR_CREATE }).because('programs of the node leave metrics there');
    return new NodeExporterTextfiles(path, hostPath, undefined);
  }

  /**
   * A volume that a sidecar, or an init container, mounts as well, and writes to.
   *
   * @param mountPath where it is in the exporter
   * @throws InvalidPath, WrongType
   */
  public static ofVolume(volume: Volume, mountPath: string = '/textfiles'): NodeExporterTextfiles {
    requireValue('NodeExporterTextfiles.ofVolume', 'volume', volume, Volume);
    if (typeof mountPath !== 'string' || !mountPath.startsWith('/')) {
      fail('InvalidPath', 'NodeExporterTextfiles.ofVolume', `mountPath is ${show(mountPath)}; write an absolute path`);
    }
    return new NodeExporterTextfiles(mountPath, undefined, VolumeMount.of(mountPath, volume, { readOnly: true }));
  }

  private constructor(
    /** Where it is in the exporter. */
    public readonly mountPath: string,
    /** @internal */
    public readonly _hostPath: HostPath | undefined,
    /** @internal */
    public readonly _mount: VolumeMount | undefined,
  ) {}
}

valueClass(NodeExporterTextfiles, 'NodeExporterTextfiles', 'NodeExporterTextfiles.ofNode("/var/lib/node-exporter")');
