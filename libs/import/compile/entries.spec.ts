import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#kept/domain';
import { imported, mappingOf, promise } from '../import.fixture.js';

const id = { commitment: { column: 'id' } };
const THEN = '2024-05-02T00:00:00Z';
const due = parseInstant('2024-05-02T10:00:00Z');

/** The entries of commitment A that one row gives, as type and data. */
async function entriesOf(row: Record<string, string>, ...rules: object[]) {
  const known = { id: 'A', at: '2024-05-01T10:00:00Z', due: '2024-05-02T10:00:00Z', ...row };
  const csv = [Object.keys(known), Object.values(known)].map((cells) => cells.join(',')).join('\n');
  const { histories, summary } = await imported(mappingOf([promise(), ...rules]), { 'rows.csv': csv });
  expect(summary.entries.refused).toBe(0);
  const [, ...others] = histories.find(({ stream }) => stream.kind === 'commitment')?.entries ?? [];
  return others.map(({ type, data }) => [type, data]);
}

describe('an entry', () => {
  it('of a promise may carry a segment, a plan, a wish and what was promised', async () => {
    const full = promise({
      segment: 'gold',
      plan: { from: THEN, due: { column: 'due' } },
      requested: { due: { column: 'wish' } },
      what: { column: 'what' },
    });
    const { histories } = await imported(mappingOf([full]), {
      'rows.csv': `id,at,due,wish,what\nA,${THEN},${THEN},,mend\n`,
    });
    const window = { due: parseInstant(THEN), timeZone: 'America/Sao_Paulo' };
    const data = histories.at(-1)?.entries[0]?.data;
    expect(data).toMatchObject({ segment: 'gold', plan: { from: window.due, ...window }, personal: { what: 'mend' } });
    expect(data).not.toHaveProperty('requested');
  });

  it('of a reschedule comes before the notification of it, when both happen at once', async () => {
    const window = { due: { column: 'moved' }, timeZone: 'UTC' };
    const told = {
      entry: 'notification',
      ...id,
      at: THEN,
      purpose: 'reschedule',
      channel: 'sms',
      reached: true,
      conveyed: window,
      answer: 'none',
    };
    const moved = { entry: 'reschedule', ...id, at: THEN, to: window, initiator: 'provider', reason: 'storm' };
    const to = { due: parseInstant('2024-05-09T00:00:00Z'), timeZone: 'UTC' };
    expect(await entriesOf({ moved: '2024-05-09T00:00:00Z' }, told, moved)).toEqual([
      ['Reschedule', { to, initiator: 'provider', reason: 'storm' }],
      ['Notify', { purpose: 'reschedule', channel: 'sms', reached: true, conveyed: to, answer: 'none' }],
    ]);
  });

  it('of a fulfilment within an interval ends when it occurred', async () => {
    const done = { entry: 'fulfilment', ...id, after: THEN, at: { column: 'due' }, note: { column: 'note' } };
    expect(await entriesOf({ note: 'ok' }, done)).toEqual([
      [
        'Fulfil',
        {
          interval: { notBefore: parseInstant(THEN), notAfter: due },
          levels: {},
          leftUndone: false,
          evidence: [],
          personal: { note: 'ok' },
        },
      ],
    ]);
  });

  it('may be of complaints and calls', async () => {
    const done = { entry: 'fulfilment', ...id, at: THEN };
    const complaint = { entry: 'complaint', ...id, at: THEN, complaint: 'C', need: { column: 'need' } };
    const answer = { entry: 'complaint-answer', ...id, at: { column: 'due' }, complaint: 'C' };
    const call = {
      entry: 'follow-up-call',
      ...id,
      at: { column: 'due' },
      reached: true,
      problemPersists: { column: 'bad' },
      satisfaction: { column: 'score' },
    };
    const row = { need: 'respect', bad: 'false', score: '4' };
    expect((await entriesOf(row, call, answer, complaint, done)).slice(0, 1)).toEqual([
      ['RaiseComplaint', { complaint: 'C', need: 'respect' }],
    ]);
    expect(await entriesOf(row, done, complaint, answer, call)).toEqual(
      expect.arrayContaining([
        ['AnswerComplaint', { complaint: 'C' }],
        ['RecordFollowUpCall', { reached: true, problemPersists: false, satisfaction: 4 }],
      ]),
    );
  });

  it('is left out where its own condition is not met', async () => {
    const withdrawn = {
      entry: 'withdrawal',
      when: { status: 'canceled' },
      ...id,
      at: { column: 'due' },
      by: 'provider',
      reason: { column: 'status' },
    };
    expect(await entriesOf({ status: 'shipped' }, withdrawn)).toEqual([]);
    expect(await entriesOf({ status: 'canceled' }, withdrawn)).toEqual([
      ['Withdraw', { by: 'provider', reason: 'canceled' }],
    ]);
  });
});
