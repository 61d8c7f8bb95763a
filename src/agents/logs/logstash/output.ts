import { Block, branchBlock, pluginBlock, rawBlock } from './block';
import { LogstashCodec } from './codec';
import { LogstashElasticsearchOptions, LogstashKafkaOptions, LogstashSaslMechanism } from './output-options';
import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { ClientTls } from '../../../values/client-tls';
import { FIELDS, TEXT, TEXTS, of, requireKinds } from '../../../values/kinds';
import { requireFields, requireText, requireUnsetOrOneOf, requireValues, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { requireNoUser } from '../elastic/settings';

const TLS_DIRECTORY = '/usr/share/logstash/certs';

/**
 * Where events are sent. Each output of a pipeline gets every event, unless `when` says which.
 *
 * @see https://www.elastic.co/docs/reference/logstash/plugins/output-plugins
 */
export class LogstashOutput {
  /**
   * To Elasticsearch.
   *
   * @throws WrongType, InvalidName, NoHosts, InvalidHost, SecretAsText, HalfCredentials, TwoCredentials, TlsContradictsHosts, InvalidSetting, UnquotableText
   */
  public static elasticsearch(options: LogstashElasticsearchOptions): LogstashOutput {
    const where = 'LogstashOutput.elasticsearch';
    requireFields(where, 'options', options);
    requireKinds(where, options, {
      name: TEXT, hosts: TEXTS, cloudId: TEXT, user: TEXT, password: of(SecretKey), apiKey: of(SecretKey), tls: of(ClientTls), index: TEXT, settings: FIELDS,
    });
    const { hosts, cloudId, user, password, apiKey, tls, index, settings = {} } = options;
    const own = ownNames(where, 'elasticsearch', options.name);
    if ((hosts === undefined || hosts.length === 0) === (cloudId === undefined)) {
      fail('NoHosts', where, `hosts are ${show(hosts)} and cloudId is ${show(cloudId)}; write one of them, such as hosts: ["https://elasticsearch.logging:9200"]`);
    }
    requireHosts(where, hosts ?? [], /^(https?:\/\/)?[^\s/:]+(:(\d+|\$\{\S+\}))?(\/\S*)?$/, '"https://elasticsearch.logging:9200"');
    requireBoth(where, user, password);
    if (apiKey !== undefined && user !== undefined) {
      fail('TwoCredentials', where, 'apiKey and user are both written, and Logstash takes one of them; drop one');
    }
    const contradicting = tls === undefined ? undefined : hosts?.find((host) => host.startsWith(tls.isOn ? 'http://' : 'https://'));
    if (contradicting !== undefined || cloudId !== undefined && tls?.isOn === false) {
      fail('TlsContradictsHosts', where, `tls is ${tls!.isOn ? 'on' : 'off'}, and a host is ${show(contradicting ?? 'Elastic Cloud')}; write another host or another tls`);
    }
    const { ca, certificate, key } = tls?._files(TLS_DIRECTORY, own.peer) ?? {};
    pluginBlock(where, 'elasticsearch', settings);
    return new LogstashOutput(pluginBlock(where, 'elasticsearch', given({
      hosts,
      cloud_id: cloudId,
      user,
      password: password === undefined ? undefined : `\${${own.variable}_PASSWORD}`,
      api_key: apiKey === undefined ? undefined : `\${${own.variable}_API_KEY}`,
      ssl_enabled: tls?.isOn,
      ssl_verification_mode: tls?.isOn === true && !tls.verifies ? 'none' : undefined,
      ssl_certificate_authorities: ca === undefined ? undefined : [ca],
      ssl_certificate: certificate,
      ssl_key: key,
      index,
      ...settings,
    }), {
      env: [
        ...(password === undefined ? [] : [password.toEnv(`${own.variable}_PASSWORD`)]),
        ...(apiKey === undefined ? [] : [apiKey.toEnv(`${own.variable}_API_KEY`)]),
      ],
      mounts: tls?._mounts(TLS_DIRECTORY, own.peer) ?? [],
    }, true));
  }

  /**
   * To Kafka, as JSON.
   *
   * @throws WrongType, NotText, InvalidName, NoHosts, InvalidHost, HalfCredentials, UnknownValue, MutualTlsUnknown, InvalidSetting, UnquotableText, SecretAsText
   */
  public static kafka(options: LogstashKafkaOptions): LogstashOutput {
    const where = 'LogstashOutput.kafka';
    requireFields(where, 'options', options);
    requireKinds(where, options, { name: TEXT, hosts: TEXTS, user: TEXT, password: of(SecretKey), tls: of(ClientTls), settings: FIELDS });
    requireText(where, 'topic', options.topic);
    requireUnsetOrOneOf(where, 'saslMechanism', options.saslMechanism, LogstashSaslMechanism);
    const { hosts = [], topic, user, password, tls, settings = {} } = options;
    const own = ownNames(where, 'kafka', options.name);
    if (hosts.length === 0) {
      fail('NoHosts', where, 'hosts are []; write at least one, such as ["kafka-bootstrap.kafka:9092"]');
    }
    requireHosts(where, hosts, /^[^\s/:]+(:(\d+|\$\{\S+\}))?$/, '"kafka-bootstrap.kafka:9092"');
    requireBoth(where, user, password);
    if (options.saslMechanism !== undefined && user === undefined) {
      fail('HalfCredentials', where, `saslMechanism is ${options.saslMechanism}, and there is no user; write user and password`);
    }
    const { ca, key } = tls?._files(TLS_DIRECTORY, own.peer) ?? {};
    if (key !== undefined || tls?.verifies === false) {
      fail('MutualTlsUnknown', where, `tls is ${key === undefined ? 'unverified' : 'mutual'}, which the output has no settings for; write ClientTls.trusting(…), or settings for a keystore that is mounted`);
    }
    const { saslMechanism = LogstashSaslMechanism.PLAIN } = options;
    pluginBlock(where, 'kafka', settings);
    return new LogstashOutput(pluginBlock(where, 'kafka', given({
      bootstrap_servers: hosts.join(','),
      topic_id: topic,
      codec: LogstashCodec.json(),
      security_protocol: user === undefined && tls?.isOn !== true ? undefined : `${user === undefined ? '' : 'SASL_'}${tls?.isOn === true ? 'SSL' : 'PLAINTEXT'}`,
      sasl_mechanism: user === undefined ? undefined : saslMechanism,
      sasl_jaas_config: user === undefined ? undefined : jaas(saslMechanism, user, `${own.variable}_PASSWORD`),
      ssl_truststore_type: ca === undefined ? undefined : 'PEM',
      ssl_truststore_location: ca,
      ...settings,
    }), { env: password === undefined ? [] : [password.toEnv(`${own.variable}_PASSWORD`)], mounts: tls?._mounts(TLS_DIRECTORY, own.peer) ?? [] }, true));
  }

  /** To Logstash's standard output, to look at what there is. */
  public static stdout(): LogstashOutput {
    return new LogstashOutput(pluginBlock('LogstashOutput.stdout', 'stdout', { codec: LogstashCodec.rubydebug() }));
  }

  /**
   * Outputs for events of which this is true.
   *
   * @param condition in Logstash's own language: `[kubernetes][namespace] == "shop"`
   * @throws NotText, InvalidPipeline, NoBlocks, WrongType
   */
  public static when(condition: string, ...outputs: LogstashOutput[]): LogstashOutput {
    requireValues('LogstashOutput.when', 'output', outputs, LogstashOutput);
    return new LogstashOutput(branchBlock('LogstashOutput.when', condition, outputs.map(({ _block }) => _block)));
  }

  /**
   * Any other: `LogstashOutput.plugin('http', { url: 'https://logs.example.com', http_method: 'post' })`.
   *
   * @throws InvalidPlugin, InvalidSetting, UnquotableText, SecretAsText
   */
  public static plugin(name: string, settings: { [name: string]: any } = {}): LogstashOutput {
    requireKinds('LogstashOutput.plugin', { settings: settings ?? null }, { settings: FIELDS });
    return new LogstashOutput(pluginBlock('LogstashOutput.plugin', name, settings));
  }

  /**
   * What stands within `output { … }`, in Logstash's own language.
   *
   * @throws NotText, InvalidPipeline, SecretAsText
   */
  public static raw(text: string): LogstashOutput {
    return new LogstashOutput(rawBlock('LogstashOutput.raw', text));
  }

  private constructor(/** @internal */ public readonly _block: Block) {}
}

valueClass(LogstashOutput, 'LogstashOutput', 'LogstashOutput.elasticsearch({ hosts: ["https://elasticsearch.logging:9200"] })');

function requireHosts(where: string, hosts: readonly string[], pattern: RegExp, example: string): void {
  for (const host of hosts) {
    requireNoUser(where, 'host', host);
    if (!pattern.test(host)) {
      fail('InvalidHost', where, `host is ${show(host)}; write it as ${example}`);
    }
  }
}

function requireBoth(where: string, user: string | undefined, password: SecretKey | undefined): void {
  if ((user === undefined) !== (password === undefined)) {
    fail('HalfCredentials', where, `user is ${show(user)}, and ${password === undefined ? 'there is no password; write password: SecretKey.of("my-secret", "password")' : 'there is a password; write user: "logstash"'}`);
  }
}

/** Of its variables and files: those of another output of its kind are others. */
function ownNames(where: string, kind: string, name: string | undefined): { readonly variable: string; readonly peer: string } {
  if (name !== undefined && !/^[A-Za-z0-9-]+$/.test(name)) {
    fail('InvalidName', where, `name is ${show(name)}; write letters, digits and "-", such as "second"`);
  }
  const peer = name === undefined ? kind : `${kind}-${name}`;
  return { variable: peer.toUpperCase().replace(/-/g, '_'), peer };
}

/** Kafka's clients take user and password as a text of Java's login modules. */
function jaas(mechanism: LogstashSaslMechanism, user: string, variable: string): string {
  const module = mechanism === LogstashSaslMechanism.PLAIN ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  return `org.apache.kafka.common.security.${module} required username="${user}" password="\${${variable}}";`;
}
