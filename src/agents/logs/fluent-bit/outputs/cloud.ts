import type { Duration, Size } from 'cdk8s';
import { FluentBitOutputOptions, checkOutput, fromSecret, outputParts } from './common';
import { fail, show } from '../../../../errors';
import { DURATION, SIZE, requireSeconds } from '../../../../pod/nested-kinds';
import { ClientTls } from '../../../../values/client-tls';
import { BOOLEAN, TEXT } from '../../../../values/kinds';
import type { SecretKey } from '../../../../values/secret-key';
import { TLS_DIRECTORY } from '../directories';
import type { SectionContext, SectionParts } from '../parts';
import { bytes, requireSettingText, requireSettingTexts } from '../settings';

/** To Amazon S3, or what speaks its protocol. Credentials are the ServiceAccount's role (`serviceAccountAnnotations`), or AWS' own variables of `env`. */
export interface FluentBitS3Options extends FluentBitOutputOptions {
  /** The bucket. */
  readonly bucket: string;
  /** Its region. */
  readonly region: string;
  /**
   * Names of objects, with the output's placeholders.
   *
   * @default - unset: the output's /fluent-bit-logs/$TAG/%Y/%m/%d/%H/%M/%S
   */
  readonly s3KeyFormat?: string;
  /**
   * An object is sent when it has so much.
   *
   * @default - unset: the output's 100 MB
   */
  readonly totalFileSize?: Size;
  /**
   * An object is sent after so long, whatever it has, in whole seconds.
   *
   * @default - unset: the output's 10 minutes
   */
  readonly uploadTimeout?: Duration;
  /**
   * Objects are made small.
   *
   * @default - unset: they are not
   */
  readonly gzip?: boolean;
  /**
   * A role that is taken on first.
   *
   * @default - none
   */
  readonly roleArn?: string;
  /**
   * A server that speaks S3, for example `https://minio.storage:9000`.
   *
   * @default - Amazon's
   */
  readonly endpoint?: string;
}

/** To Amazon CloudWatch Logs. Credentials are the ServiceAccount's role (`serviceAccountAnnotations`), or AWS' own variables of `env`. */
export interface FluentBitCloudWatchLogsOptions extends FluentBitOutputOptions {
  /** The region. */
  readonly region: string;
  /** The log group. */
  readonly logGroupName: string;
  /** Streams are named so, with the tag after it. */
  readonly logStreamPrefix: string;
  /**
   * The log group is made where there is none.
   *
   * @default - unset: it must be there
   */
  readonly autoCreateGroup?: boolean;
  /**
   * A role that is taken on first.
   *
   * @default - none
   */
  readonly roleArn?: string;
}

/** To Apache Kafka. */
export interface FluentBitKafkaOptions extends FluentBitOutputOptions {
  /** Brokers that are asked first, for example `kafka-0.kafka:9092`. */
  readonly hosts: string[];
  /** The topic. */
  readonly topic: string;
  /**
   * The user of SASL.
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
   * How the user is told.
   *
   * @default - SCRAM-SHA-512, where there is a user
   */
  readonly saslMechanism?: string;
  /**
   * Whom it trusts, and how it shows who it is.
   *
   * @default - TLS, trusting the authorities of the image
   */
  readonly tls?: ClientTls;
}

export function checkS3(where: string, options: FluentBitS3Options): void {
  checkOutput(where, options, { totalFileSize: SIZE, uploadTimeout: DURATION, gzip: BOOLEAN, s3KeyFormat: TEXT, roleArn: TEXT, endpoint: TEXT });
  requireSettingText(where, 'bucket', options.bucket);
  requireSettingText(where, 'region', options.region);
  requireSeconds(where, 'uploadTimeout', options.uploadTimeout);
  const { endpoint } = options;
  if (endpoint !== undefined && !/^https?:\/\/[^\s@]+$/.test(endpoint)) {
    fail('InvalidEndpoint', where, `endpoint is ${show(endpoint)}; write a URL without user and password, such as "https://minio.storage:9000"`);
  }
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/s3 */
export function s3(options: FluentBitS3Options, { where, directory, id }: SectionContext): SectionParts {
  const { bucket, region, s3KeyFormat, totalFileSize, uploadTimeout, gzip, roleArn, endpoint } = options;
  if (directory === undefined) {
    fail('NoStateDirectory', where, `output ${id} keeps what becomes an object until it is sent, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on`);
  }
  const seconds = uploadTimeout?.toSeconds();
  return outputParts(options, {
    bucket,
    region,
    s3_key_format: s3KeyFormat,
    total_file_size: bytes(totalFileSize),
    upload_timeout: seconds === undefined ? undefined : `${seconds}s`,
    store_dir: `${directory}/${id}`,
    compression: gzip === true ? 'gzip' : undefined,
    role_arn: roleArn,
    endpoint,
  });
}

export function checkCloudWatchLogs(where: string, options: FluentBitCloudWatchLogsOptions): void {
  checkOutput(where, options, { autoCreateGroup: BOOLEAN, roleArn: TEXT });
  for (const what of ['region', 'logGroupName', 'logStreamPrefix'] as const) {
    requireSettingText(where, what, options[what]);
  }
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/cloudwatch */
export function cloudWatchLogs(options: FluentBitCloudWatchLogsOptions): SectionParts {
  const { region, logGroupName, logStreamPrefix, autoCreateGroup, roleArn } = options;
  return outputParts(options, {
    region,
    log_group_name: logGroupName,
    log_stream_prefix: logStreamPrefix,
    auto_create_group: autoCreateGroup,
    role_arn: roleArn,
  });
}

export function checkKafka(where: string, options: FluentBitKafkaOptions): void {
  checkOutput(where, options, { saslMechanism: TEXT });
  requireSettingTexts(where, 'hosts', options.hosts);
  requireSettingText(where, 'topic', options.topic);
  const bad = options.hosts.find((host) => !/^\S+:\d+$/.test(host));
  if (bad !== undefined) {
    fail('InvalidHost', where, `hosts have ${show(bad)}; write "host:port", such as "kafka-0.kafka:9092"`);
  }
  if (options.saslMechanism !== undefined && options.user === undefined) {
    fail('PasswordWithoutUser', where, `saslMechanism is ${show(options.saslMechanism)}, and there is no user; write user and password, or leave it out`);
  }
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/kafka */
export function kafka(options: FluentBitKafkaOptions, { id }: SectionContext): SectionParts {
  const { hosts, topic, user, password, saslMechanism = 'SCRAM-SHA-512', tls } = options;
  const { isOn, verifies } = tls ?? ClientTls.system();
  const { ca, certificate, key } = tls?._files(TLS_DIRECTORY, id) ?? {};
  const secret = fromSecret(password, id, 'password');
  return outputParts(options, {
    'brokers': hosts.join(','),
    'topics': topic,
    'rdkafka.security.protocol': `${user === undefined ? '' : 'SASL_'}${isOn ? 'SSL' : 'PLAINTEXT'}`,
    'rdkafka.enable.ssl.certificate.verification': isOn && !verifies ? false : undefined,
    'rdkafka.ssl.ca.location': ca,
    'rdkafka.ssl.certificate.location': certificate,
    'rdkafka.ssl.key.location': key,
    'rdkafka.sasl.mechanism': user === undefined ? undefined : saslMechanism,
    'rdkafka.sasl.username': user,
    'rdkafka.sasl.password': secret.value,
  }, { env: secret.env, mounts: tls?._mounts(TLS_DIRECTORY, id) ?? [] });
}
