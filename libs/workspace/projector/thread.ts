/**
 * Where the code of a thread lies. A thread runs what was built, also when this file itself is read from source, as
 * tests do: Node knows no TypeScript.
 */
export function threadCode(name: 'follower' | 'projector'): URL {
  const built = import.meta.url.endsWith('.ts') ? '../../../dist/libs/workspace/projector' : '.';
  return new URL(`${built}/${name}.worker.js`, import.meta.url);
}
