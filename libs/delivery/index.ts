export * from './feed/feed-entry.js';
export * from './feed/feed-reader.js';
export * from './webhooks/index.js';
