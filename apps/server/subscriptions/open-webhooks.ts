import { AllowList, type FeedReader, JournalRefused, Webhooks } from '#kept/delivery';
import { fileAt, JOURNAL_FILE, type Workspace } from '#kept/workspace';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Config } from '../config/config.js';
import { type Log } from '../logging/log.js';

export interface WebhooksSurroundings {
  config: Pick<Config, 'deliveryAllow' | 'deliveries'>;
  workspace: Pick<Workspace, 'directory' | 'places' | 'store'>;
  feed: FeedReader;
  log: Log;
}

/** The web hooks of a server, whether it delivers or is only asked. @throws JournalRefused, JournalUnavailable */
export async function openWebhooks({ config, workspace, feed, log }: WebhooksSurroundings): Promise<Webhooks> {
  const { directory, places } = workspace;
  if (config.deliveries === undefined) mustHaveLeftNothing(directory, places.deliveries);
  const { version } = createRequire(import.meta.url)('#package') as { version: string };
  return Webhooks.open({
    ...{ store: workspace.store, feed, version },
    journal: places.deliveries,
    origin: hostname(),
    allow: new AllowList(config.deliveryAllow),
    failed: (error) =>
      log.warn('something about the deliveries failed, and is tried again', error instanceof Error ? { error } : {}),
  });
}

/** A read model may move without a word; with the journal, every endpoint would hear again what it has heard. */
function mustHaveLeftNothing(directory: string, deliveries: string): void {
  const file = join(directory, JOURNAL_FILE);
  if (fileAt(deliveries) !== undefined || !existsSync(file)) return;
  throw new JournalRefused(
    'left-behind',
    `there is a journal of deliveries in ${file}, and the read model is on a server: set KEPT_DELIVERIES=sqlite:${file} to ` +
      'go on with it, or remove it to begin one there; then every endpoint hears again what it has heard',
  );
}
