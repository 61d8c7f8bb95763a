import * as os from 'node:os';
import * as path from 'node:path';

import { App, Chart, Duration } from 'cdk8s';

import {
  ConfigFiles, Monitor, OpenTelemetryCollectorDaemonSet, OpenTelemetryCollectorDaemonSetProps, OtelComponent, OtelExporter, OtelHeader, OtelHostScraper, OtelPreset,
  OtelSignal, OtelVerbosity, TargetVersion,
} from '../../../src';
import type { TestContainer } from '../../harness/container';
import { programImage } from '../../harness/images';
import { build, requiredVersion } from '../../harness/toolchain';
import { SECOND, sleep } from '../../harness/wait';
import { ProgramCase, RealProgram, same } from '../program';

const MODULE = path.join(__dirname, '../../programs', 'otel-collector');
const VERSION = requiredVersion(MODULE, 'go.opentelemetry.io/collector/otelcol').slice(1);
const PROGRAM = '/otelcol';
const USER = 10001;

/** Waits until the Collector's log says it; what it said before counts. */
async function says(container: TestContainer, pattern: RegExp): Promise<string> {
  for (const end = Date.now() + 20 * SECOND; Date.now() < end; await sleep(100)) {
    const match = pattern.exec(container.log());
    if (match !== null) {
      return match[0];
    }
    if (container.ended() !== undefined) {
      break;
    }
  }
  throw new Error(`the Collector never said ${pattern}:\n${container.log().slice(-4000)}`);
}

/** Errors of components, which the Collector prints and goes on. */
function errors(container: TestContainer): string[] {
  return container.log().split('\n').filter((line) => /^\S+\t(error|warn)\t/.test(line));
}

function valuesOf(container: TestContainer, metric: string, attribute: string): string[] {
  const points = container.log().split('     -> Name: ').filter((part) => part.startsWith(`${metric}\n`));
  return [...new Set(points.flatMap((part) => [...part.matchAll(new RegExp(`-> ${attribute}: Str\\((.*)\\)`, 'g'))].map(([, value]) => value)))].sort();
}

async function checkUser(container: TestContainer, uid: number): Promise<void> {
  const status = await container.proc('status');
  const field = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1];
  same('user', field('Uid')?.split('\t')[0], String(uid));
  same('capabilities', [field('CapEff'), field('CapBnd')], ['0', '0'].map((digit) => digit.repeat(16)));
}

/** The program's own check of a configuration, in the container and its environment. */
async function validated(container: TestContainer): Promise<void> {
  const { code, stderr } = await container.exec([PROGRAM, 'validate', '--config=/conf/relay.yaml']);
  same('otelcol validate', [code, stderr], [0, '']);
}

/** As it comes, but every second. */
const MEASURING = OtelPreset.hostMetrics({ collectionInterval: Duration.seconds(1) });

function collector(name: string, props: Partial<OpenTelemetryCollectorDaemonSetProps>, check: ProgramCase['check']): ProgramCase {
  return {
    name,
    build: (chart) => {
      const made = new OpenTelemetryCollectorDaemonSet(chart, 'collector', {
        targetVersion: TargetVersion.V1_36, exporters: [OtelExporter.debug(OtelVerbosity.DETAILED)], ...props,
      });
      // The cluster has no definitions of the Prometheus operator.
      made.node.tryRemoveChild('PodMonitor');
    },
    check,
  };
}

/** Everything that has a type, written at once; what runs beside it only carries it, as `other.yaml`. */
const EVERYTHING = new Map<string, OpenTelemetryCollectorDaemonSetProps>([
  ['everything.yaml', {
    presets: [
      OtelPreset.hostMetrics({ scrapers: Object.values(OtelHostScraper), excludeMountPoints: ['^/var/lib/kubelet($|/)'] }),
      OtelPreset.logs({ exclude: ['/var/log/pods/kube-system_*/*/*.log'], operators: [{ type: 'json_parser', if: 'body matches "^{"' }] }),
      OtelPreset.kubernetesAttributes({
        metadata: ['k8s.deployment.uid', 'k8s.node.uid', 'k8s.cronjob.uid', 'container.image.tag'],
        podLabels: { app: 'app.kubernetes.io/name' },
        podAnnotations: { note: 'example.com/note' },
        namespaceLabels: { team: 'team' },
        waitForMetadata: true,
      }),
      OtelPreset.otlp({ grpcPort: 14317, httpPort: 14318 }),
    ],
    exporters: [
      OtelExporter.otlp('gateway.observability:4317', { persistentQueue: true, headers: [OtelHeader.of('x-scope-orgid', 'a$b')] }),
      OtelExporter.otlpHttp('https://otlp.example.com', { name: 'second', signals: [OtelSignal.TRACES] }),
      OtelExporter.raw('debug/raw', { verbosity: 'basic' }, OtelSignal.LOGS),
    ],
    components: [OtelComponent.processor('resource/raw', { attributes: [{ key: 'a', value: 'b', action: 'upsert' }] }, OtelSignal.LOGS)],
    resourceAttributes: { 'k8s.cluster.name': 'proof', 'price': '5$' },
    monitor: Monitor.podMonitor(),
    hostNetwork: true,
  }],
]);

