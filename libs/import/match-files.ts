import { basename } from 'node:path';
import { type Mapping } from './mapping/mapping.js';
import { ImportError } from './problems.js';

export interface MatchedFiles {
  /** The files of each input, in the order of their names. */
  byInput: ReadonlyMap<string, readonly string[]>;
  /** Files that the mapping says not to read. */
  ignored: readonly string[];
}

/**
 * Finds out which file is which by their names, in whatever order they are given.
 * @throws ImportError where an input has no file, or a file no input, or either more than one
 */
export function matchFiles({ inputs, ignoreFiles }: Mapping, files: readonly string[]): MatchedFiles {
  const byInput = new Map<string, string[]>(Object.keys(inputs).map((name) => [name, []]));
  const patterns = Object.entries(inputs).map(([name, { file }]) => ({ name, matches: namePattern(file) }));
  const skipped = ignoreFiles.map(namePattern);
  const expected = Object.values(inputs)
    .map(({ file }) => file)
    .join(', ');
  const ignored: string[] = [];

  for (const path of new Set(files)) {
    const name = basename(path);
    const found = patterns.filter(({ matches }) => matches(name));
    if (found.length > 1)
      throw new ImportError(
        'file-ambiguous',
        `${name} could be any of the inputs ${found.map((one) => one.name).join(', ')}: the mapping must tell them apart`,
      );
    if (found[0]) byInput.get(found[0].name)!.push(path);
    else if (skipped.some((matches) => matches(name))) ignored.push(path);
    else throw new ImportError('file-superfluous', `the mapping has no use for ${name}; it reads ${expected}`);
  }

  for (const [name, paths] of byInput) {
    const { file } = inputs[name]!;
    if (paths.length === 0) throw new ImportError('file-missing', `there is no file for the input ${name}: ${file}`);
    if (paths.length > 1 && !/[*?]/.test(file))
      throw new ImportError('file-ambiguous', `two files are called ${file}: ${paths.join(' and ')}`);
    paths.sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
  }
  return { byInput, ignored };
}

function namePattern(pattern: string): (name: string) => boolean {
  const escaped = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const whole = new RegExp(`^${escaped}(?:\\.gz)?$`, 's');
  return (name) => whole.test(name);
}
