import { SecurityDriverLoader } from './props';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { fail, show } from '../../../errors';
import { Container } from '../../../pod/container';
import { CONTAINER_KINDS } from '../../../pod/container-kinds';
import { INSTEAD_OF_CONTAINER } from '../../../pod/instead';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { TEXT, of, requireKinds } from '../../../values/kinds';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { containerOptions, unlessMounted } from '../../common';

const SOURCE = 'https://man7.org/linux/man-pages/man2/init_module.2.html';

const LOADER = fieldsOf<SecurityDriverLoader>({ ...CONTAINER_KINDS, image: true, name: true }, INSTEAD_OF_CONTAINER);

/** The loader, before all other init containers: privileged, for nothing less loads a module, and gone before the agent starts. */
export function loaderContainer(where: string, loader: SecurityDriverLoader, hostRoot: string): { container: Container; reasons: HostAccessReason[] } {
  requireKnown(where, loader, LOADER, 'driverLoader');
  requireKinds(where, loader, { image: of(ImageName), name: TEXT });
  if (loader.image === undefined) {
    fail('MissingImage', where, `driverLoader.image is ${show(loader.image)}; write the loader's, such as ImageName.of("example.com/driver-loader:v1.0.0")`);
  }
  const name = loader.name ?? 'driver-loader';
  const own = [
    HostPath.proc().at(`${hostRoot}/proc`).because('the kernel\'s version and settings are read there'),
    HostPath.of('/boot', { mountPath: `${hostRoot}/boot` }).because('the kernel\'s configuration is read there'),
    HostPath.kernelModules().at(`${hostRoot}/lib/modules`).writable('a module that was built is installed there'),
    HostPath.of('/usr', { mountPath: `${hostRoot}/usr` }).because('the kernel\'s headers are there, against which a module is built'),
    HostPath.of('/etc', { mountPath: `${hostRoot}/etc` }).because('the distribution is told there, by which modules are chosen'),
  ].map((path) => (path.isReadOnly ? path.because(path.reason!, SOURCE) : path.writable(path.reason!, SOURCE)));
  return {
    container: Container.of({
      ...containerOptions(loader),
      name,
      image: loader.image,
      hostPaths: [...unlessMounted(loader, own), ...loader.hostPaths ?? []],
      securityContext: { privileged: true, ...loader.securityContext },
    }),
    reasons: [
      HostAccessReason.privileged('it loads a module into the kernel, and is gone before the agent starts', name).from(SOURCE),
      HostAccessReason.root('it loads a module into the kernel', name).from(SOURCE),
    ],
  };
}
