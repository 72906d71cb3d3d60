export * from './duration.js';
export * from './instant.js';
export * from './window.js';
export * from './zone.js';
