export {
  type CommitmentDetails,
  type CommitmentRow,
  type SettlementKind,
} from './commitments/commitments.projection.js';
export * from './commitments/commitments.query.js';
export * from './customers/customers.query.js';
export * from './engine/engine.js';
export * from './errors.js';
export { type CommitmentInHistory } from './history/commitment-summary.js';
export * from './history/customer-history.query.js';
export { type Note } from './rates/notes.js';
export { type RatesQuestion, SLICE_KEYS, type SliceKey } from './rates/question.js';
export * from './rates/rates.query.js';
export { type Slice } from './rates/slices.js';
export { type Beside, type Lateness } from './rates/tally.js';
export { LARGEST_PAGE, type Page, type PageQuestion } from './paging/page.js';
export { openReadModel, type ReadModel } from './read-model.js';
export * from './runner/catch-up.js';
export * from './runner/follow.js';
export * from './status/status.query.js';
export * from './teams/teams.query.js';
export { PROJECTIONS } from './projections.js';
export * from './verify/verify.js';
