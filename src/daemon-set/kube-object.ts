import { ApiObject, ApiObjectProps, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { checkObjectShape } from './check-shape';
import { Patch } from './patch';
import { plainManifest } from './plain-manifest';
import { Problem, formatProblem } from '../errors';
import { isToken, requireDnsLabel } from '../values/kube-names';

const KIND = Symbol.for('cdk8s-node-agents.object');

/**
 * Whether it is an object of this library, of this copy of the package or another. Not asked by `instanceof`: ApiObject answers that for
 * its subclasses as well, and says yes to every object of cdk8s.
 */
export function isOurs(object: ApiObject): boolean {
  return KIND in object;
}

/** Whether it is one of this library without a namespace. */
export function isClusterWide(object: ApiObject): boolean {
  return (object as ApiObject & { readonly [KIND]?: string })[KIND] === 'cluster';
}

type Metadata = ApiObjectProps['metadata'];

/** Texts of an object, of which one may be named so. cdk8s would take it for the class of the others, and fail. */
const CONSTRUCTOR = 'constructor';
const TEXTS = ['labels', 'annotations'] as const;

function hasConstructor(metadata: Metadata): metadata is NonNullable<Metadata> {
  return metadata !== undefined && TEXTS.some((what) => metadata[what] !== undefined && Object.hasOwn(metadata[what], CONSTRUCTOR));
}

function withoutConstructor(metadata: Metadata): Metadata {
  const without = (texts: { [key: string]: string } = {}) => Object.fromEntries(Object.entries(texts).filter(([key]) => key !== CONSTRUCTOR));
  return hasConstructor(metadata) ? { ...metadata, labels: without(metadata.labels), annotations: without(metadata.annotations) } : metadata;
}

/** What cdk8s has of them now, which may be more than was written, and the one it cannot have. */
function withConstructor(current: { readonly [field: string]: any }, written: Metadata): object {
  if (!hasConstructor(written)) {
    return current;
  }
  const of = TEXTS.filter((what) => Object.hasOwn(written[what] ?? {}, CONSTRUCTOR));
  return { ...current, ...Object.fromEntries(of.map((what) => [what, { ...current[what], [CONSTRUCTOR]: written[what]![CONSTRUCTOR] }])) };
}

/** An object of the library: patched after rendering, so that nothing of a patch is lost. */
export class KubeObject extends ApiObject {
  public readonly [KIND]: string = 'namespaced';
  private readonly allPatches: Patch[] = [];

  constructor(scope: Construct, id: string, private readonly fields: ApiObjectProps) {
    super(scope, id, { ...fields, metadata: withoutConstructor(fields.metadata) });
    this.node.addValidation({ validate: () => (this.allPatches.length === 0 ? [] : this.validatePatches()) });
  }

  public addJsonPatch(...ops: JsonPatch[]): void {
    if (ops.length > 0) {
      this.patch(Patch.json(...ops));
    }
  }

  /** So many patches are on it. */
  public get patchCount(): number {
    return this.allPatches.length;
  }

  public patch(patch: Patch): void {
    this.allPatches.push(patch);
  }

  public toJson(): any {
    return this.allPatches.reduce((manifest, patch) => patch._apply(this.node.path, manifest), this.unpatched());
  }

  protected unpatched(): any {
    const manifest = plainManifest(this, { ...this.fields, metadata: withConstructor(this.metadata.toJson(), this.fields.metadata) });
    if (manifest === undefined) {
      return super.toJson();
    }
    // The order in which cdk8s has them.
    const { apiVersion, kind, metadata, ...rest } = manifest;
    return { apiVersion, kind, metadata, ...rest };
  }

  /** What is wrong with the manifest after its patches. */
  protected checkPatched(manifest: unknown): Problem[] {
    return checkObjectShape(manifest);
  }

  private validatePatches(): string[] {
    let manifest: unknown;
    try {
      manifest = this.toJson();
    } catch (error) {
      return [(error as Error).message];
    }
    return this.checkPatched(manifest).map((problem) => formatProblem(this.node.path, problem));
  }
}

/** An object without a namespace: cdk8s would give it the chart's. */
export class ClusterObject extends KubeObject {
  public readonly [KIND] = 'cluster';

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

/** Refuses what no namespace can be named, of the object or of the Chart that gives its own to those that name none. That there is no Chart is told elsewhere. */
export function requireNamespace(scope: Construct, namespace: string | undefined): void {
  if (namespace !== undefined) {
    requireDnsLabel(scope.node.path, 'namespace', namespace);
    return;
  }
  const chart = [...scope.node.scopes].reverse().find((one): one is Chart => Chart.isChart(one));
  const given = chart?.namespace ?? undefined;
  if (given !== undefined && !isToken(given)) {
    requireDnsLabel(scope.node.path, 'namespace of the Chart', given);
  }
}
