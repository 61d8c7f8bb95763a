export * from './node-cache';
export * from './props';
