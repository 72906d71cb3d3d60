import { ReviewCommitment } from '#kept/application';
import { agendaOf, type FailedReview, WALL_CLOCK, Watch } from '#kept/deadlines';
import { formatInstant } from '#kept/domain';
import { type ReadModel } from '#kept/read-model';
import { type CommandBus } from '@nestjs/cqrs';
import { type Log } from '../logging/log.js';

export interface WatchSurroundings {
  readModel: ReadModel;
  commands: CommandBus;
  log: Log;
  isMine: (commitment: string) => boolean;
}

/** A watch over commitments of a server's ledger: what it finds is recorded as every command is. */
export function watchOver({ readModel, commands, log, isMine }: WatchSurroundings): Watch {
  return new Watch({
    agenda: agendaOf(readModel),
    isMine,
    clock: WALL_CLOCK,
    review: async (commitment, now) => {
      const { findings, next } = await commands.execute(new ReviewCommitment(commitment, now));
      for (const { type, data } of findings)
        log.debug('found', {
          finding: type,
          commitment,
          obligation: data.obligation.kind,
          deadline: formatInstant(data.deadline),
        });
      return next;
    },
    failed: (failures) => tell(failures, log),
  });
}

/** One line for all of them: they mostly have one cause. */
function tell([first, ...others]: readonly FailedReview[], log: Log): void {
  if (!first) return;
  const { item, error } = first;
  log.warn('a review failed, and is tried again', {
    ...(item.commitment && { commitment: item.commitment }),
    others: others.length,
    ...(error instanceof Error && { error }),
  });
}
