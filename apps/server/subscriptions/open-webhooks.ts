import { AllowList, type FeedReader, Webhooks } from '#kept/delivery';
import { type Workspace } from '#kept/workspace';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Config } from '../config/config.js';
import { type Log } from '../logging/log.js';

export interface WebhooksSurroundings {
  config: Pick<Config, 'deliveryAllow'>;
  workspace: Pick<Workspace, 'directory' | 'store'>;
  feed: FeedReader;
  log: Log;
}

/** The web hooks of a server: their journal lies in the data directory. @throws JournalRefused */
export function openWebhooks({ config, workspace, feed, log }: WebhooksSurroundings): Promise<Webhooks> {
  const { version } = createRequire(import.meta.url)('#package') as { version: string };
  return Webhooks.open({
    ...{ store: workspace.store, feed, version },
    journal: join(workspace.directory, 'delivery.db'),
    origin: hostname(),
    allow: new AllowList(config.deliveryAllow),
    failed: (error) =>
      log.warn('something about the deliveries failed, and is tried again', error instanceof Error ? { error } : {}),
  });
}
