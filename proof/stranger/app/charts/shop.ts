import { Chart, Size } from 'cdk8s';
import { ConfigMap, Cpu, Deployment, EnvValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** A program as most are: Deployment, ConfigMap, Service. */
export class Shop extends Chart {
  constructor(scope: Construct, id: string, props: { replicas: number }) {
    super(scope, id, { namespace: 'shop', labels: { app: 'shop' } });
    const config = new ConfigMap(this, 'config', { data: { 'currency': 'EUR' } });
    const deployment = new Deployment(this, 'web', { replicas: props.replicas, metadata: { name: 'shop' } });
    deployment.addContainer({
      image: 'registry.example.com/shop:7.1.0',
      portNumber: 8080,
      envVariables: { CURRENCY: EnvValue.fromConfigMap(config, 'currency') },
      resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) } },
    });
    deployment.exposeViaService({ name: 'shop' });
  }
}
