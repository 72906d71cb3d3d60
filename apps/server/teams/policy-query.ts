import { type ReapplicationQuestion } from '#kept/application';
import { AskedPage, pageOf } from '../http/asked.js';
import { Moment, Word } from '../http/fields.js';

const WHICH = ['open', 'all'] as const satisfies readonly ReapplicationQuestion['commitments'][];

/** To which commitments a version of a policy is to be applied. */
export class ReapplicationQuery extends AskedPage {
  @Word(WHICH, { optional: true, description: 'Those still open, or the settled ones too; default: open.' })
  commitments?: ReapplicationQuestion['commitments'];
}

export class PreviewQuery extends ReapplicationQuery {
  @Moment({ optional: true, description: 'How far time had run; default: now.' })
  at?: string;
}

export function reapplicationOf(team: string, version: string, asked: ReapplicationQuery): ReapplicationQuestion {
  return { team, version, commitments: asked.commitments ?? 'open', ...pageOf(asked) };
}
