import { existsSync } from 'fs';
import { Chart, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterObject } from '../../../daemon-set/kube-object';
import { fail, show } from '../../../errors';
import { requireWholeNumber } from '../../../values/kube-names';
import { requireFields, valueClass } from '../../../values/require';

const GROUP = 'crd.projectcalico.org';
/** Those that every version has that this library knows. */
const NEEDED = [
  'bgpconfigurations', 'bgpfilters', 'bgppeers', 'blockaffinities', 'caliconodestatuses', 'clusterinformations', 'felixconfigurations', 'globalnetworkpolicies', 'globalnetworksets',
  'hostendpoints', 'ipamblocks', 'ipamconfigs', 'ipamhandles', 'ippools', 'ipreservations', 'kubecontrollersconfigurations', 'networkpolicies', 'networksets',
];
const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** How definitions are written. */
export interface CalicoCrdsOptions {
  /**
   * Argo CD's sync wave of the definitions: before 0, in which everything else is.
   *
   * @default - none: the file is applied first, by hand or by an App of its own
   */
  readonly syncWave?: number;
}

interface Definition {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly annotations?: { readonly [key: string]: string } };
}

/**
 * Where the definitions of Calico's kinds come from. Calico keeps its state in objects of them, and does nothing before they are there.
 */
export class CalicoCrds {
  /** From elsewhere: they are in the cluster before Calico. */
  public static external(): CalicoCrds {
    return new CalicoCrds();
  }

  /**
   * From a manifest of the same version of Calico, `manifests/calico.yaml` or `manifests/crds.yaml` of its repository: of what is in it, the definitions alone are
   * taken, into a Chart, and so a file, of their own.
   *
   * @param source a file, or an address, which is fetched at every synth
   * @throws CrdsNotRead, InvalidNumber; CrdsIncomplete, CrdChartTaken in the agent
   */
  public static included(source: string, options: CalicoCrdsOptions = {}): CalicoCrds {
    if (typeof source !== 'string' || !/^https?:\/\/\S+$/.test(source) && !existsSync(source)) {
      fail('CrdsNotRead', 'CalicoCrds.included', `source is ${show(source)}, and there is no such file; write the path of a manifest of Calico, or its address`);
    }
    requireFields('CalicoCrds.included', 'options', options);
    if (options.syncWave !== undefined) {
      requireWholeNumber('CalicoCrds.included', 'syncWave', options.syncWave, -1000, 1000);
    }
    return new CalicoCrds(source, options.syncWave);
  }

  private constructor(
    /** File or address; unset when they come from elsewhere. */
    public readonly source?: string,
    private readonly syncWave?: number,
  ) {}

  /** Beside the agent's Chart, never within: cdk8s makes a Chart depend on those within, and then numbers every file of the App. @internal */
  public _addTo(agent: Construct): void {
    const { source } = this;
    if (source === undefined) {
      return;
    }
    const definitions = read(agent.node.path, source);
    const chart = agent.node.scopes.find((scope) => Chart.isChart(scope))!;
    const id = `${chart.node.id}-crds`;
    if (chart.node.scope?.node.tryFindChild(id) !== undefined) {
      fail('CrdChartTaken', agent.node.path, `a construct with the id ${show(id)} is there already beside the Chart, and the definitions get a Chart of that id; give it another, or write CalicoCrds.external()`);
    }
    const own = new Chart(chart.node.scope!, id);
    for (const definition of definitions) {
      const annotations = { ...definition.metadata?.annotations, ...(this.syncWave === undefined ? {} : { [SYNC_WAVE]: String(this.syncWave) }) };
      const { status: _, ...fields } = definition as Definition & { status?: unknown };
      new ClusterObject(own, definition.metadata!.name!, {
        ...fields, apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { ...definition.metadata, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
      });
    }
  }
}

valueClass(CalicoCrds, 'CalicoCrds', 'CalicoCrds.external()');

/** Definitions of the manifest. `creationTimestamp: null`, which generators leave behind, is nobody's. */
function read(where: string, source: string): Definition[] {
  let documents: Definition[];
  try {
    documents = Yaml.load(source) as Definition[];
  } catch (error) {
    fail('CrdsNotRead', where, `crds of ${show(source)} cannot be read: ${(error as Error).message}; write the path of a manifest of Calico, or its address`);
  }
  const definitions = documents.filter((one) => one?.kind === 'CustomResourceDefinition' && typeof one.metadata?.name === 'string');
  const missing = NEEDED.filter((plural) => !definitions.some((one) => one.metadata!.name === `${plural}.${GROUP}`));
  if (missing.length > 0) {
    fail('CrdsIncomplete', where, `crds of ${show(source)} lack ${missing.join(', ')} of ${GROUP}; write a manifest of Calico that has all of its definitions, such as its manifests/crds.yaml`);
  }
  return definitions.map((one) => {
    const { creationTimestamp: _, ...metadata } = one.metadata as { creationTimestamp?: unknown };
    return { ...one, metadata };
  });
}
