export * from './flips.js';
