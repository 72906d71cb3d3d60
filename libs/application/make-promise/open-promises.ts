import { type AnotherPromise, promisedOtherwise } from '#kept/read-model';
import { Inject, Injectable } from '@nestjs/common';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';

/** How many are asked about in one question. */
const AT_ONCE = 64;

/** Milliseconds that a promise waits for an answer, at most. */
const PATIENCE = 250;

interface Waiting {
  promise: AnotherPromise;
  answer: (otherwise: boolean) => void;
}

/**
 * Knows whether a customer was promised something else. It asks the read model, which may be a moment behind: two
 * promises made at the same time do not see each other. Only a warning rests on the answer, so nobody waits long for it,
 * and where there is none the promise is made without. Promises that come while a question is under way are asked about
 * together in the next.
 */
@Injectable()
export class OpenPromises {
  private waiting: Waiting[] = [];
  private isAsking = false;

  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  promisedOtherwise(promise: AnotherPromise): Promise<boolean> {
    return new Promise((resolve) => {
      const given = setTimeout(() => resolve(false), PATIENCE);
      const answer = (otherwise: boolean): void => {
        clearTimeout(given);
        resolve(otherwise);
      };
      this.waiting.push({ promise, answer });
      if (!this.isAsking) void this.askAll();
    });
  }

  private async askAll(): Promise<void> {
    this.isAsking = true;
    while (this.waiting.length > 0) {
      const asked = this.waiting.splice(0, AT_ONCE);
      const answers = await this.answersTo(asked.map(({ promise }) => promise));
      asked.forEach(({ answer }, index) => answer(answers[index] ?? false));
    }
    this.isAsking = false;
  }

  /** None where the read model cannot be asked now: a promise does not depend on it. */
  private async answersTo(promises: readonly AnotherPromise[]): Promise<readonly boolean[]> {
    try {
      return await promisedOtherwise(this.readModel, promises);
    } catch {
      return [];
    }
  }
}
