import { type Parties } from './feed-entry.js';
import { type FeedScope } from './feed-reader.js';
import { type Logged } from './logged.js';
import { type Origin } from './origins.js';

/** What a stream's events are about, and so who may see them. */
interface Subject {
  /** @param id of the stream's thing */
  parties(id: string, origin: Partial<Origin>): Parties;
  isFor(parties: Parties, scope: FeedScope): boolean;
}

const forTheTeam = ({ team }: Parties, { teams }: FeedScope): boolean =>
  teams === 'all' || (team !== undefined && teams.includes(team));

/** Streams of other kinds, above all those of access, are in nobody's feed. */
const SUBJECTS: ReadonlyMap<string, Subject> = new Map(
  Object.entries<Subject>({
    commitment: {
      parties: (commitment, { customer, team, segment }) => {
        const parties: Parties = { commitment };
        if (customer !== undefined) parties.customer = customer;
        if (team !== undefined) parties.team = team;
        if (segment !== undefined) parties.segment = segment;
        return parties;
      },
      isFor: forTheTeam,
    },
    team: { parties: (team) => ({ team }), isFor: forTheTeam },
    // They belong to no team: who may see all of them may see these.
    customer: { parties: (customer) => ({ customer }), isFor: (_, { teams }) => teams === 'all' },
    subscription: {
      parties: (_, { owner }) => (owner === undefined ? {} : { owner }),
      isFor: ({ owner }, { principal, subscriptions }) => subscriptions === 'any' || owner === principal,
    },
  }),
);

const kindOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/** Whether events of this stream are in anybody's feed. */
export const isInFeeds = ({ stream }: Logged): boolean => SUBJECTS.has(kindOf(stream));

/** Whom an event is about; `undefined` where it is none of the asker's business. */
export function partiesFor({ stream }: Logged, origin: Origin | undefined, scope: FeedScope): Parties | undefined {
  const kind = kindOf(stream);
  const subject = SUBJECTS.get(kind);
  if (!subject) return undefined;
  const parties = subject.parties(stream.slice(kind.length + 1), origin ?? {});
  return subject.isFor(parties, scope) ? parties : undefined;
}
