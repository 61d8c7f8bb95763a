import type { CniAgentDaemonSetProps, CniInstall } from './cni-agent';
import { Container } from '../../pod/container';
import { CONTAINER_KINDS } from '../../pod/container-kinds';
import { INSTEAD_OF_CONTAINER } from '../../pod/instead';
import { FIELDS, TEXT, listOf, of } from '../../values/kinds';
import { fieldsOf } from '../../values/known-fields';
import { agentProps } from '../common';

/** What the props of any network agent take; image and writers are judged by their own words. */
export const CNI_AGENT_KINDS = {
  install: FIELDS,
  beforeInstall: listOf(of(Container)),
  startupTaint: TEXT,
  conflist: TEXT,
  conflistFile: TEXT,
  cniBinDirectory: TEXT,
  cniConfDirectory: TEXT,
};

/** All that it takes. */
export const CNI_AGENT_PROPS = agentProps<CniAgentDaemonSetProps>({ ...CNI_AGENT_KINDS, image: true, cniWriters: true });

/** All that its install container takes. */
export const CNI_INSTALL_PROPS = fieldsOf<CniInstall>({ ...CONTAINER_KINDS, image: true, containerName: true }, INSTEAD_OF_CONTAINER);
