import { type Answered } from '../observation/answered.js';
import { type Log } from './log.js';

/** One line a request. What went wrong here is an error; what the caller did wrong is everyday life. */
export function logAnswered(log: Log, answered: Answered): void {
  const { request, method, route, status, milliseconds, principal, refusal, position, error, cutOff } = answered;
  const fields = {
    ...{ request, method, route, milliseconds, principal, refusal },
    status: status > 0 ? status : undefined,
    position: position === undefined ? undefined : String(position),
    ...(error && { error }),
  };
  if (status === 500) log.error('failed', fields);
  else if (cutOff) log.info('cut off', fields);
  else if (isProbe(route) && status < 400) log.debug('answered', fields);
  else log.info(status < 400 ? 'answered' : 'refused', fields);
}

/** Asked every few seconds by whoever keeps the process running. */
export const isProbe = (route: string): boolean => route === '/livez' || route === '/readyz';
