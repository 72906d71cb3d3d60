export * from './codec.js';
export * from './json-schema.js';
export * from './schemas.js';
