export * from './facts.js';
export * from './outcome.js';
export * from './obligation-rate.js';
export * from './rate.js';
export * from './wilson.js';
