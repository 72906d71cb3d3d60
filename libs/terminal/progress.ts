import { SingleBar } from 'cli-progress';

/** Shows how far long work has come: on stderr, and only where a person is watching. */
export interface Progress {
  /** @param total as far as it is known by now; the bar follows if it changes */
  update(done: number, total: number, phase?: string): void;
  stop(): void;
}

/** At most this many redraws a second: the bar must not slow the work. */
const REDRAWS = 10;

/**
 * A bar with the rate and the time left. Where stderr is no terminal it says nothing: a log full of bars helps nobody.
 * @param unit what is counted: `events`, `rows`
 */
export function progressBar(label: string, unit: string): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: `{phase} [{bar}] {percentage} %  {rate} ${unit}/s  {left}`,
    stream: process.stderr,
    fps: REDRAWS,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
  });
  let began = performance.now();
  let phaseNow: string | undefined;
  return {
    update(done, total, phase = label) {
      if (phase !== phaseNow) {
        if (phaseNow !== undefined) bar.stop();
        phaseNow = phase;
        began = performance.now();
        bar.start(total, done, { phase, rate: '–', left: '' });
      }
      const seconds = (performance.now() - began) / 1_000;
      const rate = seconds > 0 ? done / seconds : 0;
      bar.setTotal(total);
      bar.update(done, {
        phase,
        rate: Math.round(rate).toLocaleString('en'),
        left: rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : '',
      });
    },
    stop() {
      if (phaseNow !== undefined) bar.stop();
    },
  };
}
