export * from './checks';
export * from './host';
export * from './item-keys';
export * from './plugin';
export * from './props';
export * from './server';
export * from './tls';
export * from './zabbix-agent';
