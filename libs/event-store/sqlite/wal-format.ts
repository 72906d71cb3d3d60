import { existsSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** SQLite's write-ahead log, as https://www.sqlite.org/fileformat2.html#the_write_ahead_log describes it. */

export type Checksum = readonly [number, number];

export interface Wal {
  headerIsSound: boolean;
  /** Differ for each generation of the log: frames with others are left over from an earlier one. */
  salts: string;
  /** Of the header; the first frame's continues it. */
  checksum: Checksum;
  frames: Frame[];
}

export interface Frame {
  page: number;
  /** It ends a transaction. */
  commits: boolean;
  salts: string;
  stored: Checksum;
  /** What it should store, given the checksum of the frame before it. */
  checksum: (seed: Checksum) => Checksum;
  /** It belongs to the log's present generation. */
  isOf: (wal: Wal) => boolean;
}

const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC_LITTLE_ENDIAN = 0x377f0682;
const MAGIC_BIG_ENDIAN = 0x377f0683;

/** Undefined for a log without a frame: there is nothing in it to lose. */
export function readWal(bytes: Buffer): Wal | undefined {
  if (bytes.length < HEADER + FRAME_HEADER) return undefined;
  const magic = bytes.readUInt32BE(0);
  const stored: Checksum = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)];
  // With a damaged header any of its fields may be the damaged one: then what ledgers have by default is assumed.
  const sum = (bigEndian: boolean): boolean => same(checksumOf(bytes, 0, 24, [0, 0], bigEndian), stored);
  const headerIsSound = (magic === MAGIC_LITTLE_ENDIAN && sum(false)) || (magic === MAGIC_BIG_ENDIAN && sum(true));
  const bigEndian = headerIsSound ? magic === MAGIC_BIG_ENDIAN : endianness() === 'BE';
  const pageSize = headerIsSound ? bytes.readUInt32BE(8) : 4096;
  const salts = saltsAt(bytes, 16);
  const frames: Frame[] = [];
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= bytes.length; at += FRAME_HEADER + pageSize) {
    frames.push(frameAt(bytes, at, pageSize, bigEndian));
  }
  return frames.length === 0 ? undefined : { headerIsSound, salts, checksum: stored, frames };
}

function frameAt(bytes: Buffer, at: number, pageSize: number, bigEndian: boolean): Frame {
  const salts = saltsAt(bytes, at + 8);
  return {
    page: bytes.readUInt32BE(at),
    commits: bytes.readUInt32BE(at + 4) > 0,
    salts,
    stored: [bytes.readUInt32BE(at + 16), bytes.readUInt32BE(at + 20)],
    checksum: (seed) =>
      checksumOf(bytes, at + FRAME_HEADER, pageSize, checksumOf(bytes, at, 8, seed, bigEndian), bigEndian),
    isOf: (wal) => wal.salts === salts,
  };
}

const saltsAt = (bytes: Buffer, at: number): string => bytes.toString('hex', at, at + 8);

/** Section 4.2 of the format: two running sums over pairs of 32-bit words. */
function checksumOf(bytes: Buffer, at: number, length: number, seed: Checksum, bigEndian: boolean): Checksum {
  let [s0, s1] = seed;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, length);
  for (let i = 0; i < length; i += 8) {
    s0 = (s0 + view.getUint32(i, !bigEndian) + s1) >>> 0;
    s1 = (s1 + view.getUint32(i + 4, !bigEndian) + s0) >>> 0;
  }
  return [s0, s1];
}

const same = (a: Checksum, b: Checksum): boolean => a[0] === b[0] && a[1] === b[1];

const INDEX_HEADER = 48;

/** What the shared-memory file says of a log: its generation, and how many of its frames were committed. */
export interface WalIndex {
  salts: string;
  committed: number;
}

/** A commit is entered here only after its frames are on disk, so it never claims too much. */
export function readWalIndex(path: string): WalIndex | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  if (bytes.length < 2 * INDEX_HEADER) return undefined;
  const header = bytes.subarray(0, INDEX_HEADER);
  const bothCopiesAgree = header.equals(bytes.subarray(INDEX_HEADER, 2 * INDEX_HEADER));
  const bigEndian = endianness() === 'BE';
  const word = (at: number): number => (bigEndian ? header.readUInt32BE(at) : header.readUInt32LE(at));
  const sound = same(checksumOf(header, 0, 40, [0, 0], bigEndian), [word(40), word(44)]);
  return bothCopiesAgree && sound ? { salts: saltsAt(header, 32), committed: word(16) } : undefined;
}
