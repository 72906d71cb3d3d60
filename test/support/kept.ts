import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built `kept` as a person would, and collects what it says. */
export function kept(
  args: readonly string[],
  { environment = {}, cwd = root }: { environment?: Record<string, string>; cwd?: string } = {},
): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(root, 'apps/cli/kept.js'), ...args], {
      env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...environment },
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
}

/** The rows that a command prints as JSON; fails with what it said if it did not end well. */
export async function keptJson<T>(args: readonly string[], environment: Record<string, string> = {}): Promise<T> {
  const { code, stdout, stderr } = await kept([...args, '--output', 'json'], { environment });
  if (code !== 0) throw new Error(`kept ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** A directory of one's own, and the way to be rid of it. */
export function temporaryDirectory(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `kept-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
