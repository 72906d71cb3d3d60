import { type Commitments } from '#kept/application';
import { type StreamReference } from '#kept/contracts';
import { type Caller } from './caller.js';
import { teamOf } from './gate.js';

/** What a line is recorded on, and the team that promises, where the line says so itself. */
export interface Recording {
  stream: StreamReference;
  team?: string;
}

/** Judges one line of an intake as the request would be that says the same. @throws RequestRefused */
export async function mustMayRecord(
  caller: Caller,
  { stream, team }: Recording,
  commitments: Pick<Commitments, 'get'>,
): Promise<void> {
  if (stream.kind === 'customer') {
    caller.mustMay('register-customers');
    return;
  }
  caller.mustMayAsk('log-commitments');
  caller.mustMay('log-commitments', { teams: [team ?? (await teamOf(stream.id, { commitments }))] });
}
