export { StagedEntries, type StagedEntry } from './entries.js';
export { Partners } from './partners.js';
export { openScratch, type Scratch } from './scratch.js';
