import { type Instant } from '#kept/domain';
import { type AccessLog } from './access-log.js';
import { type Keys } from './keys.js';
import { type Entrance } from './session.js';
import { type Tokens } from './tokens/index.js';

/** Nobody else’s bearer tokens begin like this. */
const KEY_PREFIX = 'kept_';

/** Lets people and programs in, by whatever they show. */
export class Doorkeeper {
  constructor(
    private readonly keys: Keys,
    private readonly log: AccessLog,
    private readonly now: () => Instant,
    /** Absent where no identity provider is trusted. */
    private readonly tokens?: Tokens,
  ) {}

  /**
   * Who shows that, if anybody. Strangers are counted; it is for the caller to note the refusal of those we know.
   * @param shown a key `kept_…` or a token; nothing where nothing was shown
   * @throws TokenKeysUnavailable
   */
  async enter(shown: string | undefined): Promise<Entrance> {
    const entrance = await this.#judge(shown);
    if (entrance.entry === 'refused' && !('principal' in entrance)) this.log.turnedAway(entrance.because);
    return entrance;
  }

  #judge(shown: string | undefined): Promise<Entrance> | Entrance {
    if (shown === undefined || shown === '') return { entry: 'refused', because: 'nothing-presented' };
    if (shown.startsWith(KEY_PREFIX)) return this.keys.enter(shown, this.now());
    return this.tokens ? this.tokens.enter(shown, this.now()) : { entry: 'refused', because: 'bad-token' };
  }
}
