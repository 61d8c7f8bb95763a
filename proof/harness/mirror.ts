import type { Client, Watch, WatchEvent } from './client';
import { keyOf, KubeObject } from './kube';

/**
 * A collection as it is in the API server, kept up to date by a watch: asking it costs nothing, however often a test looks. It lags by
 * milliseconds, so what a test concludes from it is confirmed by one list at the end.
 */
export class Mirror<T extends KubeObject> {
  public static async of<T extends KubeObject>(client: Client, path: string): Promise<Mirror<T>> {
    const { items, resourceVersion } = await client.list<T>(path);
    const mirror = new Mirror<T>(new Map(items.map((item) => [keyOf(item), item])));
    mirror.watch = client.watch<T>(path, resourceVersion, (event) => mirror.take(event));
    return mirror;
  }

  private watch: Watch | undefined;
  private readonly listeners = new Set<(event: WatchEvent<T>) => void>();

  private constructor(private readonly objects: Map<string, T>) {}

  public all(): T[] {
    const broken = this.watch?.broken();
    if (broken !== undefined) {
      throw new Error(`the watch broke: ${broken}`);
    }
    return [...this.objects.values()];
  }

  /** Hands on every further change; the answer ends that. */
  public listen(onEvent: (event: WatchEvent<T>) => void): () => void {
    this.listeners.add(onEvent);
    return () => this.listeners.delete(onEvent);
  }

  public stop(): void {
    this.watch?.stop();
  }

  private take(event: WatchEvent<T>): void {
    if (event.type === 'DELETED') {
      this.objects.delete(keyOf(event.object));
    } else if (event.type !== 'BOOKMARK') {
      this.objects.set(keyOf(event.object), event.object);
    }
    this.listeners.forEach((listener) => listener(event));
  }
}
