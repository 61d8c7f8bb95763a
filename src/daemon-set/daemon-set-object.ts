import { checkDaemonSetShape, withoutNulls } from './check-shape';
import { checkSelector } from './identity';
import { KubeObject } from './kube-object';
import { Problem, fail, show } from '../errors';
import { KubePodTemplate } from '../pod/kube';

/** What of a manifest is read here, once its shape is known. */
interface PatchedDaemonSet {
  readonly spec: {
    readonly selector: { readonly matchLabels?: { readonly [key: string]: string }; readonly matchExpressions?: readonly object[] };
    readonly template: Partial<KubePodTemplate> & {
      readonly spec: KubePodTemplate['spec'] & { readonly restartPolicy?: unknown; readonly activeDeadlineSeconds?: unknown; readonly ephemeralContainers?: unknown };
    };
  };
}

/** The DaemonSet. Patches may go where no prop does, but not where every API server refuses a DaemonSet. */
export class DaemonSetObject extends KubeObject {
  /**
   * The pod with its patches, for whoever reads it.
   *
   * @throws WrongType, InvalidName, NoContainers, and what its patches throw
   */
  public template(): KubePodTemplate {
    const manifest: unknown = this.toJson();
    if (this.patchCount === 0) {
      return (manifest as { spec: { template: KubePodTemplate } }).spec.template;
    }
    const [wrong] = checkDaemonSetShape(manifest);
    if (wrong !== undefined) {
      fail(wrong.code, this.node.path, wrong.message);
    }
    const { metadata = {}, spec } = (withoutNulls(manifest) as PatchedDaemonSet).spec.template;
    return { metadata, spec };
  }

  protected checkPatched(manifest: unknown): Problem[] {
    const wrong = checkDaemonSetShape(manifest);
    return wrong.length > 0 ? wrong : checkSound(withoutNulls(manifest) as PatchedDaemonSet);
  }
}

function checkSound({ spec: { selector, template } }: PatchedDaemonSet): Problem[] {
  const { restartPolicy, activeDeadlineSeconds, ephemeralContainers } = template.spec;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return [
    ...(restartPolicy === undefined || restartPolicy === 'Always' ? [] : [{
      code: 'NotInDaemonSet',
      message: `patches set restartPolicy ${show(restartPolicy)}, and pods of a DaemonSet always restart; drop it`,
    }]),
    ...(activeDeadlineSeconds === undefined ? [] : [{
      code: 'NotInDaemonSet',
      message: `patches set activeDeadlineSeconds ${show(activeDeadlineSeconds)}, and pods of a DaemonSet run as long as their node; drop it`,
    }]),
    ...(ephemeralContainers === undefined ? [] : [{
      code: 'NotInDaemonSet',
      message: `patches set ephemeralContainers ${show(ephemeralContainers)}, which only kubectl debug may add to a running pod; drop them`,
    }]),
    ...(Object.keys(matchLabels).length > 0 || matchExpressions.length > 0 ? [] : [{
      code: 'EmptySelector',
      message: `after its patches, spec.selector is ${show(selector)}, which selects every pod of the namespace; leave it as it was`,
    }]),
    ...checkSelector(matchLabels, template.metadata?.labels ?? {}),
  ];
}
