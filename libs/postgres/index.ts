export * from './connections.js';
export * from './dialect.js';
export * from './errors.js';
export * from './failures.js';
export * from './place.js';
export * from './server-fitness.js';
export * from './session.js';
export { storable } from './types.js';
