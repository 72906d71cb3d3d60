export * from './commands.js';
export * from './commitment.js';
export * from './decide.js';
export * from './events.js';
export * from './standing.js';
export * from './terms.js';
export * from './vocabulary.js';
export * from './warnings.js';
