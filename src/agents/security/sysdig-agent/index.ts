export { SysdigDriver, SysdigEbpfOptions } from './driver';
export * from './props';
export * from './region';
export { SysdigShield, SysdigShieldOptions } from './shield';
export * from './sysdig-agent';
