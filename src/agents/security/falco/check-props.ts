import { FalcoArtifacts } from './artifacts';
import { FalcoDriver } from './driver';
import { FalcoOutput } from './output';
import { FalcoPlugin } from './plugin';
import { FalcoPriority } from './priority';
import { FalcoDaemonSetProps } from './props';
import { checkRules } from './rules';
import { requireNoSecret } from './secrets';
import { fail, show } from '../../../errors';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, FIELDS, listOf, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { firstRepeated } from '../../../values/repeated';
import { requireUnsetOrOneOf } from '../../../values/require';
import { agentProps } from '../../common';
import { RuntimeSocket } from '../security-agent';

const KINDS = {
  driver: of(FalcoDriver),
  customRules: FIELDS,
  artifacts: of(FalcoArtifacts),
  outputs: listOf(of(FalcoOutput)),
  runtimeSockets: listOf(of(RuntimeSocket)),
  plugins: listOf(of(FalcoPlugin)),
  jsonOutput: BOOLEAN,
  metrics: BOOLEAN,
  monitor: of(Monitor),
  config: FIELDS,
  image: of(ImageName),
  falcoctlImage: of(ImageName),
  driverLoaderImage: of(ImageName),
};

/** All that it takes. */
export const FALCO_PROPS = agentProps<FalcoDaemonSetProps>({ ...KINDS, minimumPriority: true, port: true });

/** What can be seen to be wrong in Falco's own props. */
export function checkFalco(where: string, props: FalcoDaemonSetProps): void {
  requireKinds(where, props, KINDS);
  requireUnsetOrOneOf(where, 'minimumPriority', props.minimumPriority, FalcoPriority);
  if (props.port !== undefined) {
    requirePort(where, 'port', props.port);
  }
  checkRules(where, props.customRules ?? {});
  checkOutputs(where, props);
  const names = (props.plugins ?? []).map(({ name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined) {
    fail('PluginTwice', where, `plugins have ${show(twice)} twice; write it once, with all that it is started with`);
  }
  if (props.monitor !== undefined && props.metrics === false) {
    fail('MonitorWithoutMetrics', where, 'monitor is given and metrics is false, so that there would be nothing to scrape; leave one of them out');
  }
  if (props.driverLoaderImage !== undefined && props.driver?._needsLoader !== true) {
    fail('LoaderWithoutModule', where, 'driverLoaderImage is given, and modern eBPF loads nothing; write driver: FalcoDriver.kmod() or FalcoDriver.auto(), or leave the image out');
  }
  requireNoSecret(where, 'config', JSON.stringify(props.config ?? {}), 'bring the secret by env and SecretKey.toEnv, and write ${NAME} in its place');
}

function checkOutputs(where: string, { outputs, jsonOutput }: FalcoDaemonSetProps): void {
  if (outputs === undefined) {
    return;
  }
  if (outputs.length === 0) {
    fail('NoOutputs', where, 'outputs are [], so that nobody would see an alert; write at least one, or leave them out for stdout');
  }
  const keys = outputs.map(({ key }) => key);
  const twice = firstRepeated(keys);
  if (twice !== undefined) {
    fail('OutputTwice', where, `outputs have ${twice} twice, and Falco has one of each kind; write one of them, or hand alerts on by Falcosidekick`);
  }
  if (jsonOutput === false && outputs.some(({ _needsJson }) => _needsJson)) {
    fail('SidekickWithoutJson', where, 'jsonOutput is false, and Falcosidekick reads JSON alone; leave jsonOutput out');
  }
}
