import { instant, type Instant } from '#kept/domain';
import { type EventStore } from '#kept/event-store';
import { type DynamicModule } from '@nestjs/common';
import { AccessLog } from './access-log.js';
import { Doorkeeper } from './doorkeeper.js';
import { Keys } from './keys.js';
import { Notebook } from './notebook.js';
import { SessionWatch } from './session-watch.js';
import { Tokens, type TokenSettings } from './tokens/index.js';

export interface AccessOptions {
  /** Whom beside the holders of keys to let in. Default: nobody. */
  tokens?: TokenSettings;
  now?: () => Instant;
}

/** Who is let in, and what is remembered of them. */
export class AccessModule {
  /** @throws TokenSettingsWrong */
  static on(store: EventStore, { tokens, now = () => instant(Date.now()) }: AccessOptions = {}): DynamicModule {
    const keys = new Keys(store);
    const log = new AccessLog(new Notebook(store), now);
    const watch = new SessionWatch(store, keys, now);
    const doorkeeper = new Doorkeeper(keys, log, now, tokens && new Tokens(tokens));
    return {
      module: AccessModule,
      providers: [
        { provide: Keys, useValue: keys },
        { provide: AccessLog, useValue: log },
        { provide: SessionWatch, useValue: watch },
        { provide: Doorkeeper, useValue: doorkeeper },
      ],
      exports: [Keys, AccessLog, SessionWatch, Doorkeeper],
    };
  }
}
