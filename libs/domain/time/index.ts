export * from './calendar/index.js';
export * from './duration.js';
export * from './instant.js';
export * from './pauses.js';
export * from './span.js';
export * from './window.js';
export * from './zone.js';
