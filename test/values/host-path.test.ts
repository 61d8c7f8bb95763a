import * as fc from 'fast-check';
import { thrown } from './thrown';
import { HostPath, HostPathType, MountPropagation } from '../../src';
import { isDnsLabel } from '../../src/values/kube-names';

/** Volume and mount as they come into the pod. */
function rendered(path: HostPath): { volume: object; mount: object } {
  return { volume: path.toVolume()._toKube(), mount: path.toMount()._toKube() };
}

describe('what agents read of a node', () => {
  test.each([
    ['varLog', HostPath.varLog(), 'varlog', '/var/log', '/var/log', {}],
    ['podLogs', HostPath.podLogs(), 'podlogs', '/var/log/pods', '/var/log/pods', {}],
    ['containerLogs', HostPath.containerLogs(), 'containerlogs', '/var/log/containers', '/var/log/containers', {}],
    ['dockerContainers', HostPath.dockerContainers(), 'varlibdockercontainers', '/var/lib/docker/containers', '/var/lib/docker/containers', {}],
    ['proc', HostPath.proc(), 'proc', '/proc', '/host/proc', {}],
    ['sys', HostPath.sys(), 'sys', '/sys', '/host/sys', {}],
    ['root', HostPath.root(), 'root', '/', '/host/root', { mountPropagation: 'HostToContainer' }],
    ['dev', HostPath.dev(), 'dev', '/dev', '/dev', {}],
    ['containerdSocketDirectory', HostPath.containerdSocketDirectory(), 'run-containerd', '/run/containerd', '/run/containerd', {}],
    ['crioSocketDirectory', HostPath.crioSocketDirectory(), 'run-crio', '/run/crio', '/run/crio', {}],
    ['dockerSocketDirectory', HostPath.dockerSocketDirectory(), 'run', '/run', '/host/run', {}],
    ['kubeletDirectory', HostPath.kubeletDirectory(), 'kubelet-dir', '/var/lib/kubelet', '/var/lib/kubelet', {}],
    ['kubeletDirectory elsewhere', HostPath.kubeletDirectory('/var/lib/k0s/kubelet'), 'kubelet-dir', '/var/lib/k0s/kubelet', '/var/lib/k0s/kubelet', {}],
    ['kernelModules', HostPath.kernelModules(), 'lib-modules', '/lib/modules', '/lib/modules', {}],
  ])('%s is read-only, and need not be there', (_, path, volumeName, onNode, inContainer, more) => {
    expect(rendered(path)).toEqual({
      volume: { hostPath: { path: onNode }, name: volumeName },
      mount: { mountPath: inContainer, name: volumeName, readOnly: true, ...more },
    });
    expect([path.path, path.mountPath, path.volumeName, path.isReadOnly, path.reason]).toEqual([onNode, inContainer, volumeName, true, undefined]);
  });

  test.each([
    ['cniBin', HostPath.cniBin(), 'cni-bin-dir', '/opt/cni/bin', '/host/opt/cni/bin'],
    ['cniBin elsewhere', HostPath.cniBin('/home/kubernetes/bin'), 'cni-bin-dir', '/home/kubernetes/bin', '/host/opt/cni/bin'],
    ['cniConf', HostPath.cniConf(), 'cni-net-dir', '/etc/cni/net.d', '/host/etc/cni/net.d'],
    ['cniConf elsewhere', HostPath.cniConf('/etc/rancher/cni'), 'cni-net-dir', '/etc/rancher/cni', '/host/etc/cni/net.d'],
  ])('%s is made when it is not there, and read-only until a reason is given', (_, path, volumeName, onNode, inContainer) => {
    expect(rendered(path)).toEqual({
      volume: { hostPath: { path: onNode, type: 'DirectoryOrCreate' }, name: volumeName },
      mount: { mountPath: inContainer, name: volumeName, readOnly: true },
    });
  });

  test('sockets are never mounted themselves, whose file is lost when the runtime starts again', () => {
    for (const path of [HostPath.containerdSocketDirectory(), HostPath.crioSocketDirectory(), HostPath.dockerSocketDirectory()]) {
      expect(path.path).not.toContain('.sock');
    }
  });
});

