import { ApiObject, ApiObjectProps, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Patch } from './patch';

/** An object of the library: patched after rendering, so that nothing of a patch is lost. */
export class KubeObject extends ApiObject {
  private readonly allPatches: Patch[] = [];

  constructor(scope: Construct, id: string, props: ApiObjectProps) {
    super(scope, id, props);
    this.node.addValidation({ validate: () => (this.allPatches.length === 0 ? [] : this.validatePatches()) });
  }

  public addJsonPatch(...ops: JsonPatch[]): void {
    if (ops.length > 0) {
      this.patch(Patch.json(...ops));
    }
  }

  public patch(patch: Patch): void {
    this.allPatches.push(patch);
  }

  public toJson(): any {
    return this.allPatches.reduce((manifest, patch) => patch._apply(this.node.path, manifest), this.unpatched());
  }

  protected unpatched(): any {
    return super.toJson();
  }

  private validatePatches(): string[] {
    try {
      this.toJson();
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  }
}

/** An object without a namespace: cdk8s would give it the chart's. */
export class ClusterObject extends KubeObject {
  protected unpatched(): any {
    const manifest = super.unpatched();
    delete manifest.metadata.namespace;
    return manifest;
  }
}

/** The namespace an object of this scope gets when it names none. */
export function namespaceOf(scope: Construct, namespace: string | undefined): string | undefined {
  return namespace ?? Chart.of(scope).namespace;
}

