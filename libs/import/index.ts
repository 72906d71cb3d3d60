export { type Mapping, parseMapping, readMapping } from './mapping/index.js';
export { type ImportOptions } from './options.js';
export { ImportError, type ImportFailure } from './problems.js';
export { type ImportProgress } from './progress.js';
export { lineBlocks, type LineBlock } from './reading/index.js';
export { type PastHistory, type RecordPast, rehearsal } from './recording/index.js';
export { runImport } from './run-import.js';
export { type EntrySummary, type FileSummary, type ImportSummary } from './summary.js';
