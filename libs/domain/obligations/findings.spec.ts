import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Commitment,
  type CommitmentCommand,
  commitmentFrom,
  evolve,
  type MadeCommitment,
  type Terms,
  unmade,
} from '../commitment/index.js';
import * as c from '../testing/commands.fixture.js';
import { entriesOf } from '../testing/given.fixture.js';
import { anyTimes, quarter, quarters } from '../testing/histories.fixture.js';
import { on, spoken } from '../testing/week.fixture.js';
import { CALENDARS } from '../testing/wide-histories.fixture.js';
import { duration, type Instant } from '../time/index.js';
import {
  attentionAt,
  breachedAt,
  type Circumstances,
  decideFinding,
  type Finding,
  findingsOf,
  foundIn,
  identityOf,
  momentFor,
  nextAttention,
  obligationsOf,
  owedBy,
  termsOf,
} from './index.js';

const HOUR = 3_600_000;

/** A stream that grows as commands are recorded and a watch looks at it. */
class Stream {
  commitment: Commitment = unmade;
  #count = 0;

  constructor(private readonly circumstances: Circumstances = {}) {}

  /** Recorded when it happened, unless it says otherwise. */
  record(command: CommitmentCommand, recordedAt = command.metadata.occurredAt): this {
    const metadata = { ...command.metadata, recordedAt };
    return this.#append(entriesOf({ ...command, metadata }, this.commitment, this.#count));
  }

  /** What a watch finds, and records. */
  look(at: string): string[] {
    return this.lookAt(on(at)).map(inWords);
  }

  lookAt(now: Instant): Finding[] {
    const findings = findingsOf(this.commitment, now, this.circumstances);
    for (const finding of findings) this.offer(finding, now);
    return findings;
  }

