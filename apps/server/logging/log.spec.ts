import { describe, expect, it } from '@jest/globals';
import { describeError } from './described-error.js';
import { logTo } from './log.js';
import { NestLogger } from './nest-logger.js';
import { logAnswered } from './request-log.js';
import { shortLine } from './standard-output.js';

function listening(level: 'info' | 'debug' = 'info') {
  const lines: string[] = [];
  const log = logTo({ write: (line) => void lines.push(line) }, level);
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

const answered = {
  request: 'r-1',
  method: 'POST',
  route: '/v1/teams',
  status: 201,
  milliseconds: 3.2,
  principal: 'anna',
  cutOff: false,
};

describe('the log', () => {
  it('is one JSON object a line', () => {
    const { log, lines, last } = listening();
    log.info('answered', { route: '/v1/teams', status: 201, nothing: undefined });
    expect(lines).toHaveLength(1);
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      route: '/v1/teams',
      status: 201,
      message: 'answered',
    });
  });

  it('says what kind of error it was and where, and nothing that it says', () => {
    const cause = Object.assign(new TypeError('Zhang'), { code: 'E_CAUSE' });
    const error = new RangeError('Zhang\n    at Zhang (/somewhere:1:1)', { cause });
    const described = describeError(error);
    expect(described).toMatchObject({ type: 'RangeError', cause: { type: 'TypeError', code: 'E_CAUSE' } });
    expect(described.at![0]).toContain('log.spec');
    expect(JSON.stringify(described)).not.toContain('Zhang');
  });

  it('takes no code that could be anything', () => {
    expect(describeError(Object.assign(new Error(), { code: 'called Zhang San' })).code).toBeUndefined();
  });

  it('hears of every request once, at the level it deserves', () => {
    const { log, lines, last } = listening();
    logAnswered(log, { ...answered, position: 7n as never });
    expect(last()).toMatchObject({ level: 'info', message: 'answered', position: '7', principal: 'anna' });
    logAnswered(log, { ...answered, status: 500, error: new Error('Zhang') });
    expect(last()).toMatchObject({ level: 'error', error: { type: 'Error' } });
    logAnswered(log, { ...answered, status: 422, refusal: 'text-empty' });
    expect(last()).toMatchObject({ level: 'info', message: 'refused', refusal: 'text-empty' });
    logAnswered(log, { ...answered, status: 0, cutOff: true });
    expect(last()).not.toHaveProperty('status');
    logAnswered(log, { ...answered, route: '/livez', status: 200 });
    expect(lines).toHaveLength(4);
  });

  it('takes what Nest says, less the texts of errors', () => {
    const { log, lines, last } = listening();
    const nest = new NestLogger(log);
    nest.error(new Error('Zhang'), 'ExceptionsHandler');
    expect(last()).toMatchObject({ message: 'failed', context: 'ExceptionsHandler', error: { type: 'Error' } });
    nest.error('Zhang went wrong', 'Error: Zhang\n at', 'Shutdown');
    expect(last()).toMatchObject({ message: 'failed', context: 'Shutdown' });
    nest.warn('a route is there twice', 'RoutesResolver');
    expect(last()).toMatchObject({ level: 'warn', message: 'a route is there twice' });
    nest.log('Mapped {/livez, GET} route', 'RouterExplorer');
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('Zhang');
  });

  it('is short where a person reads it', () => {
    const { log, last } = listening();
    logAnswered(log, answered);
    expect(shortLine(last())).toMatch(/^\d\d:\d\d:\d\d info {2}answered POST \/v1\/teams 201 3\.2 ms anna$/);
  });
});
