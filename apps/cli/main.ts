import { CommanderError } from 'commander';
import { EXIT } from './exit-codes.js';
import { programFor } from './program.js';

// A reader that has seen enough (`kept rates | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const program = await programFor(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.exitCode = await endingOf(error);
}

async function endingOf(error: unknown): Promise<number> {
  // Commander has already said its own; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  // Loaded only now: it knows the errors of every lib.
  const { ending } = await import('./ending.js');
  return ending(error);
}