/** Its configurations, made by agents that run nowhere. */
function configurations(): { [file: string]: string } {
  const texts = [...EVERYTHING].map(([file, props]) => {
    const chart = new Chart(new App(), 'texts', { namespace: 'observability' });
    return [file, new OpenTelemetryCollectorDaemonSet(chart, 'collector', props).configYaml];
  });
  return Object.fromEntries(texts);
}

export const program: RealProgram = {
  className: 'OpenTelemetryCollectorDaemonSet',
  program: `OpenTelemetry Collector ${VERSION}`,
  container: 'otel-collector',
  image: async (directory) => {
    const built = await build({ name: 'otelcol', module: MODULE, env: { CGO_ENABLED: '0' } });
    return programImage(directory, built, PROGRAM.slice(1), { entrypoint: [PROGRAM], user: { uid: USER, gid: USER } });
  },
  cases: [
    collector('measures the node from its file system, as the image\'s user', { presets: [MEASURING] }, async (container) => {
      same('image that is synthesized', container.spec.image?.split(':')[1], VERSION);
      await validated(container);
      await says(container, /Name: system\.filesystem\.usage/);
      await says(container, /Name: system\.memory\.usage/);
      await checkUser(container, USER);
      same('errors', errors(container), []);
      const cpus = new RegExp('system\\.cpu\\.logical\\.count[\\s\\S]*?Value: (\\d+)').exec(container.log())?.[1];
      same('processors, where they are told', cpus ?? String(os.cpus().length), String(os.cpus().length));
      same('mounts that are not the node\'s', valuesOf(container, 'system.filesystem.usage', 'mountpoint').filter((mount) => /^\/(hostfs|proc|dev|sys|conf)/.test(mount)), []);
      same('the root of the node', valuesOf(container, 'system.filesystem.usage', 'mountpoint').includes('/'), true);
      same('the node\'s name', await says(container, /k8s\.node\.name: Str\((.*)\)/), `k8s.node.name: Str(${container.pod.node.name})`);
      return `file systems ${valuesOf(container, 'system.filesystem.usage', 'mountpoint').join(', ')}`;
    }),
    collector('measures the node\'s network on the host network', { presets: [MEASURING], hostNetwork: true }, async (container) => {
      await container.pod.node.ok(['ip', 'link', 'add', 'proof0', 'type', 'bridge']);
      await says(container, /device: Str\(proof0\)/);
      same('interfaces', valuesOf(container, 'system.network.io', 'device'), ['lo', 'proof0']);
      return '';
    }),
    collector('reads logs of pods as root without a capability, and keeps its positions on the node', { presets: [OtelPreset.logs()] }, async (container) => {
      const { node } = container.pod;
      const directory = '/var/log/pods/shop_cart_4e1f/web';
      await node.ok(['mkdir', '-p', directory]);
      await node.ok(['sh', '-c', `umask 027; echo "2026-01-01T00:00:00.000000001Z stdout F first line" > ${directory}/0.log`]);
      await says(container, /Body: Str\(first line\)/);
      for (const [name, value] of [['k8s.namespace.name', 'shop'], ['k8s.pod.name', 'cart'], ['k8s.container.name', 'web']]) {
        same(name, container.log().includes(`${name}: Str(${value})`), true);
      }
      await checkUser(container, 0);
      same('errors', errors(container), []);
      const state = await node.ok(['ls', '/var/lib/otel-collector']);
      same('positions on the node', /file_?log/.test(state), true);
      return `positions in ${state.trim()}`;
    }),
    collector('takes OTLP at the pod\'s address, and shows its own metrics where a monitor looks', {
      presets: [OtelPreset.otlp()], monitor: Monitor.podMonitor(),
    }, async (container) => {
      await validated(container);
      await says(container, /Starting HTTP server/);
      const { status, body } = await container.get('/metrics', 'metrics');
      same('its own metrics', [status, /otelcol_/.test(body)], [200, true]);
      const refused = await container.get('/v1/traces', 'otlp-http');
      same('a GET of what wants a POST', refused.status, 405);
      return '';
    }),
    collector('everything that has a type is taken by the program\'s own check', {
      presets: [MEASURING, OtelPreset.logs()], configFiles: [ConfigFiles.of('/everything', configurations())],
    }, async (container) => {
      for (const file of EVERYTHING.keys()) {
        const { code, stderr } = await container.exec([PROGRAM, 'validate', `--config=/everything/${file}`]);
        same(`otelcol validate ${file}`, [code, stderr], [0, '']);
      }
      return `${EVERYTHING.size} configuration`;
    }),
  ],
};
