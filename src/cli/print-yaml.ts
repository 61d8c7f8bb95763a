import { SCHEMA_VERSION, ordered, orderedConflict, orderedReserved } from './print-json';
import { View, decisionsOf } from './selection';

/** The same as JSON says, in YAML. */
export function* yamlReport(view: View): Iterable<string> {
  yield `schemaVersion: ${SCHEMA_VERSION}\n`;
  yield* list('decisions', decisionsOf(view), ordered);
  yield* list('portConflicts', view.placement.portConflicts, orderedConflict);
  yield* list('reserved', view.placement.reserved, orderedReserved);
}

function* list<T>(key: string, items: Iterable<T>, order: (item: T) => T): Iterable<string> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { stringify } = require('yaml') as typeof import('yaml');
  let any = false;
  for (const item of items) {
    yield `${any ? '' : `${key}:\n`}${stringify([order(item)], { lineWidth: 0, aliasDuplicateObjects: false })}`;
    any = true;
  }
  if (!any) {
    yield `${key}: []\n`;
  }
}
