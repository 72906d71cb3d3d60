import { mkdirSync, writeFileSync } from 'node:fs';
import { asyncApi } from './async-api.js';
import { ASYNC_API_FILE, SCHEMAS_FOLDER, schemaTexts, written } from './committed.js';

// What is committed is what the code says: `npm run asyncapi` after every change of an event.
mkdirSync(SCHEMAS_FOLDER, { recursive: true });
for (const [file, text] of schemaTexts()) writeFileSync(file, text);
writeFileSync(ASYNC_API_FILE, written(asyncApi()));
