import { type Instant } from '#kept/domain';
import { type Actor, type Position } from '#kept/event-store';
import { Command } from '@nestjs/cqrs';
import { type ReapplicationQuestion } from './reapplication.js';

/** What became of a page of commitments. */
export interface Reapplied {
  /** Commitments looked at. */
  examined: number;
  /** Of them, those that now have other terms. */
  reapplied: number;
  /** Where the log stands after the last of them; absent where nothing was written. */
  position?: Position;
  /** For the next page; absent where this was the last. */
  next?: string;
}

/**
 * Decides that commitments of a team are judged by another version of its policy from now on, a page of them at a time.
 * Doing it again changes nothing, so a run that was broken off is simply begun again.
 */
export class ReapplyPolicy extends Command<Reapplied> {
  constructor(
    readonly question: ReapplicationQuestion,
    readonly actor: Actor,
    readonly now: Instant,
  ) {
    super();
  }
}
