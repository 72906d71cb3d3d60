export * from './commitment/index.js';
export * from './customer/index.js';
export * from './entry.js';
export * from './history/index.js';
export * from './rates/index.js';
export * from './refusal.js';
export * from './team/index.js';
export * from './time/index.js';
