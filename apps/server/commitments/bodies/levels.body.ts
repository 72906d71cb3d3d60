import { type ActualLevels, type Level, type Levels } from '#kept/domain';
import { Part, Quantity } from '../../http/fields.js';
import { given } from '../../http/given.js';

const MOST = Number.MAX_SAFE_INTEGER;

/** What the customer hopes for, and the least they accept. */
export class LevelBody {
  @Quantity(0, MOST, { optional: true })
  desired?: number;

  @Quantity(0, MOST, { optional: true })
  adequate?: number;
}

export class LevelsBody {
  @Part(() => LevelBody, { optional: true })
  quality?: LevelBody;

  @Part(() => LevelBody, { optional: true })
  price?: LevelBody;

  @Part(() => LevelBody, { optional: true })
  communication?: LevelBody;
}

/** What was reached, in the dimensions beside time. */
export class ActualLevelsBody {
  @Quantity(0, MOST, { optional: true })
  quality?: number;

  @Quantity(0, MOST, { optional: true })
  price?: number;

  @Quantity(0, MOST, { optional: true })
  communication?: number;
}

export const levelOf = ({ desired, adequate }: LevelBody): Level => given({ desired, adequate });

export function levelsOf({ quality, price, communication }: LevelsBody = {}): Levels {
  return given({
    quality: quality && levelOf(quality),
    price: price && levelOf(price),
    communication: communication && levelOf(communication),
  });
}

export function actualLevelsOf({ quality, price, communication }: ActualLevelsBody = {}): ActualLevels {
  return given({ quality, price, communication });
}
