import { type Instant, type Principal } from '#kept/domain';

/** Somebody who was let in, until further notice. */
export interface Session {
  principal: Principal;
  /** The key they came with; absent for those an identity provider vouches for. */
  key?: string;
  /** From this instant on they are out. */
  endsAt?: Instant;
}

/** Why somebody was not let in. They themselves are never told which. */
export type RefusedEntry =
  /** Nobody we know: to be counted, and not to be written down, or anybody could fill the ledger. */
  | { entry: 'refused'; because: 'nothing-presented' | 'unknown-key' | 'bad-token' }
  /** They hold a key that was theirs. */
  | { entry: 'refused'; because: 'key-revoked' | 'key-expired'; principal: Principal };

export type Entrance = { entry: 'admitted'; session: Session } | RefusedEntry;
