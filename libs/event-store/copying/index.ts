export * from './compare-ledgers.js';
export * from './copy-ledger.js';
export * from './copy-refused.js';
