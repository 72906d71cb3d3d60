export { vouchedPrincipal } from './claims.js';
export * from './token-settings.js';
export * from './tokens.js';
