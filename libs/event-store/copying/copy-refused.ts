/** Why a ledger is not copied: nothing was written then. */
export class CopyRefused extends Error {
  constructor(
    readonly code: 'another-ledger' | 'file-exists',
    message: string,
  ) {
    super(message);
    this.name = 'CopyRefused';
  }
}
