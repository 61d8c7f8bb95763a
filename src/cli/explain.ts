import { brokenExpectations } from './expect-everywhere';
import { ExplainOptions } from './options';
import { jsonReport } from './print-json';
import { tableReport } from './print-table';
import { yamlReport } from './print-yaml';
import { Progress, ProgressStream } from './progress';
import { readManifests } from './read-manifests';
import { NodeWatcher, readNodes } from './read-nodes';
import { readPods } from './read-pods';
import { View, chosenAgents, chosenNodes, namesOf } from './selection';
import { manifestSources, sourceOf } from './source';
import { Look } from './terminal';
import { place } from '../placement';

/** What is to be written, and what does not hold. */
export interface Explained {
  readonly report: Iterable<string>;
  readonly broken: readonly string[];
  /** Worth saying, and not wrong. */
  readonly notes: readonly string[];
}

/**
 * Reads everything, places everything, and only then begins to write.
 *
 * @throws InputError
 */
export async function explain(options: ExplainOptions, look: Look, terminal: ProgressStream): Promise<Explained> {
  const watched = async <T>(what: string, read: (watcher: NodeWatcher) => Promise<T>): Promise<T> => {
    const progress = new Progress(terminal, what);
    try {
      return await read(progress);
    } finally {
      progress.done();
    }
  };
  const sources = manifestSources(options.manifests);
  const nodeSources = options.nodes.map(sourceOf);
  const podSources = options.pods.map(sourceOf);
  const { daemonSets, priorityClasses } = await watched('manifests', (watcher) => readManifests(sources, watcher));
  const nodes = await watched('nodes', (watcher) => readNodes(nodeSources, watcher));
  const pods = await watched('pods', (watcher) => readPods(podSources, watcher));
  const input = { daemonSets, nodes, pods, priorityClasses };
  const placement = place(input);
  const names = namesOf(input, placement);
  const nodeNames = nodes.map(({ metadata }) => metadata.name);
  const view: View = {
    placement, nodeNames, names, agents: chosenAgents(names, options.agents), chosenNodes: chosenNodes(nodeNames, options.nodeNames),
  };
  const broken = brokenExpectations(view, options.expectEverywhere);
  return {
    report: reportOf(view, options, look),
    broken,
    notes: names.length > 0 ? [] : [`no DaemonSet in ${options.manifests.join(', ')}: there is nothing to explain`],
  };
}

function reportOf(view: View, { output }: ExplainOptions, look: Look): Iterable<string> {
  return output === 'json' ? jsonReport(view) : output === 'yaml' ? yamlReport(view) : tableReport(view, look);
}
