import { TargetVersion } from 'cdk8s-node-agents';

/** What differs between the clusters of the fleet. */
export interface ClusterSettings {
  readonly name: string;
  readonly targetVersion: TargetVersion;
  readonly mirror?: string;
  readonly logImage: string;
}

export const CLUSTERS: ClusterSettings[] = [
  { name: 'staging', targetVersion: TargetVersion.of('1.36'), logImage: 'fluent/fluentd:v1.14' },
  { name: 'production-eu', targetVersion: TargetVersion.of('1.33'), mirror: 'mirror.eu.example.com', logImage: 'fluent/fluentd:v1.14' },
  { name: 'production-us', targetVersion: TargetVersion.of('1.33'), logImage: 'fluent/fluentd:v1.14' },
];
