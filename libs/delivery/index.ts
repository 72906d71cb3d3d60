export * from './cloud-event.js';
export * from './feed/cursor.js';
export * from './feed/feed.js';
export * from './feed/feed-entry.js';
export * from './feed/feed-reader.js';
export * from './webhooks/index.js';
export * from './told-schemas.js';
