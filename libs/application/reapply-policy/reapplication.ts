import {
  type Circumstances,
  type Instant,
  reappliedTerms,
  refuse,
  sameTerms,
  type StandingCommitment,
  type Team,
  type Terms,
} from '#kept/domain';
import { listCommitments, type Page } from '#kept/read-model';
import { Inject, Injectable } from '@nestjs/common';
import { CommitmentCircumstances, commitments, Ledger, Teams } from '../ledger/index.js';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';

/** Which commitments a version of a policy is to be applied to. */
export interface ReapplicationQuestion {
  team: string;
  version: string;
  /** Those still open, or the settled ones too. */
  commitments: 'open' | 'all';
  /** How many to look at; a page of them at most. */
  limit: number;
  /** The `next` of the page before. */
  cursor?: string;
}

/** A commitment whose terms would be others. */
export interface Affected {
  id: string;
  commitment: StandingCommitment;
  terms: Terms;
  /** What its obligations depend on, under its terms and under those. */
  now: Circumstances;
  then: Circumstances;
}

/** Finds the commitments that another version of their team's policy changes, a page at a time. */
@Injectable()
export class Reapplication {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    private readonly ledger: Ledger,
    private readonly teams: Teams,
    private readonly circumstances: CommitmentCircumstances,
  ) {}

  /**
   * Those among the next commitments of the team, in the order in which they were made. What the tables have not learned
   * yet is left out; each commitment that is found is read from the ledger itself.
   * @throws Refusal `team-unknown`, `policy-unknown`
   */
  async page(question: ReapplicationQuestion, at: Instant): Promise<Page<Affected> & { examined: number }> {
    const { team: id, version, commitments: which, limit, cursor } = question;
    const team = await this.teams.get(id);
    if (team.status === 'unknown') return refuse('team-unknown', { team: id });
    if (!team.policies.has(version)) refuse('policy-unknown', { version });
    const status = which === 'open' ? (['open'] as const) : (['open', 'settled'] as const);
    const board = { at, team: [id], status, order: 'made' as const, limit, ...(cursor !== undefined && { cursor }) };
    const { rows, ...page } = await listCommitments(this.readModel, board);
    const found = await Promise.all(rows.map(({ commitment }) => this.affected(commitment, team, version)));
    return { ...page, rows: found.filter((one) => one !== undefined), examined: rows.length };
  }

  private async affected(id: string, team: Team, version: string): Promise<Affected | undefined> {
    const commitment = await this.ledger.look(commitments, id);
    if (!('standing' in commitment)) return undefined;
    const terms = reappliedTerms(team, commitment.promise.data, version);
    if (sameTerms(terms, commitment.standing.terms)) return undefined;
    const [now, then] = [await this.circumstances.of(commitment), await this.circumstances.of(commitment, terms)];
    return { id, commitment, terms, now, then };
  }
}
