import { type Answered } from '../observation/answered.js';
import { type Log } from './log.js';

/** One line a request. What went wrong here is an error; what the caller did wrong is everyday life. */
export function logAnswered(log: Log, { error, cutOff, position, status, ...answered }: Answered): void {
  const fields = {
    ...answered,
    ...(status > 0 && { status }),
    ...(position !== undefined && { position: String(position) }),
    ...(error && { error }),
  };
  if (status === 500) log.error('failed', fields);
  else if (cutOff) log.info('cut off', fields);
  else if (isProbe(answered.route) && status < 400) log.debug('answered', fields);
  else log.info(status < 400 ? 'answered' : 'refused', fields);
}

/** Asked every few seconds by whoever keeps the process running. */
export const isProbe = (route: string): boolean => route === '/livez' || route === '/readyz';
