import { AccessLog, ensureFirstKey, Keys, SessionWatch, Subscriptions } from '#kept/application';
import { Feed, type Webhooks } from '#kept/delivery';
import { instant } from '#kept/domain';
import { type EventStore } from '#kept/event-store';
import { eventsBetween, openWorkspace, placesOf, type Progress, Projections, type Workspace } from '#kept/workspace';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { lookup } from 'node:dns/promises';
import { createApp } from './app.js';
import { type GatedRoute } from './access/gate.js';
import { type Config } from './config/config.js';
import { canWriteIn } from './health/disk-probe.js';
import { LedgerHealth } from './health/ledger-health.js';
import { Readiness } from './health/readiness.js';
import { given } from './http/given.js';
import { type Log, SILENT } from './logging/log.js';
import { observedStore } from './observation/observed-store.js';
import { openWebhooks } from './subscriptions/open-webhooks.js';
import { type SubscriptionParts } from './subscriptions/subscription-providers.js';
import { ENDPOINTS } from './subscriptions/tokens.js';
import { startTelemetry } from './telemetry/start.js';
import { NO_TELEMETRY, type Telemetry } from './telemetry/telemetry.js';
import { takePart, type TakenPart } from './work/take-part.js';

export interface RunningServer {
  /** `http://127.0.0.1:4780` */
  address: string;
  app: NestFastifyApplication;
  /** Every route there is, and who may use it. */
  routes: readonly GatedRoute[];
  workspace: Workspace;
  /** How far the answers have come. */
  progress: Progress;
  /** The key to an empty ledger, for whoever started it first: to be shown, once. */
  firstKey?: string;
  /** Whether anybody has ever been given a key. */
  hasKeys: boolean;
  /**
   * Answers what was accepted, takes nothing new, and lets go of the data directory.
   * @returns whether everybody was answered in time
   */
  stop(): Promise<boolean>;
}

export interface ServerSurroundings {
  log?: Log;
  /** What is to be used for the ledger: the same, with faults, for those who want to see what happens then. */
  store?: (real: EventStore) => EventStore;
  /** Where people ask about deliveries. Then none are made here: for those who want to see nothing but the asking. */
  desk?: SubscriptionParts['desk'];
}

/**
 * Starts what its role has: the ledger, the API, and its share of what is done by itself, which is the projections on
 * another core, the watch over what was promised, and the deliveries to those who subscribed.
 */
export async function startServer(
  config: Config,
  { log = SILENT, store: replaced = (real) => real, desk }: ServerSurroundings = {},
): Promise<RunningServer> {
  const { data, role, eventStore, readModel, deliveries: journal } = config;
  const places = placesOf(data, given({ eventStore, readModel, deliveries: journal }));
  const opened = await openWorkspace(data, { create: true, places });
  const telemetry = await startTelemetry(config);
  const ledger = new LedgerHealth(() => canWriteIn(opened.directory));
  const store = observed(replaced(opened.store), ledger, telemetry);
  const workspace = { ...opened, store };
  let part: TakenPart | undefined;
  let webhooks: Webhooks | undefined;
  const projections = new Projections(workspace, {
    stopped: (error) => log.error('the projector stopped', reason(error)),
    moved: () => part?.work.moved(),
  });
  const { progress } = projections;
  const readiness = new Readiness({ store, progress, ledger, places, maxLag: config.maxLag });
  telemetry.watch({ lag: async () => eventsBetween(progress.reached, await store.head(), places) });
  const letGo = async (): Promise<void> => {
    await part?.sharing.leave();
    await webhooks?.stop();
    await projections.stop();
    // Its last figures are asked of the store.
    await telemetry.stop();
    await opened.close();
  };
  try {
    const feed = new Feed(store);
    const deliveries = await openWebhooks({ config, workspace, feed, log });
    webhooks = deliveries;
    const { app, traffic, routes } = await createApp({
      ...{ config, workspace, progress, log, telemetry, readiness, feed },
      desk: desk ?? ((endpoints) => deliveries.desk(endpoints)),
    });
    await app.get(Subscriptions).mustOpenSecrets(instant(Date.now()));
    const keys = app.get(Keys);
    const first = role === 'worker' ? undefined : await ensureFirstKey(store, keys, instant(Date.now()));
    const address = await listening(app, config);
    if (role === 'api') await projections.lookOn();
    else {
      if (!desk) await deliveries.start(app.get(ENDPOINTS));
      part = await takePart({ workspace, projections, deliveries, app, log });
      await part.sharing.join(part.work);
    }
    const stop = async (): Promise<boolean> => {
      readiness.stop();
      // What is open for long: nothing else would end it.
      app.get(SessionWatch).close();
      feed.close();
      const everybody = await traffic.drain(config.shutdownTimeout);
      await part?.sharing.leave();
      await deliveries.stop();
      await app.close();
      await app.get(AccessLog).close();
      await letGo();
      return everybody;
    };
    const shown = { ...given({ firstKey: first?.text }), hasKeys: await keys.wereGiven() };
    return { address, app, routes, workspace, progress, ...shown, stop: once(stop) };
  } catch (error) {
    await letGo();
    throw error;
  }
}

function observed(store: EventStore, ledger: LedgerHealth, telemetry: Telemetry): EventStore {
  if (telemetry === NO_TELEMETRY) return observedStore(store, ledger.around);
  return observedStore(store, ({ stream, events }, append) =>
    telemetry.within('append', { 'kept.stream.kind': stream.split('-', 1)[0]!, 'kept.events': events }, async () => {
      const began = performance.now();
      const done = (failed: boolean): void =>
        telemetry.appended({ events, seconds: (performance.now() - began) / 1_000, failed });
      try {
        const appended = await ledger.around({ stream, events }, append);
        done(false);
        return appended;
      } catch (error) {
        done(true);
        throw error;
      }
    }),
  );
}

const reason = (error: unknown): { error?: Error } => (error instanceof Error ? { error } : {});

/** At one address, also where a name has several: there is one server to be stopped. */
async function listening(app: NestFastifyApplication, { host, port }: Config): Promise<string> {
  await app.listen(port, (await lookup(host)).address);
  return (await app.getUrl()).replace(/\/$/, '');
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}
