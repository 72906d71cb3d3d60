export * from './agenda-of.js';
export * from './ports.js';
export { type FailedReview } from './reviews.js';
export * from './wall-clock.js';
export * from './watch.js';
