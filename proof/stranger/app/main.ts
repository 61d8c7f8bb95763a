import { App } from 'cdk8s';
import { Logging } from './charts/logging';
import { Shop } from './charts/shop';
import { Tenancy } from './charts/tenancy';

const app = new App();
new Tenancy(app, 'cluster');
new Logging(app, 'logging');
new Shop(app, 'shop', { replicas: 2 });
app.synth();
