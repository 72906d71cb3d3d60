import { AccessModule, ApplicationModule } from '#kept/application';
import { Feed } from '#kept/delivery';
import { type Workspace } from '#kept/workspace';
import { type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AccessLogController } from './access/access-log.controller.js';
import { KeysController } from './access/keys.controller.js';
import { CommitmentCommandsController } from './commitments/commitment-commands.controller.js';
import { PromiseCheckController } from './commitments/promise-check.controller.js';
import { type Config } from './config/config.js';
import { tokenSettingsFrom } from './config/token-settings.js';
import { CustomerCommandsController } from './customers/customer-commands.controller.js';
import { CommitmentsController } from './commitments/commitments.controller.js';
import { CustomersController } from './customers/customers.controller.js';
import { SearchController } from './search/search.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { AsyncApiController } from './asyncapi/asyncapi.controller.js';
import { FeedController } from './feed/feed.controller.js';
import { OpenPlaces } from './feed/open-places.js';
import { StreamController } from './feed/stream.controller.js';
import { RatesController } from './rates/rates.controller.js';
import { TeamsController } from './teams/teams.controller.js';
import { HealthController } from './health/health.controller.js';
import { type Readiness } from './health/readiness.js';
import { RequestValidation } from './http/body-validation.js';
import { given } from './http/given.js';
import { ProblemFilter } from './http/problem.filter.js';
import { IntakeController } from './intake/intake.controller.js';
import { Intakes } from './intake/intakes.js';
import { ObligationsController } from './obligations/obligations.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { DeliveriesController } from './subscriptions/deliveries.controller.js';
import { SigningKeysController } from './subscriptions/signing-keys.controller.js';
import { subscriptionProviders, type SubscriptionParts } from './subscriptions/subscription-providers.js';
import { SubscriptionsController } from './subscriptions/subscriptions.controller.js';
import { CONFIG, READINESS, WORKSPACE } from './tokens.js';
import { PoliciesController } from './teams/policies.controller.js';
import { TeamCommandsController } from './teams/team-commands.controller.js';

/** Folded streams kept in memory: those of a busy day's customers and commitments. */
const REMEMBERED = 10_000;

/** What every process answers, whatever its role. */
const PROBES = [HealthController];

const API = [
  CommitmentCommandsController,
  PromiseCheckController,
  CommitmentsController,
  CustomersController,
  TeamsController,
  ObligationsController,
  FeedController,
  StreamController,
  RatesController,
  ExportsController,
  SearchController,
  CustomerCommandsController,
  TeamCommandsController,
  PoliciesController,
  IntakeController,
  OpenApiController,
  AsyncApiController,
  KeysController,
  AccessLogController,
  SubscriptionsController,
  SigningKeysController,
  DeliveriesController,
];

export interface ServerParts {
  config: Config;
  workspace: Workspace;
  readiness: Readiness;
  feed: Feed;
  /** Where people ask about deliveries; it answers nothing where nobody here knows. */
  desk: SubscriptionParts['desk'];
}

/** The HTTP API on one data directory. */
export class ServerModule {
  static on({ config, workspace, readiness, feed, desk }: ServerParts): DynamicModule {
    return {
      module: ServerModule,
      imports: [
        ApplicationModule.on(workspace.store, workspace.readModel, { remembered: REMEMBERED }),
        AccessModule.on(workspace.store, given({ tokens: tokenSettingsFrom(config).settings })),
      ],
      controllers: config.role === 'worker' ? PROBES : [...API, ...PROBES],
      providers: [
        Intakes,
        ...subscriptionProviders({ config, workspace, desk }),
        { provide: Feed, useValue: feed },
        { provide: OpenPlaces, useValue: new OpenPlaces(config.streamLimit) },
        { provide: CONFIG, useValue: config },
        { provide: WORKSPACE, useValue: workspace },
        { provide: READINESS, useValue: readiness },
        { provide: APP_PIPE, useClass: RequestValidation },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
