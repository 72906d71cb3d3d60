export * from './holding.js';
export * from './sharing.js';
