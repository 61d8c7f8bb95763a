import { Duration } from 'cdk8s';
import { thrown } from './thrown';
import { LifecycleHandler, PortRef, Probe } from '../../src';

const port = PortRef.number(8080);
const times = {
  initialDelay: Duration.seconds(0), period: Duration.minutes(1), timeout: Duration.seconds(5), failureThreshold: 6, successThreshold: 1,
};
const numbers = { failureThreshold: 6, initialDelaySeconds: 0, periodSeconds: 60, successThreshold: 1, timeoutSeconds: 5 };

describe('Probe', () => {
  test.each([
    ['httpGet', Probe.httpGet('/healthz', port), { httpGet: { path: '/healthz', port: 8080 } }],
    ['httpGet, all options', Probe.httpGet('/healthz', PortRef.named('http'), { ...times, host: '127.0.0.1', https: true, headers: { 'X-B': '2', 'Accept': 'text/plain' } }),
      {
        httpGet: {
          host: '127.0.0.1', httpHeaders: [{ name: 'Accept', value: 'text/plain' }, { name: 'X-B', value: '2' }], path: '/healthz', port: 'http', scheme: 'HTTPS',
        },
        ...numbers,
      }],
    ['httpGet over plain HTTP, which Kubernetes takes when nothing is said', Probe.httpGet('/', port, { https: false, headers: {} }), { httpGet: { path: '/', port: 8080 } }],
    ['tcpSocket', Probe.tcpSocket(PortRef.named('http')), { tcpSocket: { port: 'http' } }],
    ['tcpSocket, all options', Probe.tcpSocket(port, { ...times, host: '127.0.0.1' }), { tcpSocket: { host: '127.0.0.1', port: 8080 }, ...numbers }],
    ['exec', Probe.exec(['/bin/check', '']), { exec: { command: ['/bin/check', ''] } }],
    ['exec, all options', Probe.exec(['/bin/check'], times), { exec: { command: ['/bin/check'] }, ...numbers }],
    ['grpc', Probe.grpc(9090), { grpc: { port: 9090 } }],
    ['grpc, all options', Probe.grpc(9090, { ...times, service: 'liveness' }), { grpc: { port: 9090, service: 'liveness' }, ...numbers }],
  ])('%s is written with what was asked for, and nothing else', (_, probe, kube) => {
    expect(probe._toKube()).toStrictEqual(kube);
  });

  test('what becomes of a command later changes nothing', () => {
    const command = ['/bin/check'];
    const probe = Probe.exec(command);
    command.push('--slow');
    expect(probe._toKube()).toEqual({ exec: { command: ['/bin/check'] } });
  });

  const kinds: [string, (options: object) => Probe][] = [
    ['Probe.httpGet', (options) => Probe.httpGet('/', port, options)],
    ['Probe.tcpSocket', (options) => Probe.tcpSocket(port, options)],
    ['Probe.exec', (options) => Probe.exec(['a'], options)],
    ['Probe.grpc', (options) => Probe.grpc(1, options)],
  ];
  test.each(kinds)('%s takes whole seconds and counts of at least what the API server takes', (where, make) => {
    expect(thrown(() => make({ period: Duration.seconds(0) }))).toBe(`[InvalidNumber] ${where}: period in seconds is 0; write a whole number of at least 1`);
    expect(thrown(() => make({ timeout: Duration.seconds(0) }))).toBe(`[InvalidNumber] ${where}: timeout in seconds is 0; write a whole number of at least 1`);
    expect(thrown(() => make({ initialDelay: Duration.millis(1500) }))).toBe(`[InvalidNumber] ${where}: initialDelay in seconds is 1.5; write a whole number of at least 0`);
    for (const what of ['failureThreshold', 'successThreshold']) {
      expect(thrown(() => make({ [what]: 0 }))).toBe(`[InvalidNumber] ${where}: ${what} is 0; write a whole number of at least 1`);
    }
    expect(make({ period: Duration.seconds(1), timeout: Duration.seconds(1), failureThreshold: 1, successThreshold: 1 })._toKube())
      .toMatchObject({ failureThreshold: 1, periodSeconds: 1, successThreshold: 1, timeoutSeconds: 1 });
  });

  test.each(kinds)('%s takes no number for a time, whose unit nobody could tell', (where, make) => {
    expect(thrown(() => make({ period: 10 }))).toBe(`[WrongKind] ${where}: period is 10; write a Duration of cdk8s, such as Duration.seconds(10)`);
  });
});

