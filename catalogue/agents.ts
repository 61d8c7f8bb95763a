import { modulesOf } from './discover';
import type { CatalogueEntry, TypedEntry } from './entry';
import { Container, ImageName, NodeAgentDaemonSet } from '../src';
import { containerOptions } from '../src/agents/common';
import { DAEMON_SET_PROPS } from '../src/daemon-set/check-props';
import { picked } from '../src/values/known-fields';

/*
 * Every agent, in one place: tests, documentation and proof go through this list, so that an agent which joins it is tested, documented and proven. An agent joins
 * with a file in `agents/`.
 */

/** Every agent that is wrapped around the base, by the names of their files. */
export const TYPED_AGENTS: readonly TypedEntry[] = modulesOf<{ readonly entry: TypedEntry }>(`${__dirname}/agents`).map(({ entry }) => entry);

/** The base with one container, and every agent that is wrapped around it. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    className: 'NodeAgentDaemonSet',
    name: 'node-agent',
    defaults: [],
    make: (scope, id, props) => new NodeAgentDaemonSet(scope, id, {
      ...picked(props, DAEMON_SET_PROPS),
      name: props.name ?? 'node-agent',
      containers: [Container.of({ ...containerOptions(props), name: props.containerName ?? 'agent', image: ImageName.of('registry.example.com/agent:v1.0.0') })],
    }),
  },
  ...TYPED_AGENTS,
];
