export * from './projector/projector.js';
export * from './workspace.js';
