import { CommandIdReused, RevisionStale, SecretsKeyProblem, TokenKeysUnavailable } from '#kept/application';
import { JournalUnavailable } from '#kept/delivery';
import { Refusal } from '#kept/domain';
import { AppendConflict, AppendOutcomeUnknown, AppendRejected, StoreClosed, StoreUnavailable } from '#kept/event-store';
import { ReadModelRefused, ReadModelUnavailable } from '#kept/read-model';
import { FieldsRefused } from './body-validation.js';
import { RequestRefused } from './request-refused.js';

const RETRY_SOON = { 'retry-after': '1' };

/** Every failure that there can be beneath the HTTP server, as a refusal; what nobody foresaw is an internal error. */
export function refusalOf(error: unknown): RequestRefused {
  if (error instanceof RequestRefused) return error;
  if (error instanceof Refusal) return new RequestRefused(error.code, error.parameters);
  if (error instanceof FieldsRefused) {
    const { code, parameters } = error.faults[0]!;
    return new RequestRefused(code, parameters);
  }
  if (error instanceof CommandIdReused) return new RequestRefused('idempotency-key-reused');
  if (error instanceof RevisionStale) return new RequestRefused('revision-stale', { current: error.current });
  if (error instanceof AppendConflict) return new RequestRefused('contended', {}, RETRY_SOON);
  if (error instanceof AppendOutcomeUnknown) return new RequestRefused('outcome-unknown', {}, RETRY_SOON);
  if (error instanceof StoreClosed) return new RequestRefused('shutting-down', {}, RETRY_SOON);
  if (error instanceof StoreUnavailable)
    return new RequestRefused('ledger-unavailable', { problem: error.reason }, RETRY_SOON);
  if (error instanceof AppendRejected) return new RequestRefused('body-malformed', { problem: error.message });
  if (error instanceof TokenKeysUnavailable) return new RequestRefused('identity-provider-unavailable', {}, RETRY_SOON);
  // What is wrong with it, and where, is for whoever keeps the server, and stands in its log.
  if (error instanceof SecretsKeyProblem)
    return new RequestRefused('secrets-unavailable', { problem: error.problem }, RETRY_SOON);
  if (error instanceof ReadModelRefused) return ofReadModel(error);
  if (error instanceof ReadModelUnavailable)
    return new RequestRefused('not-ready', { problem: 'read-model-unreachable' }, RETRY_SOON);
  if (error instanceof JournalUnavailable)
    return new RequestRefused('not-ready', { problem: 'deliveries-unreachable' }, RETRY_SOON);
  return new RequestRefused('internal-error', { request: '' });
}

function ofReadModel(error: ReadModelRefused): RequestRefused {
  switch (error.code) {
    case 'not-built':
    case 'not-caught-up':
      return new RequestRefused('not-ready', { problem: error.code }, RETRY_SOON);
    case 'cursor-damaged':
    case 'cursor-foreign':
      return new RequestRefused('cursor-invalid');
    case 'only-of-the-present':
      return new RequestRefused('only-of-the-present');
    default:
      return new RequestRefused('internal-error', { request: '' });
  }
}
