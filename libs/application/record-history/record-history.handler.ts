import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  type Aggregate,
  commitments,
  customers,
  type DomainCommand,
  Ledger,
  type SubmissionOutcome,
  teams,
} from '../ledger/index.js';
import { pastCommandId } from './past-entry-identity.js';
import { type PastEntryOutcome, RecordHistory } from './record-history.command.js';

@CommandHandler(RecordHistory)
export class RecordHistoryHandler implements ICommandHandler<RecordHistory> {
  constructor(private readonly ledger: Ledger) {}

  execute(history: RecordHistory): Promise<PastEntryOutcome[]> {
    switch (history.stream.kind) {
      case 'commitment':
        return this.record(commitments, history);
      case 'customer':
        return this.record(customers, history);
      case 'team':
        return this.record(teams, history);
    }
  }

  private async record<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
    aggregate: Aggregate<State, Command, Event, Entry>,
    { stream, entries, source, actor, recordedAt }: RecordHistory,
  ): Promise<PastEntryOutcome[]> {
    const submissions = entries.map(({ key, type, data, occurredAt, recordedAt: known = recordedAt }) => {
      const moment = { occurredAt, recordedAt: known };
      return {
        command: { type, data, metadata: moment } as unknown as Command,
        metadata: { commandId: pastCommandId(source, stream, key), actor, ...moment },
      };
    });
    const { outcomes } = await this.ledger.submit(aggregate, stream.id, submissions);
    return outcomes.map(asPastEntry);
  }
}

function asPastEntry(answer: SubmissionOutcome): PastEntryOutcome {
  switch (answer.outcome) {
    case 'recorded':
      return { outcome: 'recorded', events: answer.events };
    case 'repeated':
      return { outcome: 'unchanged' };
    case 'without-effect':
      return { outcome: 'without-effect' };
    case 'refused':
      return answer;
  }
}
