import { App, Chart, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AgentDefaults, ImageName, LogAgentDaemonSet, LogAgentDaemonSetProps, Volume, VolumeMount } from '../../src';

/** "Ensuring One Pod Per Node", its DaemonSet. */
const ARTICLE = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'log-agent', namespace: 'kube-system' },
  spec: {
    selector: { matchLabels: { name: 'log-agent' } },
    template: {
      metadata: { labels: { name: 'log-agent' } },
      spec: {
        containers: [{
          name: 'fluentd',
          image: 'fluent/fluentd:v1.14',
          resources: { limits: { memory: '200Mi', cpu: '100m' } },
          volumeMounts: [{ name: 'varlog', mountPath: '/var/log' }],
        }],
        volumes: [{ name: 'varlog', hostPath: { path: '/var/log' } }],
      },
    },
  },
};

function article(more: Partial<LogAgentDaemonSetProps>): any[] {
  const chart = new Chart(new App(), 'log-agent', { namespace: 'kube-system' });
  new LogAgentDaemonSet(chart, 'agent', {
    adopt: { matchLabels: { name: 'log-agent' } },
    image: ImageName.of('fluent/fluentd:v1.14'),
    containerName: 'fluentd',
    resources: { cpu: { limit: Cpu.millis(100) }, memory: { limit: Size.mebibytes(200) } },
    mounts: [VolumeMount.of('/var/log', Volume.hostPath('varlog', '/var/log'))],
    ...more,
  });
  return Testing.synth(chart);
}

/** Every field of the article that is missing or different, by its path. */
function lost(wanted: unknown, got: unknown, path = ''): string[] {
  if (Array.isArray(wanted)) {
    return wanted.flatMap((item, i) => {
      const same = Array.isArray(got) ? got.find((other) => other?.name === item.name) : undefined;
      return same === undefined ? [`${path}/${i}`] : lost(item, same, `${path}/${i}`);
    });
  }
  if (typeof wanted === 'object' && wanted !== null) {
    return Object.entries(wanted).flatMap(([key, value]) => lost(value, (got as { [key: string]: unknown } | undefined)?.[key], `${path}/${key}`));
  }
  return wanted === got ? [] : [path];
}

test('with adopt and without defaults, the article\'s DaemonSet comes out exactly, and nothing beside it', () => {
  expect(article({ defaults: AgentDefaults.none() })).toEqual([ARTICLE]);
});

test('with defaults, every field of the article is there unchanged', () => {
  const [daemonSet] = article({}).filter((object) => object.kind === 'DaemonSet');
  expect(lost(ARTICLE, daemonSet)).toEqual([]);
  expect(lost({ ...ARTICLE, kind: 'Deployment' }, daemonSet)).toEqual(['/kind']);
});

test('adopt adds nothing to selector and pod labels, whatever the defaults', () => {
  const [daemonSet] = article({}).filter((object) => object.kind === 'DaemonSet');
  expect(daemonSet.spec.selector).toEqual(ARTICLE.spec.selector);
  expect(daemonSet.spec.template.metadata.labels).toEqual(ARTICLE.spec.template.metadata.labels);
});

test('every default is a row of docs/article.md', () => {
  const { readFileSync } = jest.requireActual<typeof import('fs')>('fs');
  const page = readFileSync(`${__dirname}/../../docs/article.md`, 'utf8');
  for (const { id, what, reason } of LogAgentDaemonSet.defaults) {
    expect(page).toContain(`| \`${id}\` | ${what} | ${reason} |`);
  }
});
