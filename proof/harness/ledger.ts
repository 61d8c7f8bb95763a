import { describeObject, KubeObject } from './kube';

/** What the proof has put into a cluster and not taken out again, so that the next suite can start with an empty one. */
export class Ledger {
  private readonly objects = new Map<string, KubeObject>();

  public add(object: KubeObject): void {
    this.objects.set(describeObject(object), object);
  }

  public drop(object: KubeObject): void {
    this.objects.delete(describeObject(object));
  }

  /** The newest first: what came later may need what came before. */
  public newestFirst(): KubeObject[] {
    return [...this.objects.values()].reverse();
  }
}
