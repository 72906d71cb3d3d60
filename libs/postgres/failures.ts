/** Another writer was in the way: serialization failure, deadlock, a lock that did not come in time. */
const BUSY = new Set(['40001', '40P01', '55P03']);

/**
 * The server is going, coming, full, or was one to write to until another took over from it. Classes 08 and the codes of
 * sockets say the same.
 */
const GONE = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '53300', '25006']);
const SOCKET = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ENOENT|08)/;

/** How the client says that its connection has gone; it has no codes of its own. */
const WITHOUT_CODE =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout)|timeout exceeded when trying to connect/;

export function isBusy(error: unknown): boolean {
  return BUSY.has(said(error).code);
}

/** Whether an error says nothing of what was asked, only that the server could not be reached, or not any longer. */
export function isLoss(error: unknown): boolean {
  const { code, message } = said(error);
  return GONE.has(code) || SOCKET.test(code) || (code === '' && WITHOUT_CODE.test(message));
}

/** By what it has: an error of a socket is not always of the class that is called `Error` here. */
function said(error: unknown): { code: string; message: string } {
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: unknown };
  return { code: String(code), message: String(message) };
}
