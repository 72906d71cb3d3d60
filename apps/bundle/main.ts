import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/**
 * Puts what was compiled for `kept`, the server and the threads that project into a few files of `dist/bundle`, with what they
 * use of other packages. An import loads 1,600 modules otherwise, and a server 3,200, one by one: that
 * takes longer than most commands do.
 * Stack traces still name the sources, where Node is asked to. See ADR 18.
 */
const root = dirname(createRequire(import.meta.url).resolve('#package'));
const bundle = join(root, 'dist/bundle');

/** Loaded as they are installed. */
const PACKAGES = [
  // They find files of their own: binaries, and what they know of countries.
  'libsql',
  'chinese-days',
  'date-holidays',
  // Large, and mostly not used: only where a ledger is there, or somebody observes.
  '@eventstore/db-client',
  '@opentelemetry/*',
];

/** Asked for by other packages where they are installed, and here they are not. */
const ABSENT = [
  '@nestjs/websockets',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@fastify/middie',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  'class-transformer/storage',
  'pg-native',
];

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    kept: 'dist/apps/cli/main.js',
    server: 'dist/apps/server/main.js',
    'follower.worker': 'dist/libs/workspace/projector/follower.worker.js',
    'projector.worker': 'dist/libs/workspace/projector/projector.worker.js',
  },
  outdir: bundle,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: [...PACKAGES, ...ABSENT],
  sourcemap: true,
  sourcesContent: false,
  // CommonJS asks for Node's own modules by a function that other modules do not have.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});

// Only now: names tell the content, and a process that runs may still load what has not changed.
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(bundle)) if (!made.has(name)) rmSync(join(bundle, name));