describe('LifecycleHandler', () => {
  test.each([
    [LifecycleHandler.exec(['/bin/stop', '--now']), { exec: { command: ['/bin/stop', '--now'] } }, false],
    [LifecycleHandler.httpGet('/drain', PortRef.named('http'), { host: '127.0.0.1', https: true, headers: { A: 'b' } }),
      { httpGet: { host: '127.0.0.1', httpHeaders: [{ name: 'A', value: 'b' }], path: '/drain', port: 'http', scheme: 'HTTPS' } }, false],
    [LifecycleHandler.sleep(Duration.minutes(1)), { sleep: { seconds: 60 } }, true],
  ])('%# is written as Kubernetes spells it', (handler, kube, sleeps) => {
    expect(handler._toKube()).toStrictEqual(kube);
    expect(handler._sleeps).toBe(sleeps);
  });

  test('sleeps for at least a second, and whole ones', () => {
    expect(thrown(() => LifecycleHandler.sleep(Duration.seconds(0)))).toBe('[InvalidNumber] LifecycleHandler.sleep: time in seconds is 0; write a whole number of at least 1');
    expect(thrown(() => LifecycleHandler.sleep(Duration.millis(2500))))
      .toBe('[InvalidNumber] LifecycleHandler.sleep: time in seconds is 2.5; write a whole number of at least 1');
    expect(thrown(() => LifecycleHandler.sleep(5 as never))).toBe('[WrongKind] LifecycleHandler.sleep: time is 5; write a Duration of cdk8s, such as Duration.seconds(10)');
  });
});

describe('what is asked', () => {
  test.each<[string, (command: string[]) => unknown]>([['Probe.exec', Probe.exec], ['LifecycleHandler.exec', LifecycleHandler.exec]])('%s needs a command of texts', (where, make) => {
    for (const [command, text] of [[[], '[]'], ['/bin/check', '"/bin/check"'], [undefined, 'nothing']]) {
      expect(thrown(() => make(command as string[])))
        .toBe(`[EmptyCommand] ${where}: command is ${text}; write the program and its arguments, such as ["/bin/check", "--quick"]`);
    }
    expect(thrown(() => make(['sleep', 5 as never]))).toBe(`[NotText] ${where}: command[1] is 5; write a string`);
  });

  test.each<[string, (headers: { [name: string]: string }) => unknown]>([
    ['Probe.httpGet', (headers) => Probe.httpGet('/', port, { headers })],
    ['LifecycleHandler.httpGet', (headers) => LifecycleHandler.httpGet('/', port, { headers })],
  ])('%s needs headers that HTTP takes', (where, make) => {
    for (const name of ['', 'a b', 'a:b', 'a_b']) {
      expect(thrown(() => make({ [name]: 'c' }))).toBe(`[InvalidHeader] ${where}: header is ${JSON.stringify(name)}; write letters, digits and '-'`);
    }
    expect(thrown(() => make({ Accept: 1 as never }))).toBe(`[NotText] ${where}: header Accept is 1; write a string`);
  });

  test.each<[string, () => unknown]>([
    ['Probe.httpGet', () => Probe.httpGet('/', 8080 as never)],
    ['Probe.tcpSocket', () => Probe.tcpSocket(8080 as never)],
    ['LifecycleHandler.httpGet', () => LifecycleHandler.httpGet('/', 8080 as never)],
  ])('%s needs a PortRef', (where, act) => {
    expect(thrown(act)).toBe(`[WrongKind] ${where}: port is 8080; write a PortRef, such as PortRef.number(8080) or PortRef.named("metrics")`);
  });

  test('gRPC is asked at a number, for Kubernetes knows no named port there', () => {
    expect(thrown(() => Probe.grpc('grpc' as never))).toBe('[InvalidPort] Probe.grpc: port is "grpc"; write a whole number from 1 to 65535');
  });
});
