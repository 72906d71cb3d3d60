import { type MessageCode } from '#kept/contracts';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { problemOf } from '../http/problem.js';

/** Why Node could not make a request of what came in. */
function codeOf({ code }: NodeJS.ErrnoException): MessageCode {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-timeout';
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  return 'request-malformed';
}

/**
 * Answers what never became a request: headers that are too large, too slow, or no HTTP. It can be in no language but
 * the default one.
 * @returns the code of the refusal; nothing where nobody is left to be told
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket, busy: boolean): MessageCode | undefined {
  // In the middle of another answer there is no place for this one.
  if (error.code === 'ECONNRESET' || !socket.writable || busy) {
    socket.destroy();
    return undefined;
  }
  const code = codeOf(error);
  const problem = problemOf({ code, parameters: {} }, { language: 'en', request: randomUUID() });
  const body = Buffer.from(JSON.stringify(problem));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]!}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Cache-Control: no-store',
    'Connection: close',
  ].join('\r\n');
  socket.write(`${head}\r\n\r\n`);
  // What the client is still sending is not waited for.
  socket.end(body, () => socket.destroy());
  return code;
}
