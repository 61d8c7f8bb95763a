/** Where the image looks for its own files. */
export const WORK_DIRECTORY = '/fluent-bit/etc';
/** Where the configuration is mounted. */
export const CONFIG_DIRECTORY = `${WORK_DIRECTORY}/conf`;
/** Certificates of those that it sends to. */
export const TLS_DIRECTORY = '/fluent-bit/tls';
/** The image's own parsers: json, docker, syslog and more. */
export const IMAGE_PARSERS = `${WORK_DIRECTORY}/parsers.conf`;
