import type { ClientRequest } from 'node:http';
import * as https from 'node:https';

import type { Json, KubeObject } from './kube';
import type { Ledger } from './ledger';
import { send } from './send';
import { MINUTE, SECOND } from './wait';

export interface Access {
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Texts of the `Warning` headers. */
  readonly warnings: string[];
}

/** What the API server refused, and how it said so. */
export class ApiError extends Error {
  public constructor(public readonly status: number, public readonly request: string, public readonly reason: string) {
    super(`${request}: ${status} ${reason}`);
  }
}

export interface WatchEvent<T extends KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

export interface Watch {
  stop(): void;
  /** Why it ended by itself, if it did: what was not watched was not proven. */
  broken(): string | undefined;
}

export interface Listed<T> {
  readonly items: T[];
  readonly resourceVersion: string;
}

interface Resource {
  readonly path: string;
  readonly namespaced: boolean;
}

/** The API server's own REST interface, typed where the proof reads it. */
export class Client {
  /** Connections that nobody used for half a minute are ended here, before the API server ends them. */
  private readonly agent = new https.Agent({ keepAlive: true, maxSockets: 24, timeout: 30 * SECOND });
  private readonly resources = new Map<string, Promise<Map<string, Resource>>>();

  public constructor(private readonly access: Access, private readonly ledger: Ledger) {}

  public close(): void {
    this.agent.destroy();
  }

  public async raw(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const answer = await send(`${this.access.server}${path}`, {
      method,
      agent: this.agent,
      ca: this.access.ca,
      timeout: MINUTE,
      headers: {
        authorization: `Bearer ${this.access.token}`,
        accept: 'application/json',
        ...(payload === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(payload) }),
      },
    }, payload);
    return { status: answer.status, body: answer.body, warnings: warningTexts(answer.headers.warning) };
  }

  public async json<T>(method: string, path: string, body?: unknown, contentType?: string): Promise<T> {
    const answer = await this.raw(method, path, body, contentType);
    if (answer.status >= 300) {
      throw new ApiError(answer.status, `${method} ${path}`, messageOf(answer.body));
    }
    return JSON.parse(answer.body) as T;
  }

  /** Path of an object, or of its kind's collection when `named` is false. */
  public async pathOf(object: KubeObject, named = true): Promise<string> {
    const resource = await this.resource(object.apiVersion, object.kind);
    const root = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
    const scope = resource.namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : '';
    return `${root}${scope}/${resource.path}${named ? `/${object.metadata.name}` : ''}`;
  }

  public async isNamespaced(object: KubeObject): Promise<boolean> {
    return (await this.resource(object.apiVersion, object.kind)).namespaced;
  }

  public async create<T extends KubeObject>(object: T): Promise<T> {
    this.ledger.add(object);
    return this.json<T>('POST', await this.pathOf(object, false), object);
  }

  public async get<T extends KubeObject>(object: KubeObject): Promise<T> {
    return this.json<T>('GET', await this.pathOf(object));
  }

  public async find<T extends KubeObject>(object: KubeObject): Promise<T | undefined> {
    try {
      return await this.get<T>(object);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  public async merge<T extends KubeObject>(object: KubeObject, patch: Json, subresource = ''): Promise<T> {
    return this.json<T>('PATCH', `${await this.pathOf(object)}${subresource}`, patch, 'application/merge-patch+json');
  }

  /** Deletes what is there; what is not there is fine. */
  public async remove(object: KubeObject, options: Json = {}): Promise<void> {
    const path = await this.pathOf(object);
    const answer = await this.raw('DELETE', path, options);
    if (answer.status >= 300 && answer.status !== 404) {
      throw new ApiError(answer.status, `DELETE ${path}`, messageOf(answer.body));
    }
    this.ledger.drop(object);
  }

  /** Deletes all that the path names, without grace. */
  public async removeCollection(path: string): Promise<void> {
    await this.json<unknown>('DELETE', path, { gracePeriodSeconds: 0, propagationPolicy: 'Background' });
  }

  /** The members of a list come without their kind; here each has it, so that it can be handed to everything that takes an object. */
  public async list<T extends KubeObject>(path: string): Promise<Listed<T>> {
    const list = await this.json<{ apiVersion: string; kind: string; items: T[]; metadata: { resourceVersion: string } }>('GET', path);
    const items = list.items.map((item) => ({ ...item, apiVersion: list.apiVersion, kind: list.kind.replace(/List$/, '') }));
    return { items, resourceVersion: list.metadata.resourceVersion };
  }

  /**
   * Hands every change after `resourceVersion` to `onEvent`, in the order in which they were written. The API server ends watches of
   * clients that lag; then the watch goes on after the last change that was seen, so that none is missed.
   */
  public watch<T extends KubeObject>(path: string, resourceVersion: string, onEvent: (event: WatchEvent<T>) => void): Watch {
    let stopped = false;
    let broken: string | undefined;
    let seen = resourceVersion;
    let current: ClientRequest | undefined;
    const take = (line: string) => {
      const event = JSON.parse(line) as WatchEvent<T>;
      if (event.type === 'ERROR') {
        broken = line; // mostly 410: the changes in between are gone
      } else {
        seen = event.object.metadata.resourceVersion ?? seen;
        onEvent(event);
      }
    };
    const open = () => {
      const query = `watch=true&timeoutSeconds=900&resourceVersion=${seen}`;
      current = https.get(`${this.access.server}${path}${path.includes('?') ? '&' : '?'}${query}`, {
        ca: this.access.ca,
        headers: { authorization: `Bearer ${this.access.token}`, accept: 'application/json' },
      }, (response) => {
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          lines.filter((line) => line !== '').forEach(take);
        });
        response.once('close', () => {
          if (!stopped && broken === undefined) {
            setTimeout(open, 50);
          }
        });
      });
      current.once('error', (error) => { broken ??= stopped ? undefined : error.message; });
    };
    open();
    return {
      stop: () => {
        stopped = true;
        current?.destroy();
      },
      broken: () => broken,
    };
  }

  private async resource(apiVersion: string, kind: string): Promise<Resource> {
    let known = (await this.discovered(apiVersion)).get(kind);
    if (known === undefined) {
      this.resources.delete(apiVersion); // a CRD may have come since
      known = (await this.discovered(apiVersion)).get(kind);
    }
    if (known === undefined) {
      throw new Error(`the API server knows no ${apiVersion} ${kind}`);
    }
    return known;
  }

  private discovered(apiVersion: string): Promise<Map<string, Resource>> {
    let known = this.resources.get(apiVersion);
    if (known === undefined) {
      known = this.discover(apiVersion);
      this.resources.set(apiVersion, known);
      known.catch(() => this.resources.delete(apiVersion));
    }
    return known;
  }

  private async discover(apiVersion: string): Promise<Map<string, Resource>> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { resources } = await this.json<{ resources: { name: string; kind: string; namespaced: boolean }[] }>('GET', root);
    const whole = resources.filter((resource) => !resource.name.includes('/'));
    return new Map(whole.map((resource) => [resource.kind, { path: resource.name, namespaced: resource.namespaced }]));
  }
}

/** `299 - "text"`, several joined by commas: only the quoted texts matter. */
function warningTexts(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(', ') : header ?? '';
  return [...text.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1].replace(/\\(.)/g, '$1'));
}

function messageOf(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body;
  }
}
