export * from './customer.js';
export * from './decide.js';
