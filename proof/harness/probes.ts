import type { ContainerSpec, Handler } from './pod-spec';
import type { TestNode } from './test-node';

export interface Asked {
  readonly ok: boolean;
  readonly detail: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Runs in the pod's network namespace, in a Node.js of its own: a process cannot be in two. */
const ASK = `
const { host, port, path, scheme, headers, timeoutMs, tcp } = JSON.parse(process.argv[1]);
const end = (answer) => { process.stdout.write(JSON.stringify(answer)); process.exitCode = 0; };
const fail = (error) => end({ error: error.message });
if (tcp) {
  const socket = require('net').connect({ host, port, timeout: timeoutMs });
  socket.once('connect', () => { end({ status: 0, body: '' }); socket.destroy(); });
  socket.once('timeout', () => { fail(new Error('no connection within ' + timeoutMs + ' ms')); socket.destroy(); });
  socket.once('error', fail);
} else {
  const request = require(scheme).get({ host, port, path, headers, timeout: timeoutMs, rejectUnauthorized: false }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text) => { body += text; }).once('end', () => end({ status: response.statusCode, body }));
  });
  request.once('timeout', () => request.destroy(new Error('no answer within ' + timeoutMs + ' ms')));
  request.once('error', fail);
}`;

/** What probes and hooks need to know of a running container. */
export interface Asking {
  readonly node: TestNode;
  readonly container: ContainerSpec;
  /** Id of its process on the node. */
  readonly pid: number;
  readonly podAddress: string;
  readonly exec: (command: readonly string[], timeoutMs: number) => Promise<{ code: number; stdout: string; stderr: string }>;
}

/** A number, or the number of the container's port with that name, as the kubelet resolves it. */
export function portOf(container: ContainerSpec, port: number | string): number {
  const found = typeof port === 'number' ? port : container.ports?.find((one) => one.name === port)?.containerPort;
  if (found === undefined) {
    throw new Error(`container ${container.name} has no port named ${port}`);
  }
  return found;
}

export async function httpGet(asking: Asking, get: NonNullable<Handler['httpGet']>, timeoutMs: number): Promise<HttpAnswer> {
  return ask(asking, {
    host: get.host ?? asking.podAddress,
    port: portOf(asking.container, get.port),
    path: get.path ?? '/',
    scheme: (get.scheme ?? 'HTTP').toLowerCase(),
    headers: Object.fromEntries((get.httpHeaders ?? []).map(({ name, value }) => [name, value])),
    timeoutMs,
  });
}

/** Asks once, as the kubelet does. */
export async function askOnce(asking: Asking, handler: Handler, timeoutMs: number): Promise<Asked> {
  try {
    if (handler.exec !== undefined) {
      const { code, stdout, stderr } = await asking.exec(handler.exec.command, timeoutMs);
      return { ok: code === 0, detail: `exit code ${code} ${stderr}${stdout}`.trim() };
    }
    if (handler.httpGet !== undefined) {
      const { status } = await httpGet(asking, handler.httpGet, timeoutMs);
      return { ok: status >= 200 && status < 400, detail: `HTTP ${status}` };
    }
    if (handler.tcpSocket !== undefined) {
      const { host, port } = handler.tcpSocket;
      await ask(asking, { host: host ?? asking.podAddress, port: portOf(asking.container, port), tcp: true, timeoutMs });
      return { ok: true, detail: 'connected' };
    }
  } catch (error) {
    return { ok: false, detail: (error as Error).message };
  }
  throw new Error(`the proof does not play ${JSON.stringify(handler)}`);
}

async function ask(asking: Asking, question: { host: string; port: number; timeoutMs: number; [field: string]: unknown }): Promise<HttpAnswer> {
  const printed = await asking.node.ok([process.execPath, '-e', ASK, JSON.stringify(question)], {
    of: asking.pid, namespaces: ['net'], env: { NODE_OPTIONS: '' }, timeoutMs: question.timeoutMs + 10_000,
  });
  const answer = JSON.parse(printed) as HttpAnswer & { error?: string };
  if (answer.error !== undefined) {
    throw new Error(`${question.host}:${question.port}: ${answer.error}`);
  }
  return answer;
}
