export * from './decide.js';
export * from './policy.js';
export * from './reapplied.js';
export * from './team.js';
export * from './terms.js';
