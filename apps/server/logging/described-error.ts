/** An error as it may be logged: what kind, and where. */
export interface DescribedError {
  type: string;
  /** `SQLITE_FULL`, `ECONNRESET`. */
  code?: string;
  /** Frames of the stack. */
  at?: string[];
  cause?: DescribedError;
}

const DEEPEST = 5;
const FRAMES = 12;

/**
 * What an error may say in a log. Never its message: nobody can know what is quoted there, and a body that was not
 * understood quotes itself.
 */
export function describeError(error: unknown, depth = 1): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, name } = error as { code?: unknown; name: string };
  return {
    // An error that comes from another thread has lost its class, and kept its name.
    type: /^[A-Z]\w{0,60}$/.test(name) ? name : error.constructor.name,
    ...(typeof code === 'string' && /^[A-Za-z][\w-]{0,60}$/.test(code) && { code }),
    at: framesOf(error),
    ...(error.cause !== undefined && depth < DEEPEST && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** Lines of the stack that name a place in a file. A message may have any number of lines, and look like anything. */
function framesOf({ stack = '', message }: Error): string[] {
  return stack
    .replace(message, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line))
    .slice(0, FRAMES)
    .map((line) => line.slice('at '.length));
}
