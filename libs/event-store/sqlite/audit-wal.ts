import { existsSync, readFileSync } from 'node:fs';

import { type Finding } from '../port.js';
import { messageOf } from './failures.js';
import { type Checksum, type Frame, readWal, readWalIndex, type Wal } from './wal-format.js';

/**
 * Audits the write-ahead log beside a ledger, to be called before SQLite opens it. Recovery stops at the first frame
 * whose checksum fails and forgets the rest, whatever is there: right for the torn end of a transaction that nobody was
 * told of, silent loss of acknowledged events for a frame in the middle.
 *
 * A frame's checksum continues the one before it. So a damaged frame gives itself away when frames behind it, of the
 * same generation, are sound by the checksum it stores or should have stored. For the last frames there is nothing
 * behind; but the shared-memory file, if a killed process left one, remembers how many were committed.
 */
export function* auditWal(path: string): Generator<Finding> {
  const place = `${path}-wal`;
  try {
    if (!existsSync(place)) return;
    // First, so that of a ledger in use it never knows of more frames than the log that is read after it.
    const index = readWalIndex(`${path}-shm`);
    const wal = readWal(readFileSync(place));
    if (wal === undefined) return;
    if (!wal.headerIsSound) {
      const following = wal.frames.filter((frame, i) => i > 0 && follows(wal, frame, wal.frames[i - 1])).length;
      if (following > 0 || isFirst(wal))
        yield { place: `${place}, header`, problem: lost(wal.frames.length, 'is damaged') };
      return;
    }
    yield* auditFrames(wal, index?.salts === wal.salts ? index.committed : 0, place);
  } catch (error) {
    yield { place, problem: `cannot be read: ${messageOf(error)}` };
  }
}

function* auditFrames(wal: Wal, committed: number, place: string): Generator<Finding> {
  let seed = wal.checksum;
  let sound = 0;
  for (const frame of wal.frames) {
    if (!frame.isOf(wal) || !equal(frame.checksum(seed), frame.stored)) break;
    seed = frame.stored;
    sound += 1;
  }
  const damaged = wal.frames[sound];
  const behind = damaged === undefined ? [] : soundBehind(wal, sound, seed);
  if (damaged !== undefined && behind.length > 0) {
    yield {
      place: frameAt(place, sound, damaged),
      problem: lost(behind.length + 1, 'is damaged in the middle of the log'),
    };
    return;
  }
  if (committed > sound) {
    yield {
      place: damaged === undefined ? place : frameAt(place, sound, damaged),
      problem: lost(committed - sound, 'is damaged or cut off, and was committed'),
    };
  }
}

/** Frames behind the damaged one that belong to this log: seeded with the checksum stored before them, they verify. */
function soundBehind(wal: Wal, damaged: number, seed: Checksum): Frame[] {
  return wal.frames.filter((frame, i) => {
    if (i <= damaged) return false;
    if (follows(wal, frame, wal.frames[i - 1])) return true;
    // The damage may be in the stored checksum itself: then the next frame continues the one that should be there.
    const before = wal.frames[i - 1];
    return (
      i === damaged + 1 &&
      frame.isOf(wal) &&
      before !== undefined &&
      equal(frame.checksum(before.checksum(seed)), frame.stored)
    );
  });
}

const follows = (wal: Wal, frame: Frame, before: Frame | undefined): boolean =>
  before !== undefined &&
  frame.salts === (wal.headerIsSound ? wal.salts : before.salts) &&
  equal(frame.checksum(before.stored), frame.stored);

/** A single frame behind a damaged header: its own salts are all that is left to compare. */
const isFirst = (wal: Wal): boolean =>
  wal.frames[0] !== undefined && (wal.frames[0].salts === wal.salts || wal.frames[0].commits);

const equal = (a: Checksum, b: Checksum): boolean => a[0] === b[0] && a[1] === b[1];

const frameAt = (place: string, index: number, frame: Frame): string =>
  `${place}, frame ${index + 1} (page ${frame.page})`;

const lost = (frames: number, problem: string): string => `${problem}: ${frames} frames are ignored from here on`;
