import { fail, show } from '../../../errors';
import { EnvVar } from '../../../values/env-var';
import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { isServiceName } from '../../../values/kube-names';
import { requireFields, requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';

/** What the Agents of the nodes do for the Cluster Agent. */
export interface DatadogClusterAgentOptions {
  /**
   * They run the checks that it hands out: of Services and of what runs outside the cluster.
   *
   * @default true - nobody else does, unless there are runners for it alone
   */
  readonly clusterChecks?: boolean;
  /**
   * They tell it of pods, for the views of the orchestrator.
   *
   * @default true - so the vendor's chart has it
   */
  readonly orchestratorExplorer?: boolean;
}

/**
 * The Cluster Agent, a Deployment beside the Agents of the nodes, which asks the API server once for all of them. It is installed elsewhere: by Datadog's chart or
 * operator, or by hand.
 *
 * @see https://docs.datadoghq.com/containers/cluster_agent/
 */
export class DatadogClusterAgent {
  /**
   * One that is there, by the name of its Service in the Agents' own namespace. It is found by the variables that pods get of Services, so `enableServiceLinks` must
   * not be false, and the Service must be there before the Agents' pods.
   *
   * @param serviceName the Service's name, for example `datadog-cluster-agent`
   * @param token the token that it shares with the Agents, at least 32 characters
   * @throws InvalidName, WrongType
   */
  public static external(serviceName: string, token: SecretKey, options: DatadogClusterAgentOptions = {}): DatadogClusterAgent {
    const where = 'DatadogClusterAgent.external';
    if (typeof serviceName !== 'string' || !isServiceName(serviceName)) {
      fail('InvalidName', where, `serviceName is ${show(serviceName)}; write the name of the Cluster Agent's Service, such as "datadog-cluster-agent"`);
    }
    return DatadogClusterAgent.of(where, EnvVar.of('DD_CLUSTER_AGENT_KUBERNETES_SERVICE_NAME', serviceName), true, token, options);
  }

  /**
   * One that is there, by its address: in another namespace, for example.
   *
   * @param url such as `https://datadog-cluster-agent.datadog.svc:5005`
   * @param token the token that it shares with the Agents, at least 32 characters
   * @throws InvalidAddress, WrongType
   */
  public static at(url: string, token: SecretKey, options: DatadogClusterAgentOptions = {}): DatadogClusterAgent {
    const where = 'DatadogClusterAgent.at';
    if (typeof url !== 'string' || !/^https:\/\/[^/@\s]+$/.test(url)) {
      fail('InvalidAddress', where, `url is ${show(url)}; write https:// with host and port, such as "https://datadog-cluster-agent.datadog.svc:5005"`);
    }
    return DatadogClusterAgent.of(where, EnvVar.of('DD_CLUSTER_AGENT_URL', url), false, token, options);
  }

  /** None. */
  public static off(): DatadogClusterAgent {
    return new DatadogClusterAgent([], false, {});
  }

  private static of(where: string, address: EnvVar, byService: boolean, token: SecretKey, options: DatadogClusterAgentOptions): DatadogClusterAgent {
    requireValue(where, 'token', token, SecretKey);
    requireFields(where, 'options', options);
    requireKinds(where, options, { clusterChecks: BOOLEAN, orchestratorExplorer: BOOLEAN });
    return new DatadogClusterAgent([address, token.toEnv('DD_CLUSTER_AGENT_AUTH_TOKEN')], byService, { clusterChecks: true, orchestratorExplorer: true, ...options });
  }

  private constructor(
    private readonly connection: readonly EnvVar[],
    /** Whether it is found by the variables that pods get of Services. @internal */
    public readonly _byServiceLinks: boolean,
    private readonly options: DatadogClusterAgentOptions,
  ) {}

  /** Whether there is one. */
  public get isOn(): boolean {
    return this.connection.length > 0;
  }

  /** Of every process that talks to it. @internal */
  public get _env(): EnvVar[] {
    return [EnvVar.of('DD_CLUSTER_AGENT_ENABLED', String(this.isOn)), ...this.connection];
  }

  /** Of the Agent alone. @internal */
  public get _agentEnv(): EnvVar[] {
    return [
      ...(this.options.clusterChecks === true ? [EnvVar.of('DD_EXTRA_CONFIG_PROVIDERS', 'clusterchecks endpointschecks')] : []),
      EnvVar.of('DD_ORCHESTRATOR_EXPLORER_ENABLED', String(this.options.orchestratorExplorer === true)),
    ];
  }
}

valueClass(DatadogClusterAgent, 'DatadogClusterAgent', 'DatadogClusterAgent.external("datadog-cluster-agent", SecretKey.of("datadog-cluster-agent", "token"))');
