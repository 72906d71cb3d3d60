// Starts a container, says on stdout where it is, and removes it when the process that wanted it has ended, with a directory
// of that run. Tests share it, and any of them may end, or be killed, before the others: so nobody but this holds it.
//
//   node keeper.mjs <owner's process id> <directory to remove> <what to start, as JSON>
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const [owner, directory, what] = process.argv.slice(2);
const { image, port, environment, ready } = JSON.parse(what);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function started() {
  const { GenericContainer, Wait } = await import('testcontainers');
  const waiting = ready.path
    ? Wait.forHttp(ready.path, port).forStatusCodeMatching((code) => code < 300)
    : Wait.forLogMessage(new RegExp(ready.log), ready.times);
  return new GenericContainer(image)
    .withExposedPorts(port)
    .withEnvironment(environment)
    .withStartupTimeout(180_000)
    .withWaitStrategy(waiting)
    .start();
}

let container;
let answer;
try {
  container = await started();
  answer = { host: container.getHost(), port: container.getMappedPort(port) };
} catch (error) {
  answer = { missing: `no container of ${image} could be started: ${error.message}` };
}
process.stdout.write(`${JSON.stringify(answer)}\n`);
while (isAlive(Number(owner))) await wait(1_000);
await container?.stop();
rmSync(directory, { recursive: true, force: true });
