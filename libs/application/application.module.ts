import { type EventStore } from '#kept/event-store';
import { type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AnswerComplaintHandler } from './answer-complaint/answer-complaint.handler.js';
import { CheckPromiseHandler } from './check-promise/check-promise.handler.js';
import { CorrectExpectationHandler } from './correct-expectation/correct-expectation.handler.js';
import { DeclareCapacityHandler } from './declare-capacity/declare-capacity.handler.js';
import { ForgetCustomerHandler } from './forget-customer/forget-customer.handler.js';
import { FulfilHandler } from './fulfil/fulfil.handler.js';
import { MakePromiseHandler } from './make-promise/make-promise.handler.js';
import { OpenPromises } from './make-promise/open-promises.js';
import { ResolvePromise } from './make-promise/resolve-promise.js';
import { NotifyHandler } from './notify/notify.handler.js';
import { PauseClockHandler } from './pause-clock/pause-clock.handler.js';
import { PreviewPolicyHandler } from './preview-policy/preview-policy.handler.js';
import { PublishCalendarHandler } from './publish-calendar/publish-calendar.handler.js';
import { PublishPolicyHandler } from './publish-policy/publish-policy.handler.js';
import { RaiseComplaintHandler } from './raise-complaint/raise-complaint.handler.js';
import { Reapplication } from './reapply-policy/reapplication.js';
import { ReapplyPolicyHandler } from './reapply-policy/reapply-policy.handler.js';
import { RecordFollowUpCallHandler } from './record-follow-up-call/record-follow-up-call.handler.js';
import { RecordHistoryHandler } from './record-history/record-history.handler.js';
import { RegisterCustomerHandler } from './register-customer/register-customer.handler.js';
import { RegisterTeamHandler } from './register-team/register-team.handler.js';
import { ReportSatisfactionHandler } from './report-satisfaction/report-satisfaction.handler.js';
import { RescheduleHandler } from './reschedule/reschedule.handler.js';
import { ResumeClockHandler } from './resume-clock/resume-clock.handler.js';
import { ExplainDeadlinesHandler } from './explain-deadlines/explain-deadlines.handler.js';
import { ReviewCommitmentHandler } from './review-commitment/review-commitment.handler.js';
import { ShowCommitmentHandler } from './show-commitment/show-commitment.handler.js';
import { ShowCustomerHandler } from './show-customer/show-customer.handler.js';
import { StateExpectationHandler } from './state-expectation/state-expectation.handler.js';
import { VoidEntryHandler } from './void-entry/void-entry.handler.js';
import { WithdrawHandler } from './withdraw/withdraw.handler.js';
import { AskBoardHandler } from './ask-board/ask-board.handler.js';
import { AskBreachesHandler } from './ask-breaches/ask-breaches.handler.js';
import { AskObligationRatesHandler } from './ask-obligation-rates/ask-obligation-rates.handler.js';
import { AskObligationsHandler } from './ask-obligations/ask-obligations.handler.js';
import { AskCommitmentHandler } from './ask-commitment/ask-commitment.handler.js';
import { AskCommitmentHistoryHandler } from './ask-commitment-history/ask-commitment-history.handler.js';
import { AskSearchHandler } from './ask-search/ask-search.handler.js';
import { AskTeamsHandler } from './ask-teams/ask-teams.handler.js';
import { AskTeamHandler } from './ask-team/ask-team.handler.js';
import { AskCustomersHandler } from './ask-customers/ask-customers.handler.js';
import { AskCustomerHandler } from './ask-customer/ask-customer.handler.js';
import { AskHistoryHandler } from './ask-history/ask-history.handler.js';
import { AskRatesHandler } from './ask-rates/ask-rates.handler.js';
import { type ReadModel, READ_MODEL } from './read-model.token.js';
import { CommitmentCircumstances, Commitments, Customers, Ledger, Teams } from './ledger/index.js';

const HANDLERS = [
  AskBoardHandler,
  AskBreachesHandler,
  AskObligationRatesHandler,
  AskObligationsHandler,
  AskCommitmentHandler,
  AskCommitmentHistoryHandler,
  AskSearchHandler,
  AskTeamsHandler,
  AskTeamHandler,
  AskCustomersHandler,
  AskCustomerHandler,
  AskHistoryHandler,
  AskRatesHandler,
  AnswerComplaintHandler,
  CheckPromiseHandler,
  CorrectExpectationHandler,
  DeclareCapacityHandler,
  ForgetCustomerHandler,
  FulfilHandler,
  MakePromiseHandler,
  NotifyHandler,
  PauseClockHandler,
  PreviewPolicyHandler,
  PublishCalendarHandler,
  PublishPolicyHandler,
  RaiseComplaintHandler,
  ReapplyPolicyHandler,
  RecordFollowUpCallHandler,
  RecordHistoryHandler,
  RegisterCustomerHandler,
  RegisterTeamHandler,
  ReportSatisfactionHandler,
  RescheduleHandler,
  ResumeClockHandler,
  ExplainDeadlinesHandler,
  ReviewCommitmentHandler,
  ShowCommitmentHandler,
  ShowCustomerHandler,
  StateExpectationHandler,
  VoidEntryHandler,
  WithdrawHandler,
];

/** The use cases, on an event store and a read model that somebody else opens and closes. */
export class ApplicationModule {
  /** @param options how many folded streams to remember: a server is busy with more of them than an import */
  static on(store: EventStore, readModel: ReadModel, { remembered }: { remembered?: number } = {}): DynamicModule {
    return {
      module: ApplicationModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: Ledger, useFactory: () => new Ledger(store, undefined, remembered) },
        { provide: READ_MODEL, useValue: readModel },
        Commitments,
        Customers,
        Teams,
        CommitmentCircumstances,
        OpenPromises,
        ResolvePromise,
        Reapplication,
        ...HANDLERS,
      ],
      exports: [CqrsModule, Commitments, Ledger],
    };
  }
}
