export * from './places.js';
export * from './projector/following.js';
export * from './projector/projector.js';
export * from './secret-files.js';
export * from './workspace.js';
