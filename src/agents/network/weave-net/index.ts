export * from './props';
export * from './weave-net';
