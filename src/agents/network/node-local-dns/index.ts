export * from './block';
export * from './cache';
export * from './mode';
export * from './node-local-dns';
export * from './props';
export * from './upstream';
