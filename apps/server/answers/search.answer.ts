import { ApiProperty } from '@nestjs/swagger';
import { ShownList, ShownPosition, ShownText, ShownWord } from '../http/answer-fields.js';

export class FoundCommitmentAnswer {
  @ShownText()
  commitment!: string;

  @ShownText()
  customer!: string;

  @ShownText()
  team!: string;

  @ShownText()
  kind!: string;

  @ShownWord(['open', 'settled', 'voided'])
  status!: string;
}

export class FoundCustomerAnswer {
  @ShownText()
  customer!: string;

  @ShownText({ optional: true })
  segment?: string;
}

export class FoundTeamAnswer {
  @ShownText()
  team!: string;

  @ShownText()
  name!: string;
}

/** What was found, by sort. */
export class SearchAnswer {
  @ShownList(() => FoundCommitmentAnswer)
  commitments!: FoundCommitmentAnswer[];

  @ShownList(() => FoundCustomerAnswer)
  customers!: FoundCustomerAnswer[];

  @ShownList(() => FoundTeamAnswer)
  teams!: FoundTeamAnswer[];

  @ApiProperty({ type: [String] })
  owners!: string[];

  @ApiProperty({ type: [String] })
  kinds!: string[];

  @ShownPosition({ description: 'What was known.' })
  position!: string;
}
