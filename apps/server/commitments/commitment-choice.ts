import { AskedAt } from '../http/asked.js';
import { Name } from '../http/fields.js';
import { given } from '../http/given.js';
import { NameList } from '../http/query-fields.js';

/** Whose commitments, and of which kind. */
export class CommitmentChoice extends AskedAt {
  @NameList({ optional: true, description: 'Of any of these teams.' })
  team?: string[];

  @Name({ optional: true, description: 'Of this customer.' })
  customer?: string;

  @Name({ optional: true, description: 'Of this owner.' })
  owner?: string;

  @Name({ optional: true, description: 'Commitments of this kind.' })
  kind?: string;

  @Name({ optional: true, description: 'Of this segment.' })
  segment?: string;
}

/** @param teams whose commitments the asker may see; `undefined`: all */
export const choiceOf = (
  { team, customer, owner, kind, segment }: CommitmentChoice,
  teams: readonly string[] | undefined,
) => given({ team, customer, owner, kind, segment, teams });
