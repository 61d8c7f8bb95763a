import { Neighbours } from './neighbours';
import { formatProblem, show } from '../errors';
import { KubePodSpec as PlacedPod } from '../placement/kube';
import { hostPorts, portsClash, showPort } from '../placement/ports';
import { KubePodSpec } from '../pod/kube';
import { STATE_VOLUME } from '../values/host-path';

/** A pod, as far as it can be in another's way. */
export type ClusterPod = KubePodSpec & PlacedPod;

/** What of the network an agent makes. */
export interface NetworkPart {
  /** Whether pods get their network by it; else it only writes configuration. */
  readonly isNetworkAgent: boolean;
  /** Configuration that it writes on the node, by absolute path. */
  readonly cniFiles: readonly string[];
}

/** An agent of a cluster, read. */
export interface Resident {
  /** The construct's path. */
  readonly path: string;
  /** The DaemonSet's. */
  readonly name: string;
  readonly spec: ClusterPod;
  readonly part: NetworkPart;
}

/** Whether somebody said that two may share what else is refused. */
type Allowed<R extends Resident> = (code: string, subject: string, a: R, b: R) => boolean;

/**
 * Agents that cannot stand on one node, and yet could: each with the first that is in its way. Only those are compared that want the same thing, so that the whole grows
 * with the number of agents.
 */
export function clashesOf<R extends Resident>(residents: readonly R[], isAllowed: Allowed<R>): string[] {
  return [portClashes, networkClashes, fileClashes, stateClashes].flatMap((clashes) => clashes(residents, isAllowed));
}

/** Ports as the scheduler compares them: see `portsClash`. */
function portClashes<R extends Resident>(residents: readonly R[], isAllowed: Allowed<R>): string[] {
  const ports = new Map(residents.map((one) => [one, hostPorts(one.spec)]));
  const shared = (a: R, b: R) => ports.get(b)!.filter((mine) => (
    ports.get(a)!.some((theirs) => portsClash(mine, theirs)) && !isAllowed('HostPortClash', String(mine.port), a, b)));
  const owners = grouped(residents, (one) => ports.get(one)!.map(({ port, protocol }) => `${port}/${protocol}`));
  const told = new Set<string>();
  return [...owners.values()].flatMap((group) => pairs(group, (a, b) => shared(a, b).length > 0 && !told.has(`${a.path} ${b.path}`)).map(([a, b]) => {
    told.add(`${a.path} ${b.path}`);
    const found = shared(a, b);
    return formatProblem(b.path, {
      code: 'HostPortClash',
      message: `DaemonSet ${show(b.name)} takes port ${found.map(showPort).join(', ')} of the node, as does DaemonSet ${show(a.name)} (${a.path}), and some node can have both, where the second pod never gets its place; give one of them another port or address, let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.sharedHostPort(${found[0].port}, "why"))`,
    });
  }));
}

function networkClashes<R extends Resident>(residents: readonly R[], isAllowed: Allowed<R>): string[] {
  const agents = residents.filter(({ part }) => part.isNetworkAgent);
  return pairs(agents, (a, b) => [a, b].every(({ name }) => !isAllowed('NetworkAgentsClash', name, a, b))).map(([a, b]) => formatProblem(b.path, {
    code: 'NetworkAgentsClash',
    message: `DaemonSet ${show(b.name)} makes the network of pods, as does DaemonSet ${show(a.name)} (${a.path}), and some node can have both, where pods get whichever network the container runtime finds first; leave one of them out, let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.besideNetworkAgent(${show(b.name)}, "why"))`,
  }));
}

function fileClashes<R extends Resident>(residents: readonly R[], isAllowed: Allowed<R>): string[] {
  return [...grouped(residents, cniFilesOf)].flatMap(([file, writers]) => (
    pairs(writers, (a, b) => !isAllowed('CniConfigurationClash', file, a, b)).map(([a, b]) => formatProblem(b.path, {
      code: 'CniConfigurationClash',
      message: `DaemonSet ${show(b.name)} writes ${file} of the node, as does DaemonSet ${show(a.name)} (${a.path}), and some node can have both, where the one that comes last takes the other's pods; give one of them another file, let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.sharedCniConfiguration(${show(file)}, "why"))`,
    }))
  ));
}

function stateClashes<R extends Resident>(residents: readonly R[], isAllowed: Allowed<R>): string[] {
  return [...grouped(residents, stateDirectoriesOf)].flatMap(([directory, owners]) => (
    pairs(owners, (a, b) => !isAllowed('StateDirectoryClash', directory, a, b)).map(([a, b]) => formatProblem(b.path, {
      code: 'StateDirectoryClash',
      message: `DaemonSet ${show(b.name)} keeps its state in ${directory} of the node, as does DaemonSet ${show(a.name)} (${a.path}), and some node can have both, where each overwrites the other's; give one of them another by HostPath.stateDirectory("…"), let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.sharedStateDirectory(${show(directory)}, "why"))`,
    }))
  ));
}

/** Those that were told of, and those that are mounted as files and can be written. */
function cniFilesOf({ part, spec }: Resident): string[] {
  const mounted = writtenVolumes(spec).map(({ hostPath }) => hostPath.path);
  return [...part.cniFiles, ...mounted.filter((path) => /\/net\.d\/[^/]+\.(conf|conflist|json)$/.test(path))];
}

/** Of `HostPath.stateDirectory`: what else is writable on the node is often made to be shared. */
function stateDirectoriesOf({ spec }: Resident): string[] {
  return writtenVolumes(spec).flatMap(({ name, hostPath }) => (name === STATE_VOLUME ? [hostPath.path] : []));
}

/** Paths of the node that some container can write to. */
function writtenVolumes(spec: ClusterPod): { readonly name: string; readonly hostPath: { readonly path: string } }[] {
  const mounts = [...spec.containers, ...spec.initContainers ?? []].flatMap(({ volumeMounts = [] }) => volumeMounts);
  const written = new Set(mounts.filter(({ readOnly }) => readOnly !== true).map(({ name }) => name));
  return (spec.volumes ?? []).flatMap(({ name, hostPath }) => (written.has(name) && hostPath !== undefined ? [{ name, hostPath }] : []));
}

function grouped<R>(items: readonly R[], keysOf: (item: R) => readonly string[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, [item]);
      } else {
        group.push(item);
      }
    }
  }
  return groups;
}

/** Each with the first before it that it contests something with, where some node can have both. */
function pairs<R extends Resident>(group: readonly R[], contest: (a: R, b: R) => boolean): [R, R][] {
  const neighbours = group.length < 2 ? undefined : new Neighbours(group);
  return group.flatMap((b, i): [R, R][] => {
    const a = neighbours?.firstBefore(i, (other) => contest(other, b));
    return a === undefined ? [] : [[a, b]];
  });
}
