export * from './aggregate.js';
export * from './identity.js';
export * from './ledger.js';
export * from './patience.js';
export * from './services.js';
