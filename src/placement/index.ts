export * from './kube';
export * from './report';
export { nodeRequirementsCanMeet } from './meet';
export { place, shouldRun } from './place';
export { HostPort, hostPorts, portsClash } from './ports';
export { REASONS, ReasonCode } from './reasons';
export { Amounts, podRequests } from './requests';
export { automaticTolerations, daemonPodTolerations, tolerates } from './tolerations';
