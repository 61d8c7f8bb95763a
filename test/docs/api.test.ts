import { readFileSync, readdirSync } from 'fs';
import { dirname, join, resolve } from 'path';

const ROOT = resolve(__dirname, '../..');
const PAGES = ['API.md', ...readdirSync(join(ROOT, 'docs/api')).map((file) => `docs/api/${file}`)];

/** GitHub shows no Markdown that is longer. */
const LONGEST = 512 * 1024;

const text = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const anchors = new Map(PAGES.map((page) => [page, new Set([...text(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))]));

test.each(PAGES)('%s: every link leads to a page and a place in it', (page) => {
  const links = [...text(page).matchAll(/\]\(([^)\s]+)\)|href="([^"]+)"/g)].map(([, markdown, html]) => markdown ?? html).filter((link) => !/^https?:/.test(link));
  expect(links.length).toBeGreaterThan(0);
  const lost = links.filter((link) => {
    const [file, anchor] = link.split('#');
    const target = file === '' ? page : join(dirname(page), file);
    return target !== 'docs/api' && (!anchors.has(target) || (anchor !== undefined && !anchors.get(target)!.has(anchor)));
  });
  expect(lost).toEqual([]);
});

test.each(PAGES)('%s is short enough to be shown', (page) => {
  expect(text(page).length).toBeLessThan(LONGEST);
});

test('the index names every construct first', () => {
  const constructs = text('API.md').split('\n## ')[1];
  expect(constructs).toContain('[`NodeAgentDaemonSet`](docs/api/node-agent.md#cdk8s-node-agents.NodeAgentDaemonSet)');
  expect(constructs).toContain('[`ClusterScope`](docs/api/node-agent.md#cdk8s-node-agents.ClusterScope)');
});
