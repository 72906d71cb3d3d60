import { type Instant } from '#kept/domain';
import { type Mapping } from './mapping/index.js';
import { type ImportProgress } from './progress.js';
import { type Provenance, type RecordPast } from './recording/index.js';

export interface ImportOptions extends Omit<Provenance, 'source'> {
  files: readonly string[];
  mapping: Mapping;
  /** Where the scratch database lives meanwhile, and the rejects file unless `rejectsPath` says otherwise. */
  dataDir: string;
  record: RecordPast;
  /** The import's one instant. */
  recordedAt: Instant;
  /** Part of every entry's identity; default: the mapping's name. */
  source?: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Everything but `record`: the deciders run in memory, as an empty ledger would. */
  dryRun?: boolean;
  rejectsPath?: string;
  signal?: AbortSignal;
}
