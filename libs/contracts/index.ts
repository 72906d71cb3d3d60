export * from './events/index.js';
export * from './messages/index.js';
export * from './streams.js';
