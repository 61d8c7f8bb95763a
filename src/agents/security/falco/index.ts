export * from './artifacts';
export * from './driver';
export * from './falco';
export * from './output';
export * from './plugin';
export * from './priority';
export * from './props';
