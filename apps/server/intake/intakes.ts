import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import { emptyTally, type IntakeTally } from './outcome.js';

/** An intake, while it runs and for a while after. */
export interface Intake {
  id: string;
  /** Who sends it; nobody else may watch. */
  principal: string;
  startedAt: Date;
  endedAt?: Date;
  /** Whether every line that was sent got its outcome. */
  complete?: boolean;
  tally: IntakeTally;
}

const REMEMBERED = 1_000;

/** The intakes of this process. What they recorded is in the ledger; this is only how far they have come. */
@Injectable()
export class Intakes {
  readonly #intakes = new LRUCache<string, Intake>({ max: REMEMBERED });

  begin(principal: string): Intake {
    const intake: Intake = { id: randomUUID(), principal, startedAt: new Date(), tally: emptyTally() };
    this.#intakes.set(intake.id, intake);
    return intake;
  }

  get(id: string, principal: string): Intake | undefined {
    const intake = this.#intakes.get(id);
    return intake?.principal === principal ? intake : undefined;
  }
}
