export * from './events.js';
export * from './temporary.js';
