import * as fs from 'node:fs';
import * as path from 'node:path';

import { App, Chart, Testing } from 'cdk8s';

import { complaint } from './apply';
import {
  CalicoBackend, CalicoCrds, CalicoDaemonSet, CalicoDaemonSetProps, CalicoDataplane, CalicoEncapsulation, CalicoIpPool, CalicoVersion, TargetVersion,
} from '../../src';
import { calicoDefinitions } from '../fixtures/calico-kinds';
import type { KubeObject } from '../harness/kube';
import type { Line } from '../harness/programs';
import type { Suite } from '../harness/runner';
import { waitUntil } from '../harness/wait';
import type { World } from '../harness/world';

const NAMESPACE = 'calico';

/** Forms of Calico that differ in its own kinds, or in what stands beside the agent. */
const FORMS: readonly { readonly name: string; readonly props: CalicoDaemonSetProps }[] = [
  {
    name: 'pools of both families, Typha, eBPF',
    props: {
      pools: [
        CalicoIpPool.of('default-ipv4-ippool', '10.244.0.0/16', { encapsulation: CalicoEncapsulation.IPIP_CROSS_SUBNET }),
        CalicoIpPool.of('zone-b', '10.245.0.0/16', { encapsulation: CalicoEncapsulation.VXLAN, blockSize: 24, nodeSelector: 'topology.kubernetes.io/zone == "b"' }),
        CalicoIpPool.of('default-ipv6-ippool', 'fd00:10:244::/56', { natOutgoing: true, disableBgpExport: true }),
      ],
      typha: { replicas: 2 },
      dataplane: CalicoDataplane.ebpf('10.0.0.1', 443),
      metricsPort: 9091,
    },
  },
  {
    name: 'v3.33, VXLAN, rights for a migration',
    props: { version: CalicoVersion.of('v3.33.0'), backend: CalicoBackend.vxlan(), pools: [CalicoIpPool.of('pods', '10.0.0.0/12')], kubeControllers: { datastoreMigration: true } },
  },
  { name: 'policies alone', props: { backend: CalicoBackend.none('eni'), typha: { replicas: 1 } } },
];

interface Made {
  readonly definitions: readonly KubeObject[];
  readonly set: readonly KubeObject[];
}

/** As a user synthesizes it: one Chart with the set, and beside it the one that the definitions get. */
function synthesized(props: CalicoDaemonSetProps, line: Line, file: string): Made {
  const app = new App();
  const chart = new Chart(app, 'network', { namespace: NAMESPACE });
  new CalicoDaemonSet(chart, 'calico', { targetVersion: TargetVersion.of(line), crds: CalicoCrds.included(file), ...props });
  return { definitions: Testing.synth(app.node.findChild('network-crds') as Chart) as KubeObject[], set: Testing.synth(chart) as KubeObject[] };
}

async function accepts(world: World, what: string, objects: readonly KubeObject[]): Promise<void> {
  const subject = { name: what, owner: 'CalicoDaemonSet', target: world.plane.line, objects };
  const wrong = complaint(await world.kubectl.apply(objects), [subject], world.plane.line);
  if (wrong !== undefined) {
    throw new Error(`${what}: ${wrong}`);
  }
}

interface Definition extends KubeObject {
  status?: { conditions?: { type: string; status: string }[] };
}

async function established(world: World, definitions: readonly KubeObject[]): Promise<void> {
  await waitUntil('every definition is established', async () => {
    const live = await Promise.all(definitions.map((one) => world.client.get<Definition>(one)));
    const waiting = live.filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') !== true);
    return waiting.length === 0 ? undefined : `${waiting.length} are not, first ${waiting[0].metadata.name}`;
  }, { giveUp: () => world.dead() });
}

/** The definitions are in force: what is no field of a pool is refused. */
async function refusesOtherFields(world: World, pool: KubeObject): Promise<void> {
  const spoiled = { ...pool, metadata: { name: 'spoiled' }, spec: { ...pool.spec as object, ipipMode: 'Sometimes', blocksize: 26 } };
  const { code, stderr } = await world.kubectl.run(['apply', '--server-side', '--validate=strict', '--dry-run=server', '-f', '-'], { input: JSON.stringify(spoiled) });
  if (code === 0 || !/ipipMode|blocksize/.test(stderr)) {
    throw new Error(`a pool with other fields and words is not refused for them: exit code ${code}\n${stderr}`);
  }
}

async function applied(world: World, props: CalicoDaemonSetProps): Promise<string> {
  const { file, what, isTemporary } = calicoDefinitions();
  try {
    const { definitions, set } = synthesized(props, world.plane.line, file);
    await world.ensureNamespaces(set);
    await accepts(world, what, definitions);
    await established(world, definitions);
    await accepts(world, 'the set', set);
    const drift = await world.kubectl.diff([...definitions, ...set]);
    if (drift !== '') {
      throw new Error(`kubectl diff after applying:\n${drift}`);
    }
    const pools = set.filter(({ kind }) => kind === 'IPPool');
    for (const pool of pools.slice(0, 1)) {
      await refusesOtherFields(world, pool);
    }
    // Before their definitions, without which the API server does not know what they are.
    for (const pool of pools) {
      await world.client.remove(pool);
    }
    await world.removeAll(set.filter(({ kind }) => kind !== 'IPPool'));
    return `${what}: ${definitions.length}, and ${set.length} objects, ${pools.length} of them pools`;
  } finally {
    if (isTemporary) {
      fs.rmSync(path.dirname(file), { recursive: true, force: true });
    }
  }
}

export const calico: Suite = {
  claim: 1,
  title: 'Accepted, with kinds of its own',
  lines: ['1.36', '1.28'],
  tests: () => FORMS.map(({ name, props }) => ({
    name: `Calico, ${name}: its definitions from a manifest first, then the whole set with its pools, are accepted and show no drift`,
    run: (world) => applied(world, props),
  })),
};
