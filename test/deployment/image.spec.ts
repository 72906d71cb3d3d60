import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../support/kept.js';
import { NODE_OF_A_SERVER } from '../support/server-process.js';

const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** Whether a file reaches the builder: the last pattern that fits it, or a folder it is in, says so. */
function isSent(path: string, ignored: readonly string[] = patterns): boolean {
  const parts = path.split('/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const said = ignored.findLast((pattern) => folders.some((folder) => matcher(pattern.replace(/^!/, '')).test(folder)));
  return said === undefined || said.startsWith('!');
}

function matcher(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '(?:.*/)?');
  return new RegExp(`^${source}$`);
}

/** What is copied from here, and not from another stage. */
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => sources!.split(' '));

/** Every file below a place, or the file itself. */
const filesAt = (place: string): string[] =>
  statSync(join(root, place)).isDirectory()
    ? readdirSync(join(root, place), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    : [place];

/** The files of ours that a source imports: beside it, or by the name of a lib. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import) ?\(?'([.#][^']+)'/g)]
    .map(([, name]) => name!)
    .filter((name) => /^(?:\.|#kept\/)/.test(name))
    .map((name) =>
      name.startsWith('#kept/')
        ? `libs/${name.slice('#kept/'.length)}/index.ts`
        : join(dirname(file), name).replace(/\.js$/, '.ts'),
    );
}

describe('the image', () => {
  it('copies what is there, and what the builder is sent', () => {
    expect(copied).toEqual(expect.arrayContaining(['apps', 'libs', 'package.json', 'apps/cli/kept.js']));
    for (const place of copied) {
      expect(existsSync(join(root, place))).toBe(true);
      expect({ place, sent: filesAt(place).some((file) => isSent(file)) }).toEqual({ place, sent: true });
    }
  });

  it('is built from every source that is no test, and from no test', () => {
    const wrong = ['apps', 'libs'].flatMap(filesAt).filter((file) => {
      const isTest = /\.spec\.ts$|\.fixture\.ts$|\/(?:testing|conformance|double)\//.test(file);
      return isSent(file) === isTest;
    });
    expect(wrong).toEqual([]);
  });

  it('has every file that a file of it imports', () => {
    const missing = (files: readonly string[]): string[] =>
      files.flatMap((file) =>
        importsOf(file)
          .filter((other) => !isSent(other))
          .map((other) => `${file} imports ${other}`),
      );
    const sources = ['apps', 'libs'].flatMap(filesAt).filter((file) => file.endsWith('.ts'));
    expect(missing(sources.filter((file) => isSent(file)))).toEqual([]);
    // Where tests are, such imports are: they are found.
    expect(missing(sources).length).toBeGreaterThan(100);
  });

  it.each(['.git/config', '.env', 'data/ledger.db', 'secrets/read-model', 'node_modules/pg/package.json', 'README.md'])(
    '%s stays where it is',
    (file) => expect(isSent(file)).toBe(false),
  );

  it('would be sent a secret if a line were missing', () => {
    const careless = patterns.filter((pattern) => pattern !== '*');
    expect(isSent('secrets/read-model', careless)).toBe(true);
  });

  it('runs as nobody in particular, in exec form, on a Node that is pinned and that the package allows', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(last).toMatch(/^USER node$/m);
    const [, command] = /^CMD (.*)$/m.exec(last)!;
    expect(JSON.parse(command!)).toEqual(['node', ...NODE_OF_A_SERVER, 'dist/bundle/server.js']);
    expect(last).toMatch(/^HEALTHCHECK .*CMD \["node",/m);
    // No line needs a shell.
    for (const [, command] of dockerfile.matchAll(/^(?:RUN|CMD|ENTRYPOINT) (.*)$/gm))
      expect(command).toMatch(/^\[".*"\]$/);
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);
    expect(new Set(images)).toEqual(new Set([images[0]]));
    expect(images[0]).toMatch(/^node:24\.\d+\.\d+-bookworm-slim$/);
  });

  it('has no package that only tests need', () => {
    expect(dockerfile).toContain('COPY --from=dependencies /kept/node_modules node_modules');
    expect(dockerfile).toMatch(/AS dependencies[^]*?"npm", "ci", "--omit=dev", "--ignore-scripts"/);
  });
});
