const UTF_8 = new TextEncoder();
const USUAL = 1 << 20;

/** Where a batch is written before it is copied in one go: memory that is there already costs nothing. */
let room = new Uint8Array(USUAL);

/**
 * The bytes of a JSON array of what is told of these. Each is written as soon as it has been told: to join a thousand texts
 * first, and turn the long one into bytes then, takes more than twice as long, and all of them are garbage at once.
 * @param told as JSON
 */
export function arrayOf<T>(what: readonly T[], told: (one: T) => string): Buffer {
  let end = written('[', 0);
  for (const [index, one] of what.entries()) end = written(told(one), index === 0 ? end : written(',', end));
  const bytes = Buffer.from(room.subarray(0, written(']', end)));
  // What one large batch needed is not kept for all the small ones.
  if (room.length > 4 * USUAL) room = new Uint8Array(USUAL);
  return bytes;
}

/** Writes a text at a place, making room where there is too little. @returns the place after it */
function written(text: string, at: number): number {
  // A unit of UTF-16 takes three bytes at most.
  if (room.length < at + 3 * text.length) {
    const larger = new Uint8Array(2 * (at + 3 * text.length));
    larger.set(room.subarray(0, at));
    room = larger;
  }
  return at + UTF_8.encodeInto(text, room.subarray(at)).written;
}