  /** @returns whether it was recorded */
  offer(finding: Finding, now: Instant): boolean {
    const metadata = { occurredAt: finding.at, recordedAt: momentFor(this.commitment as never, now) };
    const events = decideFinding(
      { type: 'RecordFinding', data: { finding, circumstances: this.circumstances }, metadata },
      this.commitment,
    );
    this.#append(
      events.map((event, n) => ({ ...event, ...metadata, id: `f-${this.#count + n}`, revision: this.#count + n })),
    );
    return events.length > 0;
  }

  get standing(): string[] {
    const found = 'entries' in this.commitment ? foundIn(this.commitment.entries) : [];
    return found.flatMap(({ kind, entry, standing }) =>
      standing ? [`${kind} ${entry} ${spoken(standing.deadline)} ${spoken(standing.at)}`] : [],
    );
  }

  #append(entries: Parameters<typeof evolve>[1][]): this {
    for (const entry of entries) this.commitment = evolve(this.commitment, entry);
    this.#count += entries.length;
    return this;
  }
}

const inWords = ({ type, data, at }: Finding): string =>
  `${type} ${data.obligation.kind}@${spoken(data.deadline)} at ${spoken(at)}${'historic' in data && data.historic ? ', historic' : ''}`;

const QUIET = { advanceNoticeLead: undefined, followUpWithin: undefined } as unknown as Partial<Terms>;
const promised = (terms = {}): Stream =>
  new Stream().record(c.promised({ due: 'Tue 12:00', terms: { ...QUIET, ...terms } }));

describe('the story', () => {
  const slipped = (): Stream => promised().record(c.reschedule({ at: 'Mon 23:00', to: 'Wed 12:00' }));

  it('finds by itself that nobody told the customer, and that they waited in vain', () => {
    const stream = slipped();
    expect(stream.look('Tue 09:00')).toEqual([]);
    expect(stream.look('Tue 09:01')).toEqual(['BreachDeclared announce-change@Tue 09:00 at Tue 09:00']);
    expect(stream.look('Tue 12:16')).toEqual(['BreachDeclared keep@Tue 12:15 at Tue 12:15']);
    expect(stream.look('Sat 00:00')).toEqual([]);
  });

  it('finds nothing where somebody called', () =>
    expect(
      slipped()
        .record(c.tell({ at: 'Tue 08:00', window: 'Wed 12:00' }))
        .look('Wed 12:00'),
    ).toEqual([]));

  it('says after a stop what was missed, each with its own time', () =>
    expect(slipped().look('Fri 00:00')).toEqual([
      'BreachDeclared keep@Tue 12:15 at Tue 12:15',
      'BreachDeclared announce-change@Tue 09:00 at Tue 09:00',
    ]));
});

describe('a warning', () => {
  it('comes once per deadline, the lead before it', () => {
    const stream = promised({ warnBefore: duration(7_200_000) });
    expect(stream.look('Tue 10:14')).toEqual([]);
    expect(stream.look('Tue 10:15')).toEqual(['BreachForeseen keep@Tue 12:15 at Tue 10:15']);
    expect(stream.look('Tue 11:00')).toEqual([]);
    stream.record(c.pause({ at: 'Tue 11:00' })).record(c.resume({ at: 'Tue 14:00' }));
    expect(stream.look('Tue 14:00')).toEqual(['BreachForeseen keep@Tue 15:15 at Tue 13:15']);
  });

  it('is not given of what has happened', () =>
    expect(promised({ warnBefore: duration(7_200_000) }).look('Tue 13:00')).toEqual([
      'BreachDeclared keep@Tue 12:15 at Tue 12:15',
    ]));
});

describe('whatever is found', () => {
  const found = (data: object): Finding[] => {
    const terms = { ...QUIET, warnBefore: duration(2 * HOUR) };
    const stream = new Stream().record(c.promised({ due: 'Tue 12:00', terms, data }));
    const findings = ['Tue 11:00', 'Tue 13:00'].flatMap((at) => stream.lookAt(on(at)));
    stream.record(c.fulfil({ at: 'Tue 11:30' }), on('Tue 14:00'));
    return [...findings, ...stream.lookAt(on('Tue 15:00'))];
  };

  it('names the customer, the team and the segment of the promise', () => {
    const findings = found({ segment: 'gold' });
    expect(findings.map(({ type }) => type)).toEqual(['BreachForeseen', 'BreachDeclared', 'BreachRetracted']);
    for (const { data } of findings)
      expect(data).toMatchObject({ customer: 'huadong-jidian', team: 'field-service', segment: 'gold' });
  });

  it('names no segment where there is none', () => {
    for (const { data } of found({})) expect(data).not.toHaveProperty('segment');
  });
});

describe('a correction', () => {
  const breached = (): Stream => {
    const stream = promised();
    stream.look('Tue 13:00');
    return stream;
  };

  it('retracts a breach by itself, and names the entry', () => {
    const stream = breached().record(c.fulfil({ at: 'Tue 11:00' }), on('Tue 14:00'));
    const [finding] = stream.lookAt(on('Tue 15:00'));
    expect(finding).toMatchObject({ type: 'BreachRetracted', data: { cause: 'entry-3' }, at: on('Tue 14:00') });
    expect(stream.standing).toEqual([]);
  });

  it('that is itself voided declares it again, once more with its own time', () => {
    const stream = breached().record(c.fulfil({ at: 'Tue 11:00' }), on('Tue 14:00'));
    stream.look('Tue 15:00');
    stream.record(c.voidEntry(3, 'Tue 16:00'));
    expect(stream.look('Tue 17:00')).toEqual(['BreachDeclared keep@Tue 12:15 at Tue 12:15']);
    expect(stream.standing).toHaveLength(1);
  });

  it('that moves the deadline of a breach takes back the one and declares the other', () => {
    const stream = breached()
      .record(c.pause({ at: 'Tue 09:00' }), on('Tue 14:00'))
      .record(c.resume({ at: 'Tue 10:00' }), on('Tue 14:00'));
    expect(stream.look('Tue 15:00')).toEqual([
      'BreachRetracted keep@Tue 12:15 at Tue 14:00',
      'BreachDeclared keep@Tue 13:15 at Tue 13:15',
    ]);
  });

  it('names what took it back also where the terms counted by a calendar before, and by none or another now', () => {
    const [office, nights] = CALENDARS;
    const calendars = (version: string) => ({ office, nights })[version];
    const graceIn = (calendar: string): Partial<Terms> => ({
      calendar,
      grace: { businessTime: duration(HOUR) },
    });
    for (const terms of [{ grace: duration(100 * HOUR) }, { calendar: 'nights', grace: { businessDays: 5 } }]) {
      const stream = new Stream({ calendars }).record(c.promised({ due: 'Tue 12:00', terms: graceIn('office') }));
      stream.look('Tue 16:00');
      stream.record(c.reapply({ ...terms, policy: '2' }, 'Tue 16:00'));
      const retracted = stream.lookAt(on('Tue 16:30')).filter(({ type }) => type === 'BreachRetracted');
      expect(retracted.map(({ data }) => data)).toMatchObject([{ deadline: on('Tue 14:00'), cause: 'entry-4' }]);
    }
  });

  it('of the promise itself leaves no breach', () => {
    const stream = breached().record(c.voidEntry(1, 'Tue 14:00'));
    stream.look('Tue 15:00');
    expect(stream.standing).toEqual([]);
  });
});

describe('a finding', () => {
  it('loses against an entry that came a millisecond earlier', () => {
    const stream = promised();
    const [finding] = findingsOf(stream.commitment, on('Tue 13:00'), {});
    stream.record(c.fulfil({ at: 'Tue 12:00' }), on('Tue 13:00'));
    expect(stream.offer(finding!, on('Tue 13:00'))).toBe(false);
  });

  it('is recorded once, whoever else has found it', () => {
    const stream = promised();
    const [finding] = stream.lookAt(on('Tue 13:00'));
    expect(stream.offer(finding!, on('Tue 13:00'))).toBe(false);
    expect(stream.standing).toHaveLength(1);
  });

  it('of a deadline that was past when the promise was recorded is historic', () => {
    const stream = new Stream().record(c.promised({ due: 'Tue 12:00', terms: QUIET }), on('Fri 00:00'));
    expect(stream.look('Fri 00:00')).toEqual(['BreachDeclared keep@Tue 12:15 at Tue 12:15, historic']);
  });

  it('stands when the clock is set back: a stream’s time never runs backwards', () => {
    const stream = promised();
    stream.look('Tue 13:00');
    expect(stream.look('Mon 12:00')).toEqual([]);
    expect(stream.look('Tue 13:00')).toEqual([]);
    expect(stream.standing).toHaveLength(1);
  });
});

/** Histories in which everything is recorded as it comes, with looks of a watch in between. */
describe('whatever happens', () => {
  const derived = (commitment: Commitment, at: Instant): string[] =>
    obligationsOf(commitment, at)
      .flatMap((one) => {
        const breach = breachedAt(one, at);
        return breach === undefined ? [] : [`${one.kind} ${one.entry} ${spoken(one.deadline)} ${spoken(breach)}`];
      })
      .sort();

  it('what stands after a look is what is derived, and a second look finds nothing', () =>
    fc.assert(
      fc.property(anyTimes, fc.array(fc.nat(), { maxLength: 4 }), (entries, looks) => {
        const stream = new Stream();
        entries.forEach((entry, n) => {
          stream.commitment = evolve(stream.commitment, { ...entry, revision: n * 100 });
          if (!looks.includes(n)) return;
          for (const finding of stream.lookAt(on('Sun 00:00'))) expect(finding.times).toBeLessThan(5);
        });
        const end = on('Sun 00:00');
        stream.lookAt(end);
        expect(stream.standing.sort()).toEqual(derived(stream.commitment, end));
        expect(stream.lookAt(end)).toEqual([]);
      }),
    ));

  it('the watch may sleep until the moment of attention: nothing is found before, and something then', () =>
    fc.assert(
      fc.property(anyTimes, quarters, (entries, n) => {
        // As if every entry had been recorded when it occurred: then any moment may be asked for.
        const commitment = commitmentFrom(entries.map((entry) => ({ ...entry, recordedAt: entry.occurredAt })));
        if (commitment.status === 'unmade') return;
        const { obligations } = owedBy(commitment, {});
        const attention = attentionAt(obligations, foundIn(commitment.entries), termsOf(commitment)!, {});
        const last = momentFor(commitment, 0 as Instant);
        const at = Math.max(on(quarter(n)), last) as Instant;
        expect(findingsOf(commitment, at, {}).length > 0).toBe(attention !== undefined && attention <= at);
        if (attention === undefined || attention <= last) return;
        expect(findingsOf(commitment, (attention - 1) as Instant, {})).toEqual([]);
        expect(findingsOf(commitment, attention, {})).not.toEqual([]);
      }),
    ));

  it('a customer who was forgotten hides nothing that is still owed to them', () => {
    const stream = new Stream()
      .record(c.promised({ due: 'Wed 12:00' }))
      .record(c.reschedule({ at: 'Mon 12:00', to: 'Thu 12:00' }));
    const circumstances = { forgottenAt: on('Mon 13:00') };
    expect(findingsOf(stream.commitment, on('Tue 12:00'), circumstances)).toEqual([]);
    expect(nextAttention(stream.commitment as MadeCommitment, circumstances)).toBe(on('Wed 12:15') + 1);
  });

  it('each finding has a name of its own', () =>
    fc.assert(
      fc.property(anyTimes, (entries) => {
        const names = findingsOf(commitmentFrom(entries), on('Sun 00:00'), {}).map(identityOf);
        expect(new Set(names).size).toBe(names.length);
      }),
    ));
});
