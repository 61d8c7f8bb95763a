import {
  FilebeatElasticCloudOptions, FilebeatElasticOptions, FilebeatElasticsearchOptions, FilebeatKafkaAcks, FilebeatKafkaCompression, FilebeatKafkaOptions, FilebeatLogstashOptions,
  FilebeatSaslMechanism,
} from './output-options';
import { fail, show } from '../../../errors';
import { given, some } from '../../../pod/given';
import { ClientTls } from '../../../values/client-tls';
import { EnvVar } from '../../../values/env-var';
import { BOOLEAN, FIELDS, TEXT, TEXTS, of, requireKinds } from '../../../values/kinds';
import { requireFields, requireText, requireUnsetOrOneOf, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { VolumeMount } from '../../../values/volume-mount';
import { Settings, merge, rawSettings, requireNoUser } from '../elastic/settings';

const TLS_DIRECTORY = '/usr/share/filebeat/certs';

/** What an output needs besides its own part of the configuration. */
interface Needs {
  readonly settings?: Settings;
  readonly env?: readonly EnvVar[];
  readonly mounts?: readonly VolumeMount[];
}

/**
 * Where Filebeat sends what it has: to one place only.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/configuring-output
 */
export class FilebeatOutput {
  /**
   * To Elasticsearch.
   *
   * @throws WrongType, NoHosts, InvalidHost, SecretAsText, HalfCredentials, TwoCredentials, TlsContradictsHosts, NoTemplateName
   */
  public static elasticsearch(options: FilebeatElasticsearchOptions): FilebeatOutput {
    const where = 'FilebeatOutput.elasticsearch';
    requireFields(where, 'options', options);
    requireHosts(where, options.hosts, /^(https?:\/\/)?[^\s/:]+(:(\d+|\$\{\S+\}))?(\/\S*)?$/, '"https://elasticsearch.logging:9200"');
    requireElastic(where, options);
    const { hosts, tls } = options;
    const contradicting = tls === undefined ? undefined : hosts.find((host) => host.startsWith(tls.isOn ? 'http://' : 'https://'));
    if (contradicting !== undefined) {
      fail('TlsContradictsHosts', where, `tls is ${tls!.isOn ? 'on' : 'off'}, and a host is ${show(contradicting)}; write ${tls!.isOn ? 'https://' : 'http://'} there, or another tls`);
    }
    const bare = hosts.some((host) => !/^https?:/.test(host));
    return FilebeatOutput.elastic(where, { hosts: [...hosts], ...(tls?.isOn === true && bare ? { protocol: 'https' } : {}) }, options, {});
  }

  /**
   * To a deployment in Elastic Cloud.
   *
   * @throws WrongType, NotText, InvalidHost, HalfCredentials, TwoCredentials, TlsContradictsHosts, NoTemplateName, SecretAsText
   */
  public static elasticCloud(options: FilebeatElasticCloudOptions): FilebeatOutput {
    const where = 'FilebeatOutput.elasticCloud';
    requireFields(where, 'options', options);
    requireText(where, 'cloudId', options.cloudId);
    if (!isCloudId(options.cloudId)) {
      fail('InvalidHost', where, `cloudId is ${show(options.cloudId)}; write it as Elastic's console shows it, "name:ZXUt…"`);
    }
    requireElastic(where, options);
    if (options.tls?.isOn === false) {
      fail('TlsContradictsHosts', where, 'tls is off, and Elastic Cloud takes nothing without; leave it out');
    }
    return FilebeatOutput.elastic(where, {}, options, { cloud: { id: options.cloudId } });
  }

  /**
   * To Logstash.
   *
   * @throws WrongType, NoHosts, InvalidHost, SecretAsText
   */
  public static logstash(options: FilebeatLogstashOptions): FilebeatOutput {
    const where = 'FilebeatOutput.logstash';
    requireFields(where, 'options', options);
    requireHosts(where, options.hosts, /^[^\s/:]+(:(\d+|\$\{\S+\}))?$/, '"logstash.logging:5044"');
    requireKinds(where, options, { loadBalance: BOOLEAN, tls: of(ClientTls), index: TEXT, config: FIELDS });
    const { hosts, loadBalance, tls, index, config } = options;
    const made = given({ hosts: [...hosts], loadbalance: loadBalance, index, ssl: ssl(tls, 'logstash', true) });
    return new FilebeatOutput(where, 'logstash', made, config, { mounts: tls?._mounts(TLS_DIRECTORY, 'logstash') });
  }

  /**
   * To Kafka.
   *
   * @throws WrongType, NotText, NoHosts, InvalidHost, SecretAsText, HalfCredentials, UnknownValue
   */
  public static kafka(options: FilebeatKafkaOptions): FilebeatOutput {
    const where = 'FilebeatOutput.kafka';
    requireFields(where, 'options', options);
    requireHosts(where, options.hosts, /^[^\s/:]+(:(\d+|\$\{\S+\}))?$/, '"kafka-bootstrap.kafka:9092"');
    requireText(where, 'topic', options.topic);
    requireKinds(where, options, { user: TEXT, password: of(SecretKey), tls: of(ClientTls), config: FIELDS });
    requireUnsetOrOneOf(where, 'saslMechanism', options.saslMechanism, FilebeatSaslMechanism);
    requireUnsetOrOneOf(where, 'acks', options.acks, FilebeatKafkaAcks);
    requireUnsetOrOneOf(where, 'compression', options.compression, FilebeatKafkaCompression);
    requireBoth(where, options);
    if (options.saslMechanism !== undefined && options.user === undefined) {
      fail('HalfCredentials', where, `saslMechanism is ${options.saslMechanism}, and there is no user; write user and password`);
    }
    const { hosts, topic, user, password, saslMechanism, tls, acks, compression, config } = options;
    return new FilebeatOutput(where, 'kafka', given({
      hosts: [...hosts],
      topic,
      username: user,
      password: password === undefined ? undefined : '${KAFKA_PASSWORD}',
      sasl: some({ mechanism: saslMechanism }),
      required_acks: acks === undefined ? undefined : acks === FilebeatKafkaAcks.ALL ? -1 : 1,
      compression,
      ssl: ssl(tls, 'kafka', true),
    }), config, { env: password === undefined ? [] : [password.toEnv('KAFKA_PASSWORD')], mounts: tls?._mounts(TLS_DIRECTORY, 'kafka') });
  }

  /** To Filebeat's standard output, to look at what there is. */
  public static console(): FilebeatOutput {
    return new FilebeatOutput('FilebeatOutput.console', 'console', { pretty: false }, undefined, {});
  }

  /**
   * Any other output, in Filebeat's own words: `FilebeatOutput.raw('redis', { hosts: ['redis.logging'] })`.
   *
   * @throws UnknownOutput, WrongType, SecretAsText
   */
  public static raw(type: string, config: { [key: string]: any }): FilebeatOutput {
    if (typeof type !== 'string' || !/^[a-z_]+$/.test(type)) {
      fail('UnknownOutput', 'FilebeatOutput.raw', `type is ${show(type)}; write the output's type, such as "redis"`);
    }
    return new FilebeatOutput('FilebeatOutput.raw', type, {}, config ?? null, {});
  }

  private static elastic(where: string, made: Settings, options: FilebeatElasticOptions, settings: Settings): FilebeatOutput {
    const { user, password, apiKey, tls, index, pipeline, config } = options;
    return new FilebeatOutput(where, 'elasticsearch', {
      ...made,
      ...given({
        username: user,
        password: password === undefined ? undefined : '${ELASTICSEARCH_PASSWORD}',
        api_key: apiKey === undefined ? undefined : '${ELASTICSEARCH_API_KEY}',
        index,
        pipeline,
        ssl: ssl(tls, 'elasticsearch', false),
      }),
    }, config, {
      settings: { ...settings, ...(index === undefined ? {} : { setup: { template: templateOf(where, index) } }) },
      env: [
        ...(password === undefined ? [] : [password.toEnv('ELASTICSEARCH_PASSWORD')]),
        ...(apiKey === undefined ? [] : [apiKey.toEnv('ELASTICSEARCH_API_KEY')]),
      ],
      mounts: tls?._mounts(TLS_DIRECTORY, 'elasticsearch'),
    });
  }

  /** Its part of the configuration. @internal */
  public readonly _config: Settings;
  /** What else the configuration needs for it. @internal */
  public readonly _settings: Settings;
  /** @internal */
  public readonly _env: readonly EnvVar[];
  /** @internal */
  public readonly _mounts: readonly VolumeMount[];

  private constructor(
    where: string,
    /** `elasticsearch`, `logstash`, `kafka` and so on. */
    public readonly type: string,
    made: Settings,
    config: { [key: string]: any } = {},
    { settings = {}, env = [], mounts = [] }: Needs,
  ) {
    // What is made has secrets by reference only; what was written is looked at by itself.
    this._config = merge(made, rawSettings(where, type, config));
    this._settings = settings;
    this._env = env;
    this._mounts = mounts;
  }
}

valueClass(FilebeatOutput, 'FilebeatOutput', 'FilebeatOutput.elasticsearch({ hosts: ["https://elasticsearch.logging:9200"] })');

function requireHosts(where: string, hosts: unknown, pattern: RegExp, example: string): void {
  if (!TEXTS.holds(hosts) || (hosts as string[]).length === 0) {
    fail('NoHosts', where, `hosts are ${show(hosts)}; write at least one, such as [${example}]`);
  }
  for (const host of hosts as string[]) {
    requireNoUser(where, 'host', host);
    if (!pattern.test(host)) {
      fail('InvalidHost', where, `host is ${show(host)}; write it as ${example}`);
    }
  }
}

/** After the name it tells, in base64, a domain and the parts of the deployment. */
function isCloudId(text: string): boolean {
  const encoded = text.split(':').pop() ?? '';
  return /^\$\{\S+\}$/.test(text) || /^[A-Za-z0-9+/]+=*$/.test(encoded) && Buffer.from(encoded, 'base64').toString().split('$').length > 1;
}

function requireElastic(where: string, options: FilebeatElasticOptions): void {
  requireKinds(where, options, {
    user: TEXT, password: of(SecretKey), apiKey: of(SecretKey), tls: of(ClientTls), index: TEXT, pipeline: TEXT, config: FIELDS,
  });
  requireBoth(where, options);
  if (options.apiKey !== undefined && options.user !== undefined) {
    fail('TwoCredentials', where, 'apiKey and user are both written, and Filebeat takes one of them; drop one');
  }
}

function requireBoth(where: string, { user, password }: { readonly user?: string; readonly password?: SecretKey }): void {
  if ((user === undefined) !== (password === undefined)) {
    fail('HalfCredentials', where, `user is ${show(user)}, and ${password === undefined ? 'there is no password; write password: SecretKey.of("my-secret", "password")' : 'there is a password; write user: "filebeat"'}`);
  }
}

/** Filebeat does not start with an index of one's own unless it is told for which indices its template is. */
function templateOf(where: string, index: string): Settings {
  const name = index.split('%{')[0].replace(/[-_.]+$/, '');
  if (name === '') {
    fail('NoTemplateName', where, `index is ${show(index)}, which begins with a field, so that the index template has no name; begin with a fixed text, such as "logs-%{[kubernetes.namespace]}"`);
  }
  return { name, pattern: `${name}*` };
}

/** The files are mounted where the configuration says; a protocol without a scheme must be told that it is on. */
function ssl(tls: ClientTls | undefined, peer: string, saysEnabled: boolean): Settings | undefined {
  if (tls === undefined || !tls.isOn) {
    return undefined;
  }
  const { ca, certificate, key } = tls._files(TLS_DIRECTORY, peer);
  return some({
    enabled: saysEnabled ? true : undefined,
    verification_mode: tls.verifies ? undefined : 'none',
    certificate_authorities: ca === undefined ? undefined : [ca],
    certificate,
    key,
  });
}
