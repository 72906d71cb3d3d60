export * from './canonical.js';
export * from './chain.js';
export * from './copying/index.js';
export * from './errors.js';
export * from './port.js';
export * from './record.js';
export * from './validate.js';
export * from './with-append.js';
