export * from './customer.js';
export * from './decide.js';
export * from './hours.js';
