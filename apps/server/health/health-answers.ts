import { ApiProperty } from '@nestjs/swagger';

export class LiveAnswer {
  @ApiProperty({ enum: ['live'] })
  status!: 'live';
}

export class ReadyAnswer {
  @ApiProperty({ enum: ['ready', 'not-ready'] })
  status!: 'ready' | 'not-ready';

  @ApiProperty({ pattern: '^\\d+$', description: 'Where the log ends.' })
  head!: string;

  @ApiProperty({ pattern: '^\\d+$', description: 'Up to where the answers have come.' })
  reached!: string;

  @ApiProperty({ type: 'integer', description: 'How far the answers lag behind, in positions.' })
  lag!: number;
}
