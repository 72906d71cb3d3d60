import { readAccessLog } from '#kept/application';
import { formatInstant } from '#kept/domain';
import { type Workspace } from '#kept/workspace';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { PrincipalId } from '../http/id.js';
import { WholeText } from '../http/query-fields.js';
import { WORKSPACE } from '../tokens.js';
import { Allow } from './allow.js';

const MOST = 500;
const USUAL = 100;

export class AccessLogQuery {
  @WholeText(1, MOST, { optional: true, description: `Entries, at most; default: ${USUAL}.` })
  limit?: string;

  @WholeText(0, 999_999_999, { optional: true, description: 'The `next` of the answer before.' })
  before?: string;
}

export class LoggedAccessAnswer {
  @ApiProperty({ type: 'integer' }) revision!: number;
  @ApiProperty({ example: 'PersonalDataRead' }) type!: string;
  @ApiProperty({ format: 'date-time' }) occurredAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
  @ApiProperty({ description: 'Who did it.', example: { id: 'ada', role: 'auditor' } })
  actor!: { id: string; role: string };
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: object;
}

export class AccessLogAnswer {
  @ApiProperty() principal!: string;
  @ApiProperty({ type: [LoggedAccessAnswer], description: 'The latest first.' }) entries!: LoggedAccessAnswer[];
  @ApiProperty({ required: false, description: 'For `before`: where there is more.' }) next?: number;
}

/** What principals did that must not be forgotten. */
@ApiTags('access')
@Controller('v1/access-log')
export class AccessLogController {
  constructor(@Inject(WORKSPACE) private readonly workspace: Workspace) {}

  @Get(':principal')
  @Allow('read-access-log')
  @ApiOperation({
    summary: 'Keys given and taken, access refused, personal data read, data exported, of one principal.',
  })
  @ApiOkResponse({ type: AccessLogAnswer, description: 'The latest first.' })
  async readAccessLog(
    @PrincipalId('principal') principal: string,
    @Query() { limit: most, before }: AccessLogQuery,
  ): Promise<AccessLogAnswer> {
    const limit = most === undefined ? USUAL : Number(most);
    const range = { limit, ...(before !== undefined && { before: BigInt(before) }) };
    const logged = await readAccessLog(this.workspace.store, principal, range);
    const entries = logged.map(({ revision, occurredAt, recordedAt, ...rest }) => ({
      revision: Number(revision),
      occurredAt: formatInstant(occurredAt),
      recordedAt: formatInstant(recordedAt),
      ...rest,
    }));
    const last = entries.at(-1)?.revision ?? 0;
    return { principal, entries, ...(entries.length === limit && last > 0 && { next: last }) };
  }
}
