import { csvLines, fieldsOf, rateJson } from '#kept/answers';
import { AccessLog, AskRates } from '#kept/application';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Allow } from '../access/allow.js';
import { callerOf, teamsOf } from '../access/caller.js';
import { boardOf } from '../commitments/board.query.js';
import { CsvAnswers } from '../http/answer-fields.js';
import { ratesOf } from '../rates/rates.query.js';
import { COMMITMENT_COLUMNS, commitmentPages } from './commitment-export.js';
import { CommitmentExportQuery, RatesExportQuery } from './export-queries.js';

/** Some spreadsheets take a file for UTF-8 only if it begins with this. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What can be taken out as CSV. No personal data is in it. */
@ApiTags('exports')
@Controller('v1/exports')
export class ExportsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly log: AccessLog,
  ) {}

  @Get('commitments')
  @Allow('export', { team: 'narrowed' })
  @CsvAnswers('Takes out the commitments that a filter chooses, all of them, as CSV.')
  async exportCommitments(
    @Query() asked: CommitmentExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const question = boardOf(asked, teamsOf(request));
    // How many rows there will be is not known when they begin to leave, so it is noted twice: that, and how many.
    const noted = await this.noting(request, 'commitments');
    const lines = async function* (queries: QueryBus): AsyncGenerator<string> {
      let count = 0;
      try {
        yield csvLines(COMMITMENT_COLUMNS, [], { header: true });
        for await (const rows of commitmentPages(queries, question)) {
          count += rows.length;
          yield csvLines(COMMITMENT_COLUMNS, rows);
        }
      } finally {
        await noted(count);
      }
    };
    send(reply, 'commitments', marked(lines(this.queries), asked.bom));
  }

  @Get('rates')
  @Allow('export', { team: 'narrowed' })
  @CsvAnswers('Takes out fulfilment rates as CSV.')
  async exportRates(
    @Query() asked: RatesExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { rows } = await this.queries.execute(new AskRates(ratesOf(asked, teamsOf(request))));
    const records = rows.map(rateJson);
    await this.log.exported(callerOf(request).who, 'rates', records.length);
    send(reply, 'rates', marked([csvLines(fieldsOf(records), records, { header: true })], asked.bom));
  }

  private async noting(request: FastifyRequest, what: string): Promise<(rows: number) => Promise<void>> {
    const { who } = callerOf(request);
    await this.log.exported(who, `${what}, begun`, 0);
    return (rows) => this.log.exported(who, what, rows);
  }
}

async function* marked(lines: AsyncIterable<string> | Iterable<string>, bom: string | undefined) {
  if (bom === 'true') yield BYTE_ORDER_MARK;
  yield* lines;
}

function send(reply: FastifyReply, name: string, lines: AsyncIterable<string>): void {
  void reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(lines, { objectMode: false }));
}
