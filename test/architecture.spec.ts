import { describe, expect, it } from '@jest/globals';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const { default: rules } = (await import(join(root, '.dependency-cruiser.js'))) as {
  default: { forbidden: { name: string }[]; options: ICruiseOptions };
};

/** The names of the rules broken below a folder, each with the files that break it. */
async function violations(baseDir: string, places: string[]): Promise<string[]> {
  const { forbidden, options } = rules;
  const { output } = await cruise(
    places,
    { ...options, ruleSet: { forbidden }, validate: true, baseDir } as ICruiseOptions,
    options.enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
  );
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

/** A tree with the same rules and packages, and only these files. */
async function violationsOf(files: Record<string, string>): Promise<string[]> {
  const tree = mkdtempSync(join(tmpdir(), 'kept-architecture-'));
  try {
    cpSync(join(root, 'package.json'), join(tree, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    }
    return await violations(tree, [...new Set(Object.keys(files).map((file) => file.split('/')[0]!))]);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

const value = 'export const value = 1;\n';
const using = (path: string): string => `import { value } from '${path}';\nexport const other = value;\n`;

/** One break of every rule: what is imported from where. */
const PLANTED: Record<string, Record<string, string>> = {
  'no-cycles': {
    'libs/a/index.ts': "import { b } from './b.js';\nexport const a = (): number => b();\n",
    'libs/a/b.ts': "import { a } from './index.js';\nexport const b = (): number => a();\n",
  },
  'no-orphans': { 'libs/a/forgotten.ts': value },
  'domain-is-pure': { 'libs/domain/index.ts': "import { readFileSync } from 'node:fs';\nexport { readFileSync };\n" },
  'event-store-knows-records': {
    'libs/domain/index.ts': value,
    'libs/event-store/index.ts': using('#kept/domain'),
  },
  'one-eventstoredb-client': {
    'libs/application/index.ts':
      "import { EventStoreDBClient } from '@eventstore/db-client';\nexport { EventStoreDBClient };\n",
  },
  'sql-stays-in-its-rooms': {
    // Beside the journal of web hooks, and not in it.
    'libs/delivery/webhooks/index.ts': "import { sql } from 'kysely';\nexport { sql };\n",
  },
  'holidays-are-imported-once': {
    'libs/domain/index.ts': "import Holidays from 'date-holidays';\nexport { Holidays };\n",
  },
  'editions-are-made-by-hand': { 'apps/server/main.ts': using('#kept/calendars'), 'libs/calendars/index.ts': value },
  'libs-never-import-apps': { 'apps/cli/main.ts': value, 'libs/a/index.ts': using('../../apps/cli/main.js') },
  'nothing-imports-tests': { 'test/a.ts': value, 'libs/a/index.ts': using('../../test/a.js') },
  'through-the-front-door': {
    'libs/a/index.ts': using('../b/inside.js'),
    'libs/b/inside.ts': value,
    'libs/b/index.ts': using('./inside.js'),
  },
  'through-the-front-door-from-outside': {
    'apps/cli/main.ts': using('../../libs/b/inside.js'),
    'libs/b/inside.ts': value,
    'libs/b/index.ts': using('./inside.js'),
  },
  'no-unresolved': { 'apps/cli/main.ts': using('./nowhere.js') },
};

describe('the house rules', () => {
  it('hold everywhere', async () => {
    expect(await violations(root, ['apps', 'libs', 'test'])).toEqual([]);
  });

  it('are all tried by a planted violation', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(PLANTED))('%s bites', async (name, files) => {
    expect((await violationsOf(files)).filter((found) => found.startsWith(`${name}:`))).not.toEqual([]);
  });
});
