export { type Input, type Mapping } from './mapping.js';
export { parseMapping, readMapping } from './read-mapping.js';
export { readingOrder } from './references.js';
