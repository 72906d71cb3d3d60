import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeApi, written } from './describe.js';

// What is committed is what the code says: `npm run openapi` after every change of a route, a body or an answer.
writeFileSync(createRequire(import.meta.url).resolve('#openapi'), written(await describeApi()));
