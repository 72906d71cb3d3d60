export * from './aggregate.js';
export * from './circumstances.js';
export * from './identity.js';
export * from './ledger.js';
export { type CommandAnswer, type LoadedStream } from './loaded-stream.js';
export * from './patience.js';
export * from './services.js';
export * from './submission.js';
