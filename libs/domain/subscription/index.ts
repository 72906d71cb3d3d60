export * from './event-filter.js';
export * from './subscription.js';
