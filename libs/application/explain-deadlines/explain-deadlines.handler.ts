import {
  commitmentAt,
  explain,
  foundBefore,
  foundIn,
  isBusiness,
  obligationsOf,
  type PinnedEdition,
  type Reckoning,
  reckoningsOf,
  termsOf,
} from '#kept/domain';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { CommitmentCircumstances, Commitments, Teams } from '../ledger/index.js';
import { timeZoneDatabase } from '../time-zone-database.js';
import { type ExplainedDeadlines, ExplainDeadlines, type ExplainedReckoning } from './explain-deadlines.query.js';

@QueryHandler(ExplainDeadlines)
export class ExplainDeadlinesHandler implements IQueryHandler<ExplainDeadlines> {
  constructor(
    private readonly commitments: Commitments,
    private readonly circumstances: CommitmentCircumstances,
    private readonly teams: Teams,
  ) {}

  async execute({ commitment: id, at }: ExplainDeadlines): Promise<ExplainedDeadlines | undefined> {
    const { state } = await this.commitments.get(id);
    const commitment = commitmentAt(state, at);
    if (commitment.status === 'unmade') return undefined;
    const { policy, calendar } = termsOf(commitment)!;
    const circumstances = await this.circumstances.of(commitment);
    const pinned = await this.pinned(commitment.promise.data.team, calendar);
    const found = foundIn(commitment.entries);
    return {
      commitment: id,
      policy,
      ...(calendar !== undefined && { calendar }),
      obligations: obligationsOf(commitment, at, circumstances).map((obligation) => {
        const { standing: declared } = foundBefore(found, obligation);
        return {
          obligation: { ...obligation, ...(declared && { declared }) },
          reckonings: reckoningsOf(commitment, obligation, circumstances).map((one) => explained(one, pinned)),
        };
      }),
      at,
    };
  }

  private async pinned(id: string, version: string | undefined): Promise<PinnedEdition | undefined> {
    if (version === undefined) return undefined;
    const team = await this.teams.get(id);
    const edition = team.status === 'registered' ? team.calendars.get(version) : undefined;
    return edition && { version, edition };
  }
}

function explained(reckoning: Reckoning, pinned: PinnedEdition | undefined): ExplainedReckoning {
  if (!pinned || !isBusiness(reckoning.length)) return reckoning;
  const { at, length, direction } = reckoning;
  return {
    ...reckoning,
    explanation: explain({ at, length, direction, timeZoneDatabase: timeZoneDatabase() }, pinned),
  };
}
