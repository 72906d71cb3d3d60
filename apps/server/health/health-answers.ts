import { ApiProperty } from '@nestjs/swagger';

export class LiveAnswer {
  @ApiProperty({ enum: ['live'] })
  status!: 'live';
}

/** One thing that must hold before requests are sent here. */
export class Check {
  @ApiProperty()
  ok!: boolean;

  @ApiProperty({ required: false, description: 'Why it does not hold.', example: 'disk-full' })
  problem?: string;
}

export class Checks {
  @ApiProperty({ type: Check, description: 'The ledger can be read, and written as far as is known.' })
  ledger!: Check;

  @ApiProperty({ type: Check, description: 'The projections are built, and not far behind.' })
  projections!: Check;

  @ApiProperty({ type: Check, description: 'The server is not about to stop.' })
  running!: Check;
}

export class ReadyAnswer {
  @ApiProperty({ enum: ['ready', 'not-ready'] })
  status!: 'ready' | 'not-ready';

  @ApiProperty({ type: Checks })
  checks!: Checks;

  @ApiProperty({ required: false, pattern: '^\\d+$', description: 'Where the log ends, if it can be read.' })
  head?: string;

  @ApiProperty({ pattern: '^\\d+$', description: 'Up to where the answers have come.' })
  reached!: string;

  @ApiProperty({
    required: false,
    type: 'integer',
    description: 'How many events the answers lag behind; about, where positions are not counted one by one.',
  })
  lag?: number;
}
