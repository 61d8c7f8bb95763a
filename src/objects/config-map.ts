import type { IApiResource, IConfigMap } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';

/** A ConfigMap whose keys containers read as variables: its content is known, so that a change of it rolls the pods. */
export class AgentConfigMap extends Construct implements IConfigMap {
  public readonly apiVersion = 'v1';
  public readonly apiGroup = '';
  public readonly kind = 'ConfigMap';
  public readonly resourceType = 'configmaps';
  public readonly name: string;

  constructor(scope: Construct, id: string, owner: Ownership, public readonly data: { readonly [key: string]: string }) {
    super(scope, id);
    this.name = owner.name;
    new KubeObject(this, 'Default', { apiVersion: 'v1', kind: 'ConfigMap', metadata: objectMetadata(owner.name, owner.namespace, owner.labels), data });
  }

  public get resourceName(): string {
    return this.name;
  }

  public asApiResource(): IApiResource | undefined {
    return this;
  }

  public asNonApiResource(): string | undefined {
    return undefined;
  }
}
