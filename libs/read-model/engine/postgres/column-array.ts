import { storable } from '#kept/postgres';
import { type Column, type Row } from '../../schema/columns.js';

/** Of the server's catalogue: what the elements of an array are. */
const ELEMENT = { integer: 20, text: 25 };

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const INTEGER_BYTES = 8;
const NULL_LENGTH = -1;
/** Of one code unit of a text, at most. */
const BYTES_A_UNIT = 3;
const TWO_TO_THE_32 = 2 ** 32;

/**
 * A column of rows as an array in the server's binary form. As text, every quotation mark of a text has to be escaped
 * here and read again there; entries of a history have dozens of them.
 */
export function columnArray(rows: readonly Row[], name: string, { type }: Column): Buffer {
  return type === 'text' ? textArray(rows, name) : integerArray(rows, name);
}

function integerArray(rows: readonly Row[], name: string): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + rows.length * (LENGTH_BYTES + INTEGER_BYTES));
  let end = writeHeader(bytes, ELEMENT.integer, rows.length);
  for (const row of rows) {
    const value = row[name] as number | null;
    end = bytes.writeInt32BE(value === null ? NULL_LENGTH : INTEGER_BYTES, end);
    if (value === null) continue;
    const high = Math.floor(value / TWO_TO_THE_32);
    end = bytes.writeInt32BE(high, end);
    end = bytes.writeUInt32BE(value - high * TWO_TO_THE_32, end);
  }
  return bytes.subarray(0, end);
}

function textArray(rows: readonly Row[], name: string): Buffer {
  let most = HEADER_BYTES;
  for (const row of rows) most += LENGTH_BYTES + ((row[name] as string | null)?.length ?? 0) * BYTES_A_UNIT;
  const bytes = Buffer.allocUnsafe(most);
  let end = writeHeader(bytes, ELEMENT.text, rows.length);
  for (const row of rows) {
    const value = row[name] as string | null;
    const length = value === null ? NULL_LENGTH : bytes.write(storable(value) as string, end + LENGTH_BYTES);
    end = bytes.writeInt32BE(length, end);
    if (value !== null) end += length;
  }
  return bytes.subarray(0, end);
}

/** One dimension, perhaps with nothing in places, counted from one. */
function writeHeader(bytes: Buffer, element: number, length: number): number {
  let end = 0;
  for (const word of [1, 1, element, length, 1]) end = bytes.writeInt32BE(word, end);
  return end;
}
