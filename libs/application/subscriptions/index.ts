export * from './reach.js';
export { type ForbidsAddress } from './sealed-addresses.js';
export * from './secret-box.js';
export * from './secrets-key.js';
export * from './shown-subscription.js';
export { type SigningKeyMade } from './signing.js';
export * from './subscribed-endpoints.js';
export * from './subscriptions.js';
