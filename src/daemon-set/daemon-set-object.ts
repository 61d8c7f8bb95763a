import { checkSelector } from './identity';
import { KubeObject } from './kube-object';
import { Problem, show } from '../errors';

/** What of a manifest is read here; a patch may have made anything of it. */
interface PatchedDaemonSet {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: { readonly [key: string]: string } };
    readonly template?: {
      readonly metadata?: { readonly labels?: { readonly [key: string]: string } };
      readonly spec?: { readonly restartPolicy?: unknown; readonly activeDeadlineSeconds?: unknown; readonly ephemeralContainers?: unknown };
    };
  };
}

/** The DaemonSet. Patches may go where no prop does, but not where every API server refuses a DaemonSet. */
export class DaemonSetObject extends KubeObject {
  protected checkPatched(manifest: PatchedDaemonSet): Problem[] {
    const { selector, template } = manifest.spec ?? {};
    const { restartPolicy, activeDeadlineSeconds, ephemeralContainers } = template?.spec ?? {};
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
      ...checkSelector(selector?.matchLabels ?? {}, template?.metadata?.labels ?? {}),
    ];
  }
}
