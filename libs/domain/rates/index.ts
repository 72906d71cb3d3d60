export * from './facts.js';
export * from './outcome.js';
export * from './rate.js';
export * from './wilson.js';
