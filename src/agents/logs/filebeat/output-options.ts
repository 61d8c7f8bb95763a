import { ClientTls } from '../../../values/client-tls';
import { SecretKey } from '../../../values/secret-key';

/** Who Filebeat is to Elasticsearch, and what it writes there. */
export interface FilebeatElasticOptions {
  /**
   * The user's name; with `password`.
   *
   * @default - none
   */
  readonly user?: string;
  /**
   * The user's password.
   *
   * @default - none
   */
  readonly password?: SecretKey;
  /**
   * An API key, `id:key`, in place of user and password.
   *
   * @default - none
   */
  readonly apiKey?: SecretKey;
  /**
   * Whom it trusts, and how it shows who it is.
   *
   * @default - as the hosts say: `https://` trusts the authorities of the image
   */
  readonly tls?: ClientTls;
  /**
   * The index or data stream, which may name fields: `logs-%{[kubernetes.namespace]}-%{[agent.version]}`. The index template is made for it by what stands before
   * the first field.
   *
   * @default - unset: the data stream filebeat-VERSION
   */
  readonly index?: string;
  /**
   * The ingest pipeline.
   *
   * @default - none
   */
  readonly pipeline?: string;
  /**
   * More of the output in Filebeat's own words, over what is made of the other options.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** Elasticsearch by its addresses. */
export interface FilebeatElasticsearchOptions extends FilebeatElasticOptions {
  /** Nodes of one cluster, for example `https://elasticsearch.logging:9200`. Without a port it is 9200, without a scheme HTTP. */
  readonly hosts: string[];
}

/** A deployment in Elastic Cloud. */
export interface FilebeatElasticCloudOptions extends FilebeatElasticOptions {
  /** As Elastic's console shows it, `name:…`. It tells addresses and is no secret. */
  readonly cloudId: string;
}

/** Logstash, by its beats input. */
export interface FilebeatLogstashOptions {
  /** For example `logstash.logging:5044`. */
  readonly hosts: string[];
  /**
   * Sends to all hosts at once, in place of one at a time.
   *
   * @default false
   */
  readonly loadBalance?: boolean;
  /**
   * Whom it trusts, and how it shows who it is.
   *
   * @default - without TLS
   */
  readonly tls?: ClientTls;
  /**
   * Becomes `[@metadata][beat]`, by which pipelines name indices.
   *
   * @default - unset: filebeat
   */
  readonly index?: string;
  /**
   * More of the output in Filebeat's own words, over what is made of the other options.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** How a password is shown to Kafka. */
export enum FilebeatSaslMechanism {
  /** In the clear, within TLS. */
  PLAIN = 'PLAIN',
  /** Salted, with SHA-256. */
  SCRAM_SHA_256 = 'SCRAM-SHA-256',
  /** Salted, with SHA-512. */
  SCRAM_SHA_512 = 'SCRAM-SHA-512',
}

/** What has to happen until an event counts as sent to Kafka. */
export enum FilebeatKafkaAcks {
  /** The partition's leader has it. */
  LEADER = 'leader',
  /** All replicas that are in sync have it. */
  ALL = 'all',
}

/** How messages to Kafka are made smaller. */
export enum FilebeatKafkaCompression {
  /** Not at all. */
  NONE = 'none',
  /** By Snappy. */
  SNAPPY = 'snappy',
  /** By LZ4. */
  LZ4 = 'lz4',
  /** By gzip. */
  GZIP = 'gzip',
  /** By Zstandard. */
  ZSTD = 'zstd',
}

/** Kafka. */
export interface FilebeatKafkaOptions {
  /** Brokers that are asked first, for example `kafka-bootstrap.kafka:9092`. */
  readonly hosts: string[];
  /** The topic, which may name fields: `logs-%{[kubernetes.namespace]}`. */
  readonly topic: string;
  /**
   * The user's name; with `password`.
   *
   * @default - none
   */
  readonly user?: string;
  /**
   * The user's password.
   *
   * @default - none
   */
  readonly password?: SecretKey;
  /**
   * How the password is shown.
   *
   * @default - unset: PLAIN where there is a user
   */
  readonly saslMechanism?: FilebeatSaslMechanism;
  /**
   * Whom it trusts, and how it shows who it is.
   *
   * @default - without TLS
   */
  readonly tls?: ClientTls;
  /**
   * What counts as sent.
   *
   * @default - unset: the partition's leader has it
   */
  readonly acks?: FilebeatKafkaAcks;
  /**
   * How messages are made smaller. Azure Event Hubs take `NONE` alone.
   *
   * @default - unset: gzip
   */
  readonly compression?: FilebeatKafkaCompression;
  /**
   * More of the output in Filebeat's own words, over what is made of the other options.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}
