import { FilebeatCondition } from './condition';
import { FilebeatInput } from './input';
import { FilebeatKubernetesMetadataOptions, metadataSettings, requireMetadata } from './processor';
import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { BOOLEAN, of, requireKinds } from '../../../values/kinds';
import { requireDnsSubdomain } from '../../../values/kube-names';
import { requireFields, requireList, requireUnsetOrText, requireValue, requireValues, valueClass } from '../../../values/require';
import { Settings, rawSettings } from '../elastic/settings';

/** How annotations of pods say what is done to their logs. */
export interface FilebeatHintsOptions extends FilebeatKubernetesMetadataOptions {
  /**
   * What is done where a pod has no hints, or hints that say no more.
   *
   * @default FilebeatInput.discovered() - the logs of every container are sent
   */
  readonly defaultInput?: FilebeatInput;
  /**
   * Logs are sent only of pods that say so: `co.elastic.logs/enabled: "true"`.
   *
   * @default false
   */
  readonly onlyHinted?: boolean;
  /**
   * Only pods of this namespace.
   *
   * @default - of every namespace
   */
  readonly namespace?: string;
}

/** Containers by templates. */
export interface FilebeatTemplatesOptions extends FilebeatKubernetesMetadataOptions {
  /**
   * Only pods of this namespace.
   *
   * @default - of every namespace
   */
  readonly namespace?: string;
}

/** Inputs that are started where a condition holds. */
export class FilebeatTemplate {
  /**
   * For containers of which this is true, such as `FilebeatCondition.is('kubernetes.labels.app', 'nginx')`.
   *
   * @throws WrongType, NoInputs, SameInputForAll
   */
  public static when(condition: FilebeatCondition, ...inputs: FilebeatInput[]): FilebeatTemplate {
    requireValue('FilebeatTemplate.when', 'condition', condition, FilebeatCondition);
    return new FilebeatTemplate('FilebeatTemplate.when', condition, inputs);
  }

  /**
   * For every container.
   *
   * @throws WrongType, NoInputs, SameInputForAll
   */
  public static always(...inputs: FilebeatInput[]): FilebeatTemplate {
    return new FilebeatTemplate('FilebeatTemplate.always', undefined, inputs);
  }

  private readonly inputs: readonly FilebeatInput[];

  private constructor(where: string, private readonly condition: FilebeatCondition | undefined, inputs: FilebeatInput[]) {
    requireInputs(where, inputs);
    const same = inputs.find((input) => input._isFilestream && !input._isDiscovered);
    if (same !== undefined) {
      fail('SameInputForAll', where, `${same._name} would be started for each container with the same files; write FilebeatInput.discovered(), or \${data.kubernetes.container.id} in its id and paths`);
    }
    this.inputs = [...inputs];
  }

  /** @internal */
  public get _config(): Settings {
    return given({ condition: this.condition?._config, config: this.inputs.map(({ _config }) => _config) });
  }
}

valueClass(FilebeatTemplate, 'FilebeatTemplate', 'FilebeatTemplate.always(FilebeatInput.discovered())');

/**
 * Inputs that come and go with the containers of the node. What they send has names and labels of its pod.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/configuration-autodiscover
 */
export class FilebeatAutodiscover {
  /**
   * Annotations of pods, `co.elastic.logs/…`, say what is done to their logs.
   *
   * @throws WrongType, NotText, SameInputForAll
   */
  public static hints(options: FilebeatHintsOptions = {}): FilebeatAutodiscover {
    const where = 'FilebeatAutodiscover.hints';
    requireMetadata(where, options);
    requireKinds(where, options, { defaultInput: of(FilebeatInput), onlyHinted: BOOLEAN });
    requireUnsetOrText(where, 'namespace', options.namespace);
    const { defaultInput = FilebeatInput.discovered(), onlyHinted = false, namespace } = options;
    if (!defaultInput._isDiscovered) {
      fail('SameInputForAll', where, `defaultInput is ${defaultInput._name}, which would be started for each container with the same files; write FilebeatInput.discovered()`);
    }
    return new FilebeatAutodiscover({
      type: 'kubernetes',
      ...metadataSettings(options),
      ...given({ namespace }),
      hints: { enabled: true, default_config: { ...(onlyHinted ? { enabled: false } : {}), ...defaultInput._config } },
    }, !onlyHinted);
  }

  /**
   * Templates say which inputs are started for which containers.
   *
   * @throws WrongType, NoTemplates, NotText
   */
  public static templates(templates: FilebeatTemplate[], options: FilebeatTemplatesOptions = {}): FilebeatAutodiscover {
    const where = 'FilebeatAutodiscover.templates';
    requireList(where, 'templates', templates);
    requireValues(where, 'template', templates, FilebeatTemplate);
    if (templates.length === 0) {
      fail('NoTemplates', where, 'templates are []; write at least one, such as FilebeatTemplate.always(FilebeatInput.discovered())');
    }
    requireMetadata(where, options);
    requireUnsetOrText(where, 'namespace', options.namespace);
    return new FilebeatAutodiscover({
      type: 'kubernetes',
      ...metadataSettings(options),
      ...given({ namespace: options.namespace }),
      templates: templates.map(({ _config }) => _config),
    }, false);
  }

  /**
   * Inputs that run on one node of the cluster at a time, the one that holds the lease: for what belongs to no node. The lease is in the agent's namespace, and
   * Filebeat may read and write it.
   *
   * @param leaderLease the lease's name; agents with one name take turns
   * @param inputs what the leader runs
   * @throws InvalidName, WrongType, NoInputs
   */
  public static leader(leaderLease: string, ...inputs: FilebeatInput[]): FilebeatAutodiscover {
    requireDnsSubdomain('FilebeatAutodiscover.leader', 'leaderLease', leaderLease);
    requireInputs('FilebeatAutodiscover.leader', inputs);
    return new FilebeatAutodiscover({
      type: 'kubernetes',
      scope: 'cluster',
      node: '${NODE_NAME}',
      use_kubeadm: false,
      unique: true,
      leader_lease: leaderLease,
      templates: [{ config: inputs.map(({ _config }) => _config) }],
    }, false);
  }

  /**
   * A provider in Filebeat's own words. Rights come with what it says: `unique: true` may write its lease, `resource: 'service'` may read Services.
   *
   * @throws InvalidInput, WrongType, SecretAsText
   */
  public static raw(type: string, config: { [key: string]: any }): FilebeatAutodiscover {
    const where = 'FilebeatAutodiscover.raw';
    if (typeof type !== 'string' || !/^[a-z0-9_]+$/.test(type)) {
      fail('InvalidInput', where, `type is ${show(type)}; write the provider's type, such as "kubernetes"`);
    }
    requireFields(where, 'config', config);
    return new FilebeatAutodiscover({ type, ...rawSettings(where, type, config) }, false);
  }

  private constructor(
    /** @internal */
    public readonly _config: Settings,
    /** Whether it sends the logs of every container by itself. @internal */
    public readonly _isOfContainers: boolean,
  ) {}
}

valueClass(FilebeatAutodiscover, 'FilebeatAutodiscover', 'FilebeatAutodiscover.hints()');

function requireInputs(where: string, inputs: readonly FilebeatInput[]): void {
  requireValues(where, 'input', inputs, FilebeatInput);
  if (inputs.length === 0) {
    fail('NoInputs', where, 'there is no input; write at least one, such as FilebeatInput.discovered()');
  }
}
