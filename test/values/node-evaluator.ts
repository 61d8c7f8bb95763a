/*
 * Which nodes a pod's nodeSelector and required node affinity select: written from Kubernetes' documentation, on plain JSON, without
 * anything of the sources under test.
 */

export interface Node {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface SelectorTerm {
  readonly matchExpressions?: readonly Expression[];
  readonly matchFields?: readonly Expression[];
}

export interface Placement {
  readonly nodeSelector?: { readonly [label: string]: string };
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly SelectorTerm[] };
    };
  };
}

export function selects(placement: Placement, node: Node): boolean {
  const required = placement.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return Object.entries(placement.nodeSelector ?? {}).every(([key, value]) => node.labels[key] === value)
    && (required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node)));
}

/** An empty term matches no node. */
function matchesTerm({ matchExpressions = [], matchFields = [] }: SelectorTerm, node: Node): boolean {
  return matchExpressions.length + matchFields.length > 0
    && matchExpressions.every((expression) => meets(expression, node.labels[expression.key]))
    && matchFields.every((field) => {
      if (field.key !== 'metadata.name' || field.values?.length !== 1 || !['In', 'NotIn'].includes(field.operator)) {
        throw new Error(`the API server refuses the field ${JSON.stringify(field)}`);
      }
      return meets(field, node.name);
    });
}

export function meets({ operator, values = [] }: { operator: string; values?: readonly string[] }, got: string | undefined): boolean {
  switch (operator) {
    case 'In': return got !== undefined && values.includes(got);
    case 'NotIn': return got === undefined || !values.includes(got);
    case 'Exists': return got !== undefined;
    case 'DoesNotExist': return got === undefined;
    case 'Gt': return isInt64(got) && BigInt(got) > BigInt(values[0]);
    case 'Lt': return isInt64(got) && BigInt(got) < BigInt(values[0]);
    default: throw new Error(`the API server refuses the operator ${operator}`);
  }
}

function isInt64(text: string | undefined): text is string {
  return text !== undefined && /^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}
