import { ClientTls, SecretKey } from '../../src';

const mounts = (tls: ClientTls) => tls._mounts('/etc/agent', 'Central/1').map(({ mountPath }) => mountPath);

describe('a connection that an agent opens', () => {
  test('with files has them below the agent\'s directory, by the peer\'s name', () => {
    expect(mounts(ClientTls.mutual('agent-tls'))).toEqual(['/etc/agent/tls-central-1']);
    expect(ClientTls.mutual('agent-tls')._files('/etc/agent', 'Central/1')).toEqual({
      ca: '/etc/agent/tls-central-1/ca.crt', certificate: '/etc/agent/tls-central-1/tls.crt', key: '/etc/agent/tls-central-1/tls.key',
    });
    expect(ClientTls.trusting(SecretKey.of('ca', 'root.pem'))._files('/etc/agent', 'a')).toEqual({ ca: '/etc/agent/tls-a/ca.crt' });
    expect(ClientTls.trustingConfigMap('ca')._files('/etc/agent', 'a')).toEqual({ ca: '/etc/agent/tls-a/ca.crt' });
  });

  test('without files has none to mount', () => {
    for (const tls of [ClientTls.off(), ClientTls.system(), ClientTls.unverified()]) {
      expect(mounts(tls)).toEqual([]);
      expect(tls._files('/etc/agent', 'a')).toEqual({});
    }
  });

  test('is encrypted and verified unless said otherwise', () => {
    const said = (tls: ClientTls) => [tls.isOn, tls.verifies];
    expect(said(ClientTls.off())).toEqual([false, true]);
    expect(said(ClientTls.unverified())).toEqual([true, false]);
    for (const tls of [ClientTls.system(), ClientTls.mutual('a'), ClientTls.trustingConfigMap('a'), ClientTls.trusting(SecretKey.of('a', 'b'))]) {
      expect(said(tls)).toEqual([true, true]);
    }
  });

  test('takes names and keys that can be', () => {
    expect(() => ClientTls.mutual('Agent_TLS')).toThrow(/InvalidName/);
    expect(() => ClientTls.trustingConfigMap('ca', 'a b')).toThrow(/InvalidKey/);
    expect(() => ClientTls.trusting('ca' as never)).toThrow(/WrongType/);
  });
});