describe('what agents write to a node', () => {
  test('the lock of iptables is a file, made when it is not there', () => {
    const lock = HostPath.xtablesLock();
    expect(rendered(lock)).toEqual({
      volume: { hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' }, name: 'xtables-lock' },
      mount: { mountPath: '/run/xtables.lock', name: 'xtables-lock' },
    });
    expect([lock.isReadOnly, lock.reason]).toEqual([false, 'a lock is taken by opening it for writing']);
  });

  test('the state directory is the agent\'s own, made when it is not there, at one path for every pod', () => {
    const state = HostPath.stateDirectory('log-agent');
    expect(rendered(state)).toEqual({
      volume: { hostPath: { path: '/var/lib/log-agent', type: 'DirectoryOrCreate' }, name: 'state' },
      mount: { mountPath: '/var/lib/log-agent', name: 'state' },
    });
    expect([state.isReadOnly, state.reason]).toEqual([false, 'positions and buffers must be there for the next pod on this node']);
  });

  test.each(['', '..', 'a/b', 'A', '/a'])('a state directory is not named %j', (name) => {
    expect(thrown(() => HostPath.stateDirectory(name))).toContain(`[InvalidName] HostPath.stateDirectory: name ${JSON.stringify(name)} is no DNS subdomain`);
  });

  test('a state directory may be named after a domain', () => {
    expect(HostPath.stateDirectory('agent.example.com').path).toBe('/var/lib/agent.example.com');
  });

  test('needs a reason, which is kept', () => {
    const writable = HostPath.cniBin().writable('installs the plugin');
    expect([writable.isReadOnly, writable.reason]).toEqual([false, 'installs the plugin']);
    expect(rendered(writable).mount).toEqual({ mountPath: '/host/opt/cni/bin', name: 'cni-bin-dir' });
  });

  test.each([['', '""'], ['  ', '"  "']])('%j is no reason', (reason, text) => {
    expect(thrown(() => HostPath.of('/etc/agent').writable(reason)))
      .toBe(`[NoReason] HostPath.writable: reason is ${text}; write why the agent must be able to change /etc/agent`);
  });

  test('what is only read may have a reason, too', () => {
    const path = HostPath.proc().because('reads the limits of processes');
    expect([path.isReadOnly, path.reason]).toEqual([true, 'reads the limits of processes']);
    expect(rendered(path)).toEqual(rendered(HostPath.proc()));
    expect(thrown(() => HostPath.proc().because(' '))).toBe('[NoReason] HostPath.because: reason is " "; write why the agent needs /proc');
  });

  test('nothing is no reason', () => {
    expect(thrown(() => HostPath.of('/etc/agent').writable(undefined as never))).toBe('[NotText] HostPath.writable: reason is nothing; write a string');
  });
});

describe('any path', () => {
  test('is mounted where it is, read-only, as a volume named after it', () => {
    expect(rendered(HostPath.of('/etc/machine-id'))).toEqual({
      volume: { hostPath: { path: '/etc/machine-id' }, name: 'etc-machine-id' },
      mount: { mountPath: '/etc/machine-id', name: 'etc-machine-id', readOnly: true },
    });
  });

  test('takes another mount path, volume name, type and propagation', () => {
    const options = { mountPath: '/host/mnt', volumeName: 'mnt', type: HostPathType.DIRECTORY, propagation: MountPropagation.BIDIRECTIONAL };
    expect(rendered(HostPath.of('/mnt', options))).toEqual({
      volume: { hostPath: { path: '/mnt', type: 'Directory' }, name: 'mnt' },
      mount: { mountPath: '/host/mnt', mountPropagation: 'Bidirectional', name: 'mnt', readOnly: true },
    });
  });

  test('is changed by copies that keep the rest', () => {
    const path = HostPath.of('/mnt', { type: HostPathType.DIRECTORY, propagation: MountPropagation.NONE }).writable('mounts volumes');
    const all = path.at('/host/mnt').named('mounts').withType(HostPathType.DIRECTORY_OR_CREATE).withPropagation(MountPropagation.BIDIRECTIONAL);
    expect(rendered(all)).toEqual({
      volume: { hostPath: { path: '/mnt', type: 'DirectoryOrCreate' }, name: 'mounts' },
      mount: { mountPath: '/host/mnt', mountPropagation: 'Bidirectional', name: 'mounts' },
    });
    for (const copy of [path.at('/a'), path.named('a'), path.withType(HostPathType.FILE), path.withPropagation(MountPropagation.BIDIRECTIONAL), all]) {
      expect([copy.path, copy.isReadOnly, copy.reason]).toEqual(['/mnt', false, 'mounts volumes']);
    }
    expect(rendered(path)).toEqual({
      volume: { hostPath: { path: '/mnt', type: 'Directory' }, name: 'mnt' },
      mount: { mountPath: '/mnt', mountPropagation: 'None', name: 'mnt' },
    });
  });

  test('a copy at another path keeps type and propagation', () => {
    const path = HostPath.of('/mnt', { type: HostPathType.DIRECTORY, propagation: MountPropagation.NONE });
    for (const copy of [path.at('/a'), path.named('a'), path.writable('b')]) {
      expect(copy.toVolume()._toKube().hostPath).toEqual({ path: '/mnt', type: 'Directory' });
      expect(copy.toMount()._toKube().mountPropagation).toBe('None');
    }
    expect(path.withType(HostPathType.FILE).toMount()._toKube().mountPropagation).toBe('None');
    expect(path.withPropagation(MountPropagation.BIDIRECTIONAL).toVolume()._toKube().hostPath).toEqual({ path: '/mnt', type: 'Directory' });
  });

  test('brings its volume with its mount', () => {
    expect(HostPath.varLog().toMount()._volume?._toKube()).toEqual({ hostPath: { path: '/var/log' }, name: 'varlog' });
  });

  test.each([
    ['/', 'root'], ['/var/lib/kubelet', 'var-lib-kubelet'], ['/run/xtables.lock', 'run-xtables-lock'], ['/A_b//c', 'a-b-c'], ['C:\\var\\log', 'c-var-log'],
    [`/${'a'.repeat(70)}`, 'a'.repeat(63)], [`/${'a'.repeat(8)}/${'b'.repeat(62)}`, 'b'.repeat(62)],
  ])('%s is volume %s', (path, name) => {
    expect(HostPath.of(path).volumeName).toBe(name);
  });

  test('its volume has a name that Kubernetes takes, the same for the same path', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('/', 'a', 'Z', '0', '-', '_', '.', ' ', 'é', 'b'), maxLength: 90 }), (text) => {
      const path = `/${text}`;
      fc.pre(!path.split('/').includes('..'));
      expect(isDnsLabel(HostPath.of(path).volumeName)).toBe(true);
      expect(HostPath.of(path).volumeName).toBe(HostPath.of(path).volumeName);
    }), { numRuns: 1000 });
  });

  test.each([
    [() => HostPath.of('var/log'), '[InvalidPath] HostPath.of: path is "var/log"; write an absolute path without ".."'],
    [() => HostPath.of('/var/../log'), '[InvalidPath] HostPath.of: path is "/var/../log"'],
    [() => HostPath.kubeletDirectory('..'), '[InvalidPath] HostPath.of: path is ".."'],
    [() => HostPath.of('/a', { volumeName: 'A' }), '[InvalidName] HostPath: volume name "A" is no DNS label'],
    [() => HostPath.of('/a', { mountPath: 'a' }), '[InvalidPath] HostPath: mount path is "a"; write an absolute path of the container'],
    [() => HostPath.of('/a:b'), '[InvalidPath] HostPath: mount path is "/a:b"; write an absolute path of the container'],
    [() => HostPath.varLog().at('a'), '[InvalidPath] HostPath: mount path is "a"'],
    [() => HostPath.varLog().named('a.b'), '[InvalidName] HostPath: volume name "a.b"'],
    [() => HostPath.varLog().withType('Folder' as never), '[UnknownValue] HostPath: type is "Folder"; write one of DirectoryOrCreate, Directory'],
    [() => HostPath.varLog().withPropagation('Shared' as never), '[UnknownValue] HostPath: propagation is "Shared"; write one of None, HostToContainer, Bidirectional'],
  ])('mistakes are told at once: %#', (act, message) => {
    expect(thrown(act)).toContain(message);
  });
});
