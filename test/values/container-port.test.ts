import { isIP } from 'net';
import * as fc from 'fast-check';
import { thrown } from './thrown';
import { ContainerPort, PortProtocol, PortRef } from '../../src';

describe('ContainerPort', () => {
  test.each([
    [ContainerPort.of(80), { containerPort: 80 }],
    [ContainerPort.named('http', 8080), { containerPort: 8080, name: 'http' }],
    [ContainerPort.of(53, { name: 'dns', protocol: PortProtocol.UDP, hostPort: 5353, hostIp: '169.254.20.10' }),
      { containerPort: 53, hostIP: '169.254.20.10', hostPort: 5353, name: 'dns', protocol: 'UDP' }],
    [ContainerPort.of(1, { protocol: PortProtocol.TCP }), { containerPort: 1, protocol: 'TCP' }],
    [ContainerPort.of(65535, { protocol: PortProtocol.SCTP }), { containerPort: 65535, protocol: 'SCTP' }],
  ])('%# is written with what was asked for, and nothing else', (port, kube) => {
    expect(port._toKube()).toEqual(kube);
    expect(Object.keys(port._toKube())).toEqual(Object.keys(kube));
  });

  test('tells what it is, unset where nothing was said', () => {
    const { number, name, protocol, hostPort, hostIp } = ContainerPort.of(53, { name: 'dns', protocol: PortProtocol.UDP, hostPort: 5353, hostIp: '::1' });
    expect([number, name, protocol, hostPort, hostIp]).toEqual([53, 'dns', 'UDP', 5353, '::1']);
    const plain = ContainerPort.of(80);
    expect([plain.name, plain.protocol, plain.hostPort, plain.hostIp]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test.each<[unknown, string]>([[0, '0'], [65536, '65536'], [80.5, '80.5'], [NaN, 'NaN'], ['80', '"80"'], [undefined, 'nothing']])('port %p is refused', (port, text) => {
    expect(thrown(() => ContainerPort.of(port as number))).toBe(`[InvalidPort] ContainerPort.of: port is ${text}; write a whole number from 1 to 65535`);
    expect(thrown(() => ContainerPort.named('http', port as number))).toBe(`[InvalidPort] ContainerPort.of: port is ${text}; write a whole number from 1 to 65535`);
  });

  test('a host port of 0 is refused: on a pod it would mean none', () => {
    expect(thrown(() => ContainerPort.of(80, { hostPort: 0 }))).toBe('[InvalidPort] ContainerPort.of: hostPort is 0; write a whole number from 1 to 65535');
  });

  test.each(['', 'HTTP', '80', 'a--b', '-a', 'a-', 'sixteen-letters-', 'a_b'])('name %j is refused', (name) => {
    expect(thrown(() => ContainerPort.of(80, { name }))).toBe(
      `[InvalidPortName] ContainerPort.of: name is ${JSON.stringify(name)}; write at most 15 lower-case letters, digits and single hyphens, with at least one letter`);
  });

  test('a protocol that Kubernetes does not know is refused', () => {
    expect(thrown(() => ContainerPort.of(80, { protocol: 'tcp' as never }))).toBe('[UnknownValue] ContainerPort.of: protocol is "tcp"; write one of TCP, UDP, SCTP');
  });

  test.each(['', 'localhost', 'node-1', '10.0.0', '10.0.0.256', '10.0.0.01', '::g', '::1]', ':::', '1', '10.0.0.1:80', '10.0.0.0/8'])('host address %j is none', (hostIp) => {
    expect(thrown(() => ContainerPort.of(80, { hostIp })))
      .toBe(`[InvalidAddress] ContainerPort.of: hostIp is ${JSON.stringify(hostIp)}; write an IP address such as "10.0.0.10" or "fd00::10"`);
  });

  test('host addresses are those of IPv4 and IPv6', () => {
    const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,12}$/));
    fc.assert(fc.property(anyAddress, (hostIp) => {
      const act = () => ContainerPort.of(80, { hostIp }).hostIp;
      expect(isIP(hostIp) === 0 ? thrown(act) : act()).toContain(isIP(hostIp) === 0 ? '[InvalidAddress]' : hostIp);
    }), { numRuns: 1000 });
  });
});

describe('PortRef', () => {
  test('is a number or a name', () => {
    expect([PortRef.number(80)._toKube(), PortRef.number(80).port, PortRef.number(80).portName]).toEqual([80, 80, undefined]);
    expect([PortRef.named('http')._toKube(), PortRef.named('http').port, PortRef.named('http').portName]).toEqual(['http', undefined, 'http']);
  });

  test('refuses what no port can be', () => {
    expect(thrown(() => PortRef.number(0))).toBe('[InvalidPort] PortRef.number: port is 0; write a whole number from 1 to 65535');
    expect(thrown(() => PortRef.named('8080'))).toContain('[InvalidPortName] PortRef.named: name is "8080"; write at most 15 lower-case letters');
  });
});
