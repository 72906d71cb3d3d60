export * from './progress.js';
export * from './print.js';
