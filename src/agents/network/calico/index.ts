export * from './backend';
export * from './calico';
export * from './crds';
export * from './dataplane';
export { CalicoEncapsulation } from './encapsulation';
export * from './ip-pool';
export * from './node-address';
export * from './props';
export * from './version';
