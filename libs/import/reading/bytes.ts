import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportError } from '../problems.js';

const CHUNK = 256 * 1024;

/**
 * The bytes of a file, unpacked where it is gzip — told by its first two bytes, whatever its name says.
 * @param onRead told how many bytes of the file itself, packed as it is, were read: what progress is measured in
 * @throws ImportError `file-unreadable`, also for a gzip stream that is damaged or ends early
 */
export async function* bytesOf(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  try {
    const packed = await isGzip(path);
    const file = createReadStream(path, { highWaterMark: CHUNK });
    // An error of either stream reaches the loop through the last one; the callback keeps it from being thrown twice.
    const stream = packed ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => undefined) : file;
    let told = 0;
    for await (const chunk of stream) {
      onRead(file.bytesRead - told);
      told = file.bytesRead;
      yield chunk as Buffer;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ImportError('file-unreadable', `${basename(path)} cannot be read: ${why}`, { cause: error });
  }
}

/** The size of a file on disk, in bytes. @throws ImportError `file-missing` */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new ImportError('file-missing', `there is no file ${path}`);
  return found.size;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
