import { Subscriptions } from '#kept/application';
import { type Action, type KnownSubscription } from '#kept/domain';
import { Injectable } from '@nestjs/common';
import { type Caller } from '../access/caller.js';
import { refuseRequest } from '../http/request-refused.js';

/** Finds the subscription that a route is about, for those who may. */
@Injectable()
export class CallersSubscription {
  constructor(private readonly subscriptions: Subscriptions) {}

  /** @throws RequestRefused 404 for one that nobody opened, 403 for one that is somebody else’s */
  async of(caller: Caller, action: Action, id: string): Promise<KnownSubscription> {
    const found = await this.subscriptions.find(id);
    if (!found) return refuseRequest('resource-unknown', { kind: 'subscription', id });
    caller.mustMay(action, { owner: found.owner });
    return found;
  }
}
