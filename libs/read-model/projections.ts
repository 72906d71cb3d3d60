import { commitmentsProjection } from './commitments/commitments.projection.js';
import { historyProjection } from './history/history.projection.js';
import { obligationsProjection } from './obligations/obligations.projection.js';
import { type Projection } from './projection.js';
import { ratesProjection } from './rates/rates.projection.js';
import { teamsProjection } from './teams/teams.projection.js';

/** Every projection of this program. */
export const PROJECTIONS: readonly Projection[] = [
  commitmentsProjection,
  historyProjection,
  obligationsProjection,
  ratesProjection,
  teamsProjection,
];
