export * from './events/index.js';
export * from './streams.js';
