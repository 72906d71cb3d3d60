export * from './code.js';
export * from './message.js';
export * from './warning.js';
