import { ClientTls } from '../../../values/client-tls';
import { SecretKey } from '../../../values/secret-key';

/** Elasticsearch, by its addresses or by a cloud id. */
export interface LogstashElasticsearchOptions {
  /**
   * Tells it from others of its kind, which have other Secrets: letters, digits and "-".
   *
   * @default - none: the only one, or one of several with the same Secrets
   */
  readonly name?: string;
  /**
   * Nodes of one cluster, for example `https://elasticsearch.logging:9200`.
   *
   * @default - those of the cloud id
   */
  readonly hosts?: string[];
  /**
   * A deployment in Elastic Cloud, in place of hosts. It tells addresses and is no secret.
   *
   * @default - none
   */
  readonly cloudId?: string;
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
   * Whom it trusts, and how it shows who it is. A key must be of form PKCS8.
   *
   * @default - as the hosts say: `https://` trusts the authorities of Java in the image
   */
  readonly tls?: ClientTls;
  /**
   * The index, which may name fields: `logs-%{[kubernetes][namespace]}-%{+YYYY.MM.dd}`.
   *
   * @default - unset: a data stream by Elastic's names, logs-generic-default
   */
  readonly index?: string;
  /**
   * More settings of the output, in its own words.
   *
   * @default - none
   */
  readonly settings?: { [name: string]: any };
}

/** How a password is shown to Kafka. */
export enum LogstashSaslMechanism {
  /** In the clear, within TLS. */
  PLAIN = 'PLAIN',
  /** Salted, with SHA-256. */
  SCRAM_SHA_256 = 'SCRAM-SHA-256',
  /** Salted, with SHA-512. */
  SCRAM_SHA_512 = 'SCRAM-SHA-512',
}

/** Kafka. */
export interface LogstashKafkaOptions {
  /**
   * Tells it from others of its kind, which have other Secrets: letters, digits and "-".
   *
   * @default - none: the only one, or one of several with the same Secrets
   */
  readonly name?: string;
  /** Brokers that are asked first, for example `kafka-bootstrap.kafka:9092`. */
  readonly hosts: string[];
  /** The topic, which may name fields. */
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
   * @default LogstashSaslMechanism.PLAIN
   */
  readonly saslMechanism?: LogstashSaslMechanism;
  /**
   * Whom it trusts. The output takes no pair of certificate and key as files of their own, and so not `ClientTls.mutual`.
   *
   * @default - without TLS
   */
  readonly tls?: ClientTls;
  /**
   * More settings of the output, in its own words.
   *
   * @default - JSON
   */
  readonly settings?: { [name: string]: any };
}
