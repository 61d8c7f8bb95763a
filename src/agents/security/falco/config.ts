import { FalcoDriver } from './driver';
import { FalcoOutput } from './output';
import { FalcoPlugin } from './plugin';
import { FalcoPriority } from './priority';
import { given } from '../../../pod/given';
import { Settings, isSettings, merge } from '../../settings';
import { RuntimeSocket } from '../security-agent';

/** What Falco's configuration is made of. */
export interface Ingredients {
  readonly driver: FalcoDriver;
  readonly sockets: readonly RuntimeSocket[];
  readonly outputs: readonly FalcoOutput[];
  readonly plugins: readonly FalcoPlugin[];
  readonly port: number;
  readonly minimumPriority: FalcoPriority | undefined;
  readonly jsonOutput: boolean | undefined;
  readonly hasMetrics: boolean;
  readonly written: Settings;
}

const OUTPUTS = ['file_output', 'http_output', 'program_output', 'stdout_output', 'syslog_output'];
export const RULES_FILES = ['/etc/falco/falco_rules.yaml', '/etc/falco/falco_rules.local.yaml', '/etc/falco/rules.d'];

/**
 * falco.yaml, keys in the order of the alphabet: what was asked for, and where Falco's built-in settings are not those of the file that it is shipped with, the latter.
 *
 * @see https://falco.org/docs/reference/daemon/config-options/
 */
export function falcoConfig(of: Ingredients): Settings {
  const json = of.jsonOutput ?? (of.outputs.some(({ _needsJson }) => _needsJson) ? true : undefined);
  const config = given({
    append_output: [{ suggested_output: true }],
    config_files: ['/etc/falco/config.d'],
    engine: of.driver._engine,
    ...outputSettings(of.outputs),
    json_output: json,
    libs_logger: { enabled: true, severity: 'info' },
    load_plugins: ['container', ...of.plugins.map(({ name }) => name)],
    log_level: 'info',
    log_stderr: true,
    log_syslog: false,
    metrics: of.hasMetrics ? METRICS : undefined,
    plugins: [containerPlugin(of.sockets), ...of.plugins.map(({ _settings }) => _settings)],
    priority: of.minimumPriority,
    rules_files: RULES_FILES,
    syscall_event_drops: { actions: ['log', 'alert'], max_burst: 1, rate: 0.03333, threshold: 0.1 },
    watch_config_files: true,
    webserver: { enabled: true, k8s_healthz_endpoint: '/healthz', listen_address: '0.0.0.0', listen_port: of.port, prometheus_metrics_enabled: of.hasMetrics },
  });
  return sorted(merge(config, of.written)) as Settings;
}

/** What is not asked for is off: some of it is on where nothing is said. */
function outputSettings(outputs: readonly FalcoOutput[]): Settings {
  return Object.fromEntries(OUTPUTS.map((key) => {
    const output = outputs.find((one) => one.key === key);
    return [key, { enabled: output !== undefined, ...output?._settings }];
  }));
}

/** Of the program and its rules; counted all the time, and told when Prometheus asks. */
const METRICS = {
  enabled: true,
  convert_memory_to_mb: true,
  include_empty_values: false,
  interval: '1h',
  kernel_event_counters_enabled: true,
  libbpf_stats_enabled: true,
  output_rule: false,
  resource_utilization_enabled: true,
  rules_counters_enabled: true,
  state_counters_enabled: true,
};

/** @see https://github.com/falcosecurity/plugins/tree/main/plugins/container */
function containerPlugin(sockets: readonly RuntimeSocket[]): object {
  const engine = (protocol: string) => {
    const paths = sockets.filter((socket) => socket.protocol === protocol).map(({ path }) => path);
    return paths.length === 0 ? { enabled: false } : { enabled: true, sockets: paths };
  };
  const engines = { containerd: { enabled: false }, cri: engine('cri'), docker: engine('docker'), podman: engine('podman') };
  return { init_config: { engines }, library_path: 'libcontainer.so', name: 'container' };
}

/** The same text for the same settings, in whatever order they were written. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isSettings(value) ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value;
}
