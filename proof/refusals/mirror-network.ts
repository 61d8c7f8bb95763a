import { agent, container, pod, Mirror } from './refusal';
import { Container, ContainerPort, DnsPolicy, HostAlias, ImageName, PortRef } from '../../src';

const image = ImageName.of('registry.example.com/agent:v1.0.0');

/** Of ports, addresses and names. */
export const NETWORK: readonly Mirror[] = [
  {
    code: 'DuplicatePort',
    mistake: 'one port of a container twice',
    write: (chart, line) => agent(chart, line, {}, { ports: [ContainerPort.named('metrics', 8080), ContainerPort.named('health', 8080)] }),
    says: /duplicate entries for key \[containerPort=8080,protocol="TCP"\]/,
    onlyApplied: true,
  },
  {
    code: 'DuplicatePortName',
    mistake: 'two ports of one name',
    write: (chart, line) => agent(chart, line, {}, { ports: [ContainerPort.named('web', 8080), ContainerPort.named('web', 8081)] }),
    says: /ports\[1\]\.name: Duplicate value: "web"/,
  },
  {
    code: 'DuplicateHostPort',
    mistake: 'one port of the node for two containers',
    write: (chart, line) => agent(chart, line, {}, { ports: [ContainerPort.of(8080, { hostPort: 9100 })] })
      .addContainer(Container.of({ name: 'other', image, ports: [ContainerPort.of(8081, { hostPort: 9100 })] })),
    says: /hostPort: Duplicate value: "TCP\/\/9100"/,
  },
  {
    code: 'DuplicateHostPort',
    mistake: 'one port of the node for two ports of an init container',
    write: (chart, line) => agent(chart, line).addInitContainer(Container.of({
      name: 'init', image, ports: [ContainerPort.of(8080, { hostPort: 9100 }), ContainerPort.of(8081, { hostPort: 9100 })],
    })),
    says: /hostPort: Duplicate value: "TCP\/\/9100"/,
  },
  {
    code: 'HostPortDiffers',
    mistake: 'on the host network, a host port that is not the container port',
    write: (chart, line) => agent(chart, line, { hostNetwork: true }, { ports: [ContainerPort.of(8080, { hostPort: 9100 })] }),
    says: /must match `?containerPort`? when `?hostNetwork`? is true/,
  },
  {
    code: 'InvalidPort',
    mistake: 'port 0',
    write: () => ContainerPort.of(0),
    manifest: container({ ports: [{ containerPort: 0 }] }),
    says: /containerPort: (Required value|Invalid value: 0)/,
  },
  {
    code: 'InvalidPort',
    mistake: 'port 65536',
    write: () => ContainerPort.of(65536),
    manifest: container({ ports: [{ containerPort: 65536 }] }),
    says: /containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive/,
  },
  {
    code: 'InvalidPort',
    mistake: 'a probe of port 65536',
    write: () => PortRef.number(65536),
    manifest: container({ livenessProbe: { tcpSocket: { port: 65536 } } }),
    says: /tcpSocket\.port: Invalid value: 65536/,
  },
  {
    code: 'InvalidPortName',
    mistake: 'a port name in capitals',
    write: () => ContainerPort.of(8080, { name: 'Web' }),
    manifest: container({ ports: [{ containerPort: 8080, name: 'Web' }] }),
    says: /ports\[0\]\.name: Invalid value: "Web"/,
  },
  {
    code: 'InvalidPortName',
    mistake: 'a probe of a port name of 16 characters',
    write: () => PortRef.named('a-name-too-long1'),
    manifest: container({ livenessProbe: { tcpSocket: { port: 'a-name-too-long1' } } }),
    says: /tcpSocket\.port: Invalid value: "a-name-too-long1": must be no more than 15 characters/,
  },
  {
    code: 'InvalidAddress',
    mistake: 'an address with leading zeros',
    write: () => HostAlias.of('010.0.0.1', 'backend.example.com'),
    manifest: pod({ hostAliases: [{ ip: '010.0.0.1', hostnames: ['backend.example.com'] }] }),
    says: /hostAliases\[0\]\.ip: Invalid value: "010\.0\.0\.1": must not have leading 0s/,
    lines: ['1.36'],
  },
  {
    code: 'DuplicateHostAlias',
    mistake: 'two host aliases of one address',
    write: (chart, line) => agent(chart, line, { hostAliases: [HostAlias.of('10.0.0.1', 'a.example.com'), HostAlias.of('10.0.0.1', 'b.example.com')] }),
    says: /hostAliases: duplicate entries for key \[ip="10\.0\.0\.1"\]/,
    onlyApplied: true,
  },
  {
    code: 'InvalidAddress',
    mistake: 'a host alias for something that is no address',
    write: () => HostAlias.of('backend', 'backend.example.com'),
    manifest: pod({ hostAliases: [{ ip: 'backend', hostnames: ['backend.example.com'] }] }),
    says: /hostAliases(\[0\])?\.ip: Invalid value: "backend"/,
  },
  {
    code: 'NoHostnames',
    mistake: 'a host alias that is no DNS name',
    write: () => HostAlias.of('10.0.0.1', 'Not_A_Name'),
    manifest: pod({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['Not_A_Name'] }] }),
    says: /hostnames(\[0\])?: Invalid value: "Not_A_Name"/,
  },
  {
    code: 'NoNameservers',
    mistake: 'dnsPolicy None without a name server',
    write: (chart, line) => agent(chart, line, { dnsPolicy: DnsPolicy.NONE }),
    says: /must provide `dnsConfig` when `dnsPolicy` is None/,
  },
  {
    code: 'NoNameservers',
    mistake: 'dnsPolicy None with an empty list of name servers',
    write: (chart, line) => agent(chart, line, { dnsPolicy: DnsPolicy.NONE, dnsConfig: { searches: ['example.com'] } }),
    says: /must provide at least one DNS nameserver when `dnsPolicy` is None/,
  },
  {
    code: 'InvalidDns',
    mistake: 'a name server that is no address',
    write: (chart, line) => agent(chart, line, { dnsConfig: { nameservers: ['dns.example.com'] } }),
    says: /nameservers\[0\]: Invalid value: "dns\.example\.com"/,
  },
  {
    code: 'InvalidDns',
    mistake: 'four name servers',
    write: (chart, line) => agent(chart, line, { dnsConfig: { nameservers: [1, 2, 3, 4].map((n) => `10.0.0.${n}`) } }),
    says: /must not have more than 3 nameservers/,
  },
  {
    code: 'InvalidDns',
    mistake: 'a search domain with a slash',
    write: (chart, line) => agent(chart, line, { dnsConfig: { searches: ['example.com/a'] } }),
    says: /searches(\[0\])?: Invalid value: "example\.com\/a"/,
  },
  {
    code: 'InvalidDns',
    mistake: 'a search domain with a part that is only an underscore',
    write: (chart, line) => agent(chart, line, { dnsConfig: { searches: ['x._.y'] } }),
    says: /searches(\[0\])?: Invalid value: "x\._\.y"/,
  },
  {
    code: 'InvalidDns',
    mistake: 'a search domain with an underscore',
    write: (chart, line) => agent(chart, line, { dnsConfig: { searches: ['_tcp.example.com'] } }),
    says: /searches(\[0\])?: Invalid value: "_tcp\.example\.com"/,
    lines: ['1.28'],
  },
  {
    code: 'InvalidDns',
    mistake: 'a resolver option without a name',
    write: (chart, line) => agent(chart, line, { dnsConfig: { options: { '': '2' } } }),
    says: /options\[0\]: Required value: must not be empty/,
  },
];
