import { describe, expect, it } from '@jest/globals';
import { AnswerCheck, type GivenAnswer } from '../support/description/check-answer.js';
import { committedDescription } from '../support/description/description.js';

const check = new AnswerCheck(committedDescription());

function recorded(
  change: Partial<Omit<GivenAnswer, 'header'>> & { headers?: Record<string, string | undefined>; body?: object },
) {
  const { headers = {}, body = {}, ...rest } = change;
  const given: Record<string, string | undefined> = {
    'content-type': 'application/json; charset=utf-8',
    etag: '"0"',
    location: '/v1/teams/north',
    ...headers,
  };
  return check.faults({
    method: 'POST',
    path: '/v1/teams',
    status: 201,
    header: (name) => given[name.toLowerCase()],
    text: JSON.stringify({ outcome: 'recorded', id: 'north', revision: 0, entries: ['e'], position: '1', ...body }),
    ...rest,
  });
}

const refused = {
  type: 'urn:kept:problem:route-unknown',
  title: 'Not Found',
  status: 404,
  detail: 'No.',
  code: 'route-unknown',
  instance: 'urn:kept:request:1',
};

describe('an answer that is held against the description', () => {
  it('is as described', () => expect(recorded({})).toEqual([]));

  it.each<[string, Parameters<typeof recorded>[0]]>([
    ['a status that the route does not say', { status: 204 }],
    ['a field that is not described', { body: { extra: 1 } }],
    ['a value that is not described', { body: { outcome: 'perhaps' } }],
    ['another media type', { headers: { 'content-type': 'text/html' } }],
    ['no JSON', { text: 'well' }],
    ['a missing header', { headers: { etag: undefined } }],
    ['a header of another kind', { headers: { etag: 'weak' } }],
    ['a route that is not described', { path: '/v1/secrets' }],
    ['a refusal that is no problem', { status: 409, text: '{"message":"no"}' }],
    [
      'a problem with less than is described',
      { status: 409, headers: { 'content-type': 'application/problem+json' }, text: '{"status":409}' },
    ],
    ['a refusal of what is no route, as plain JSON', { method: 'PUT', status: 404, text: JSON.stringify(refused) }],
  ])('is not: %s', (_, change) => expect(recorded(change)).not.toEqual([]));

  it('may refuse what is no route', () =>
    expect(
      recorded({
        path: '/nowhere',
        status: 404,
        headers: { 'content-type': 'application/problem+json' },
        text: JSON.stringify(refused),
      }),
    ).toEqual([]));
});
