export * from './props';
export * from './runtime-socket';
export * from './security-agent';
export * from './watch';
