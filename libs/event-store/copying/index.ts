export * from './compare-ledgers.js';
export * from './copy-ledger.js';
