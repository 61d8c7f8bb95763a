import { SecurityWatch } from './watch';
import { ContainerOptions } from '../../../pod/container';
import { ImageName } from '../../../values/image-name';
import { AgentProps } from '../../common';

/** What loads a kernel module before the agent starts: an init container, with all that a container can have. */
export interface SecurityDriverLoader extends ContainerOptions {
  /** The loader's image. */
  readonly image: ImageName;
  /**
   * The init container's name.
   *
   * @default driver-loader
   */
  readonly name?: string;
}

/** A security agent. */
export interface SecurityAgentDaemonSetProps extends AgentProps {
  /** The agent, for example `ImageName.of('example.com/security-agent:v1.0.0')`. */
  readonly image: ImageName;
  /**
   * What of the node it watches. What it needs for that of the node comes with it.
   *
   * @default - events of the kernel by modern eBPF, processes, and whose they are by containerd or CRI-O
   */
  readonly watches?: SecurityWatch[];
  /**
   * Where the node's files are in the container.
   *
   * @default /host - where most security agents look, or can be told to
   */
  readonly hostRoot?: string;
  /**
   * An init container, before all others, that loads a kernel module.
   *
   * @default - none
   */
  readonly driverLoader?: SecurityDriverLoader;
}
