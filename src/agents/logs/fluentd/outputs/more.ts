import { Duration } from 'cdk8s';
import {
  FluentdBufferOptions, FluentdConnectedOutputOptions, FluentdOutputOptions, TLS_DIRECTORY, bufferSection, checkConnection, checkOutput, fromSecret, outputSettings,
} from './common';
import { fail, show } from '../../../../errors';
import { given } from '../../../../pod/given';
import { DURATION, requireSeconds } from '../../../../pod/nested-kinds';
import { ClientTls } from '../../../../values/client-tls';
import { BOOLEAN, FIELDS, TEXT, of } from '../../../../values/kinds';
import { SecretKey } from '../../../../values/secret-key';
import type { OutputParts } from '../output';
import type { SectionContext } from '../parts';
import { requireSettingText, seconds } from '../text';

/** To another Fluentd or Fluent Bit, by the forward protocol. */
export interface FluentdForwardOptions extends FluentdConnectedOutputOptions {
  /**
   * What both sides know.
   *
   * @default - none
   */
  readonly sharedKey?: SecretKey;
  /**
   * The other side says that it has what was sent; else a connection that breaks loses what was on its way.
   *
   * @default true
   */
  readonly requireAckResponse?: boolean;
}

/** To Amazon S3, or what speaks its protocol. */
export interface FluentdS3Options extends FluentdOutputOptions {
  /** The bucket. */
  readonly bucket: string;
  /** Its region. */
  readonly region: string;
  /**
   * Before the names of objects.
   *
   * @default - unset: nothing
   */
  readonly path?: string;
  /**
   * The key's id, where the ServiceAccount's role (`serviceAccountAnnotations`) does not do.
   *
   * @default - the role's, or the node's
   */
  readonly accessKeyId?: SecretKey;
  /**
   * The key.
   *
   * @default - the role's, or the node's
   */
  readonly secretAccessKey?: SecretKey;
  /**
   * A server that speaks S3, for example `https://minio.storage:9000`.
   *
   * @default - Amazon's
   */
  readonly endpoint?: string;
  /**
   * The bucket is in the path of its URL, not in the host's name.
   *
   * @default - unset: in the name
   */
  readonly forcePathStyle?: boolean;
  /**
   * How much time an object has, in whole seconds.
   *
   * @default Duration.hours(1)
   */
  readonly timekey?: Duration;
  /**
   * Where it keeps what it has not sent; its flushInterval has no meaning here.
   *
   * @default - on the node
   */
  readonly buffer?: FluentdBufferOptions;
}

export function checkForwardOutput(where: string, options: FluentdForwardOptions): void {
  checkOutput(where, options, { sharedKey: of(SecretKey), requireAckResponse: BOOLEAN });
  checkConnection(where, options);
}

/** @see https://docs.fluentd.org/output/forward */
export function forwardOutput(options: FluentdForwardOptions, { directory, id }: SectionContext): OutputParts {
  const { host, port, user, password, sharedKey, requireAckResponse = true, tls, buffer, config } = options;
  const { isOn, verifies } = tls ?? ClientTls.system();
  const { ca, certificate, key } = tls?._files(TLS_DIRECTORY, id) ?? {};
  const secret = fromSecret(password, id, 'password');
  const shared = fromSecret(sharedKey, id, 'shared_key');
  return {
    settings: outputSettings('forward', id, {
      transport: isOn ? 'tls' : undefined,
      tls_insecure_mode: isOn && !verifies ? true : undefined,
      tls_cert_path: ca,
      tls_client_cert_path: certificate,
      tls_client_private_key_path: key,
      require_ack_response: requireAckResponse,
      security: sharedKey === undefined ? undefined : { self_hostname: '#{ENV[\'K8S_NODE_NAME\']}', shared_key: shared.value },
      server: given({ host, port, username: user, password: secret.value }),
      buffer: bufferSection(buffer, directory, id),
    }, config),
    env: [...secret.env, ...shared.env],
    mounts: tls?._mounts(TLS_DIRECTORY, id),
  };
}

export function checkS3(where: string, options: FluentdS3Options): void {
  checkOutput(where, options, {
    path: TEXT, accessKeyId: of(SecretKey), secretAccessKey: of(SecretKey), endpoint: TEXT, forcePathStyle: BOOLEAN, timekey: DURATION, buffer: FIELDS,
  });
  requireSettingText(where, 'bucket', options.bucket);
  requireSettingText(where, 'region', options.region);
  requireSeconds(where, 'timekey', options.timekey);
  const { endpoint, accessKeyId, secretAccessKey, buffer } = options;
  if (endpoint !== undefined && !/^https?:\/\/[^\s@]+$/.test(endpoint)) {
    fail('InvalidEndpoint', where, `endpoint is ${show(endpoint)}; write a URL without user and password, such as "https://minio.storage:9000"`);
  }
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    fail('HalfAKey', where, `${accessKeyId === undefined ? 'secretAccessKey' : 'accessKeyId'} is given alone; write both, or neither for the ServiceAccount's role`);
  }
  if (buffer?.flushInterval !== undefined) {
    fail('FlushByTime', where, 'buffer.flushInterval has no effect: an object is sent when its time is over; write timekey');
  }
}

/** @see https://docs.fluentd.org/output/s3 */
export function s3(options: FluentdS3Options, { directory, id }: SectionContext): OutputParts {
  const { bucket, region, path, accessKeyId, secretAccessKey, endpoint, forcePathStyle, timekey = Duration.hours(1), buffer, config } = options;
  const keyId = fromSecret(accessKeyId, id, 'access_key_id');
  const secret = fromSecret(secretAccessKey, id, 'secret_access_key');
  const { flush_interval: _, ...kept } = bufferSection(buffer, directory, id);
  return {
    settings: outputSettings('s3', id, {
      'aws_key_id': keyId.value,
      'aws_sec_key': secret.value,
      's3_bucket': bucket,
      's3_region': region,
      's3_endpoint': endpoint,
      'force_path_style': forcePathStyle,
      path,
      'store_as': 'gzip',
      // Of every node: two must not write the same object.
      's3_object_key_format': '%{path}%{time_slice}_#{ENV[\'K8S_NODE_NAME\']}_%{index}.%{file_extension}',
      'buffer time': { ...kept, timekey: seconds(timekey), timekey_wait: '1m', timekey_use_utc: true },
      'format': { '@type': 'json' },
    }, config),
    env: [...keyId.env, ...secret.env],
  };
}
