export * from './places.js';
export * from './projector/follower.js';
export * from './projector/progress.js';
export * from './projector/projections.js';
export * from './projector/projector.js';
export * from './secret-files.js';
export * from './workspace.js';
