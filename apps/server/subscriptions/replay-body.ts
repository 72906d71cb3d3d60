import { parseInstant, refuse, type Replay } from '#kept/domain';
import { Described } from '../http/described.js';
import { Moment, Name, Word } from '../http/fields.js';
import { PositionText, TruthText } from '../http/query-fields.js';

const KINDS = ['one', 'failed', 'everything'] as const;
const kind = (of: (typeof KINDS)[number], ...required: string[]) => ({
  properties: { of: { const: of } },
  required: ['of', ...required],
});

/** Which deliveries are to be made again. What the others are asked for with is not looked at. */
@Described({
  oneOf: [kind('one', 'event', 'position'), kind('failed', 'since'), kind('everything', 'after')],
  examples: [
    { of: 'failed', since: '2026-03-02T08:00:00Z' },
    { of: 'everything', after: '0' },
  ],
})
export class ReplayBody {
  @Word(KINDS, {
    description: 'one event; all that were given up since a moment; everything after a position of the log.',
  })
  of!: (typeof KINDS)[number];

  @Name({ optional: true, description: 'Of one: its id, which is the webhook-id of its deliveries.' })
  event?: string;

  @PositionText({ optional: true, description: 'Of one: its place in the log, which its deliveries say.' })
  position?: string;

  @Moment({ optional: true, description: 'Of those that failed: given up at this moment, or later.' })
  since?: string;

  @PositionText({ optional: true, description: 'Of everything: what comes after this position. 0 is the beginning.' })
  after?: string;
}

/** @throws Refusal for what is missing */
export function replayOf({ of, event, position, since, after }: ReplayBody): Replay {
  switch (of) {
    case 'one':
      return { of, event: needed(event, 'event'), position: needed(position, 'position') };
    case 'failed':
      return { of, since: parseInstant(needed(since, 'since'), 'since') };
    case 'everything':
      return { of, after: needed(after, 'after') };
  }
}

const needed = (value: string | undefined, field: string): string => value ?? refuse('value-missing', { field });

export class ReplayQuery {
  @TruthText({ optional: true, description: 'Only say how many deliveries it would make.' })
  dryRun?: string;
}
