import { program } from './program.js';
import { ending } from './ending.js';

// A reader that has seen enough (`kept rates | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = ending(error);
}
