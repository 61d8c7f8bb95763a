import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

import { send } from '../../proof/harness/send';

/* How the proof asks an API server: over connections that are kept, and that the server may end at any moment. */

let server: http.Server;
let url: string;
/** Requests that each connection brought, in the order of the connections. */
let requests: number[];
/** Whether the nth request of a connection gets an answer; the connection ends without one otherwise. */
let answers: (nth: number) => boolean;
let agent: http.Agent;

beforeEach(async () => {
  requests = [];
  answers = () => true;
  agent = new http.Agent({ keepAlive: true });
  const numbers = new Map<object, number>();
  server = http.createServer((request, response) => {
    const connection = numbers.get(request.socket) ?? numbers.size;
    numbers.set(request.socket, connection);
    requests[connection] = (requests[connection] ?? 0) + 1;
    if (!answers(requests[connection])) {
      request.socket.destroy();
      return;
    }
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => { body += text; }).on('end', () => {
      response.writeHead(201, { warning: '299 - "old"' }).end(`${request.method} ${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pods`;
});

afterEach(async () => {
  agent.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = () => send(url, { method: 'POST', agent }, 'a pod');

test('status, headers and the whole body come back', async () => {
  expect(await post()).toMatchObject({ status: 201, body: 'POST a pod', headers: { warning: '299 - "old"' } });
});

test('a kept connection is used again', async () => {
  await post();
  await post();
  expect(requests).toEqual([2]);
});

test('a request is sent again when the kept connection ends instead of answering', async () => {
  answers = (nth) => nth === 1;
  await post();
  expect(await post()).toMatchObject({ status: 201, body: 'POST a pod' });
  expect(requests).toEqual([2, 1]);
});

test('it is sent again until a connection of its own brings the answer, when all kept ones have ended', async () => {
  answers = (nth) => nth === 1;
  await Promise.all([post(), post(), post()]);
  expect(await post()).toMatchObject({ status: 201 });
  expect(requests).toEqual([2, 2, 2, 1]);
});

test('a new connection that ends without an answer is an error, which names the request', async () => {
  answers = () => false;
  await expect(post()).rejects.toThrow(`POST ${url}: socket hang up`);
  expect(requests).toEqual([1]);
});

test('no answer in time is an error that says how long it was waited', async () => {
  server.removeAllListeners('request').on('request', () => undefined);
  await expect(send(url, { agent, timeout: 50 })).rejects.toThrow(`GET ${url}: no answer within 50 ms`);
});
