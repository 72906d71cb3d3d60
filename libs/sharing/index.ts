export * from './file-sharing.js';
export * from './holding.js';
export * from './postgres-sharing.js';
export * from './sharing.js';
