/** How far an import is. Rate and time left follow from it. */
export interface ImportProgress {
  phase: 'reading' | 'recording';
  rows: number;
  /** Bytes read of the files as they lie on the disk, and of how many. */
  bytes: number;
  totalBytes: number;
  /** Entries recorded, and of how many; the total is known when all files have been read. */
  entries: number;
  totalEntries: number;
}

/** Entries between two reports. */
const STRIDE = 500;

/** Keeps the figures of the progress together. */
export class ProgressMeter {
  private readonly progress: ImportProgress;
  private reported = 0;

  constructor(
    totalBytes: number,
    private readonly report: ((progress: ImportProgress) => void) | undefined,
  ) {
    this.progress = { phase: 'reading', rows: 0, bytes: 0, totalBytes, entries: 0, totalEntries: 0 };
  }

  bytesRead(bytes: number): void {
    this.progress.bytes += bytes;
  }

  rowsRead(rows: number): void {
    this.progress.rows += rows;
    this.report?.({ ...this.progress });
  }

  beginRecording(totalEntries: number): void {
    Object.assign(this.progress, { phase: 'recording', totalEntries });
    this.report?.({ ...this.progress });
  }

  recorded(entries: number): void {
    this.progress.entries += entries;
    const { entries: done, totalEntries } = this.progress;
    if (done - this.reported < STRIDE && done < totalEntries) return;
    this.reported = done;
    this.report?.({ ...this.progress });
  }
}
