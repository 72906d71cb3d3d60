import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * Where the code of a thread lies. A thread runs what was built, also when this file itself is read from source, as
 * tests do: Node knows no TypeScript.
 */
export function threadCode(name: 'follower' | 'projector'): URL {
  const root = pathToFileURL(createRequire(import.meta.url).resolve('#package'));
  return new URL(`dist/bundle/${name}.worker.js`, root);
}
