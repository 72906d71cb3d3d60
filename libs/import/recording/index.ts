export { histories, type StagedHistory } from './histories.js';
export { type PastHistory, type Provenance, type RecordPast, stopIfAsked } from './record.js';
export { rehearsal } from './rehearsal.js';
