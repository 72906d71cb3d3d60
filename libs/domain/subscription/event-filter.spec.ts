import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../refusal.js';
import { checkedFilter, endpointUrl, type EventFilter, shownUrl, TOLD_TYPES } from './index.js';

describe('what an integration asks to hear of', () => {
  it('is written in one way: each value once, in order, and nothing that is not said', () => {
    const filter: EventFilter = {
      ...{
        types: ['PromiseMade', 'BreachDeclared', 'PromiseMade'],
        teams: ['south', 'north'],
        customers: ['华东机电'],
      },
      ...{ segments: ['gold'], obligations: ['keep', 'announce-change', 'keep'], historic: true },
    };
    expect(checkedFilter(filter, ['north', 'south'])).toEqual({
      ...{ types: ['BreachDeclared', 'PromiseMade'], teams: ['north', 'south'], customers: ['华东机电'] },
      ...{ segments: ['gold'], obligations: ['announce-change', 'keep'], historic: true },
    });
    expect(checkedFilter({ historic: false }, 'all')).toEqual({});
  });

  it.each(['types', 'teams', 'customers', 'segments', 'obligations'] as const)('is not an empty list of %s', (name) =>
    expect(() => checkedFilter({ [name]: [] }, 'all')).toThrow(
      expect.objectContaining({ code: 'list-empty', parameters: { field: `filter.${name}` } }),
    ),
  );

  it('is not a list that nobody can read', () => {
    const customers = Array.from({ length: 101 }, (_, n) => `c-${n}`);
    expect(() => checkedFilter({ customers }, 'all')).toThrow('list-too-long');
    expect(checkedFilter({ customers: customers.slice(1) }, 'all').customers).toHaveLength(100);
  });

  it.each([
    ['BreachDeclard', 'BreachDeclared'],
    ['breachforeseen', 'BreachForeseen'],
    ['kept.PromiseMade', 'PromiseMade'],
    ['PromiseKept', 'PromiseMade'],
  ])('is of types there are: for %s it is told of %s', (value, nearest) =>
    expect(() => checkedFilter({ types: [value] }, 'all')).toThrow(
      expect.objectContaining({ code: 'event-type-unknown', parameters: expect.objectContaining({ nearest }) }),
    ),
  );

  it.each(['KeyIssued', 'PersonalDataRead', 'PrincipalNamed', 'SubscriptionNamed', '__proto__', 'constructor'])(
    'is never %s',
    (type) => expect(() => checkedFilter({ types: [type] }, 'all')).toThrow('event-type-unknown'),
  );

  it('may be everything there is to be told', () =>
    expect(checkedFilter({ types: TOLD_TYPES }, 'all').types).toHaveLength(TOLD_TYPES.length));

  it('is about their own teams', () => {
    expect(() => checkedFilter({ teams: ['north', 'west'] }, ['north'])).toThrow(
      expect.objectContaining({ code: 'team-not-covered', parameters: { team: 'west' } }),
    );
    expect(checkedFilter({ teams: ['west'] }, 'all')).toEqual({ teams: ['west'] });
  });

  it('is of obligations there are', () =>
    expect(() => checkedFilter({ obligations: ['smile' as 'keep'] }, 'all')).toThrow('value-not-in-list'));
});

describe('where deliveries go', () => {
  it.each([
    ['https://crm.example.com/hooks', 'https://crm.example.com/hooks', undefined],
    ['HTTPS://CRM.Example.com:443/Hooks?token=s3cret&x=1', 'https://crm.example.com/Hooks', '?token=s3cret&x=1'],
    ['http://crm.example.com:8080', 'http://crm.example.com:8080/', undefined],
    ['https://例え.jp/钩子', 'https://xn--r8jz45g.jp/%E9%92%A9%E5%AD%90', undefined],
    ['https://crm.example.com/?', 'https://crm.example.com/', undefined],
    ['https://crm.example.com/a@b', 'https://crm.example.com/a@b', undefined],
    ['http://0x7f.1/', 'http://127.0.0.1/', undefined],
  ])('%s is read in the spelling that is connected to', (text, url, query) => {
    expect(endpointUrl(text)).toEqual({ url, ...(query !== undefined && { query }) });
    expect(shownUrl(url)).toBe(url);
  });

  it.each([
    ['', 'url-not-http'],
    ['crm.example.com/hooks', 'url-not-http'],
    ['https://', 'url-unreadable'],
    ['https://crm.example.com:99999/', 'url-unreadable'],
    ['https:crm.example.com', 'url-not-http'],
    ['https://crm.example.com/a b', 'url-malformed'],
    ['https://crm.example.com/\n', 'url-malformed'],
    ['https:\\\\crm.example.com', 'url-malformed'],
    ['https://crm.example.com/\ud800', 'url-malformed'],
    ['https://1.2.3.4.5.6/', 'url-unreadable'],
    ['ftp://crm.example.com/', 'url-not-http'],
    ['file:///etc/passwd', 'url-not-http'],
    ['javascript:alert(1)', 'url-not-http'],
    ['https://user:password@crm.example.com/', 'url-with-credentials'],
    ['https://user@crm.example.com/', 'url-with-credentials'],
    ['https://@crm.example.com/', 'url-with-credentials'],
    ['https://crm.example.com/#part', 'url-with-fragment'],
    ['https://crm.example.com/#', 'url-with-fragment'],
    [`https://crm.example.com/${'a'.repeat(2_000)}`, 'text-too-long'],
    [`https://crm.example.com/${'钩'.repeat(300)}`, 'url-unreadable'],
  ])('%j is not taken: %s', (text, code) => expect(() => endpointUrl(text)).toThrow(expect.objectContaining({ code })));

  it.each(['https://crm.example.com/?token=s3cret', 'https://crm.example.com', 'HTTPS://crm.example.com/'])(
    '%s is not what may be shown of an address',
    (text) => expect(() => shownUrl(text)).toThrow(Refusal),
  );
});
