import * as http from 'node:http';
import type * as https from 'node:https';

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/**
 * One request and its whole answer, over a connection of `agent`, which also says the protocol.
 *
 * A server ends connections that nobody used for a while (the API server after 90 s). When it does so in the moment in which one is taken
 * up again, it never saw the request: then, and only then, it is sent again.
 *
 * @see https://nodejs.org/api/http.html#requestreusedsocket
 */
export function send(url: string, options: https.RequestOptions & { readonly agent: http.Agent }, payload?: string): Promise<HttpResponse> {
  const named = (message: string) => new Error(`${options.method ?? 'GET'} ${url}: ${message}`);
  return new Promise((resolve, reject) => {
    const request = http.request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', (error) => reject(named(error.message)));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString('utf8') }));
    });
    request.once('timeout', () => request.destroy(new Error(`no answer within ${options.timeout} ms`)));
    request.once('error', (error: NodeJS.ErrnoException) => {
      const hadEnded = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      if (hadEnded) {
        resolve(send(url, options, payload));
      } else {
        reject(named(error.message));
      }
    });
    request.end(payload);
  });
}
