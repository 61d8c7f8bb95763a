import { View, decisionsOf } from './selection';
import { Decision, PortConflict, Report, Reserved } from '../placement';

export const SCHEMA_VERSION: Report['schemaVersion'] = 1;

/** The contract of docs/explain.schema.json: one decision a line, so that millions of them are written, and can be read, without holding them all. */
export function* jsonReport(view: View): Iterable<string> {
  yield `{"schemaVersion":${SCHEMA_VERSION},"decisions":[`;
  let separator = '\n';
  for (const decision of decisionsOf(view)) {
    yield `${separator}${JSON.stringify(ordered(decision))}`;
    separator = ',\n';
  }
  yield `\n],"portConflicts":${JSON.stringify(view.placement.portConflicts.map(orderedConflict))},`;
  yield `"reserved":${JSON.stringify(view.placement.reserved.map(orderedReserved))}}\n`;
}

/** The order of keys is part of the contract, and so is that there are no others. */
export function ordered({ daemonSet, node, shouldRun, shouldContinueRunning, fits, reasons }: Decision): Decision {
  return {
    daemonSet, node, shouldRun, shouldContinueRunning, fits, reasons: reasons.map(({ code, message, remedy }) => ({ code, message, remedy })),
  };
}

export function orderedConflict({ port, protocol, daemonSets, nodes }: PortConflict): PortConflict {
  return { port, protocol, daemonSets, nodes };
}

export function orderedReserved({ pool, nodes, cpu, memory, pods, cpuShare, memoryShare }: Reserved): Reserved {
  return { pool, nodes, cpu, memory, pods, cpuShare, memoryShare };
}
