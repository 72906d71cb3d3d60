import { Keys, secretsKeyFrom, secretsKeyIn, SubscribedEndpoints, Subscriptions } from '#kept/application';
import { AllowList, type DeliveryDesk, type Endpoints, targetProblem } from '#kept/delivery';
import { instant } from '#kept/domain';
import { type Workspace } from '#kept/workspace';
import { Logger, type Provider } from '@nestjs/common';
import { type Config } from '../config/config.js';
import { CallersSubscription } from './callers-subscription.js';
import { DELIVERY_DESK, ENDPOINTS } from './tokens.js';

export interface SubscriptionParts {
  config: Pick<Config, 'secretsKey' | 'deliveryAllow'>;
  workspace: Workspace;
  /** What makes deliveries and knows about them; `undefined` where this process has no hand in them. */
  desk: (endpoints: Endpoints) => DeliveryDesk | undefined;
}

const logger = new Logger('subscriptions');

/** The subscriptions of a ledger, their endpoints, and the desk of the deliveries to them. */
export function subscriptionProviders({ config, workspace, desk }: SubscriptionParts): Provider[] {
  const secretsKey =
    config.secretsKey === undefined ? secretsKeyIn(workspace.directory) : secretsKeyFrom(config.secretsKey);
  const allowed = new AllowList(config.deliveryAllow);
  const subscriptions = new Subscriptions(workspace.store, secretsKey, (url) => targetProblem(url, allowed));
  return [
    CallersSubscription,
    { provide: Subscriptions, useValue: subscriptions },
    {
      provide: ENDPOINTS,
      useFactory: (keys: Keys): Endpoints =>
        new SubscribedEndpoints({
          ...{ store: workspace.store, subscriptions, keys, now: () => instant(Date.now()) },
          sealed: (subscription, problem) => logger.error(`${subscription}: ${problem.message}`),
        }),
      inject: [Keys],
    },
    { provide: DELIVERY_DESK, useFactory: (endpoints: Endpoints) => desk(endpoints), inject: [ENDPOINTS] },
  ];
}
