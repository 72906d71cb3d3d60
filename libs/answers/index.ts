export * from './basis.js';
export * from './commitment.js';
export * from './csv.js';
export * from './explanation.js';
export * from './history.js';
export * from './rates.js';
export * from './terms.js';
export * from './window.js';
