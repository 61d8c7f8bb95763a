import { readdirSync } from 'fs';
import { join } from 'path';
import { App } from 'cdk8s';

// Every agent as it comes, told only what cannot be guessed: one file in charts/ each. Each Chart is a cluster of its own, so that alternatives stand side by side.
const app = new App();
for (const file of readdirSync(join(__dirname, 'charts')).sort()) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are is known only now
  (require(join(__dirname, 'charts', file)) as { add: (app: App) => void }).add(app);
}
app.synth();
