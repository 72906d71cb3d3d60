import { commitmentCodec, customerCodec } from '#kept/contracts';
import { type CommitmentEvent, type CustomerEvent, formatInstant, type PromisedWindow } from '#kept/domain';
import { type CustomerHistory, type HistoryStep } from '#kept/read-model';
import { windowJson } from './window.js';

/** A step with what stood after it: the plan beside the expectation of its commitment. */
export interface StandingStep extends HistoryStep {
  planAfter?: PromisedWindow;
  expectationAfter?: PromisedWindow;
}

/** The steps, each with the plan and the expectation as they stood once it had happened. */
export function standingSteps({ steps }: Pick<CustomerHistory, 'steps'>): StandingStep[] {
  const standing = new Map<string, Pick<StandingStep, 'planAfter' | 'expectationAfter'>>();
  return steps.map((step) => {
    if (step.commitment === undefined) return step;
    const after = {
      ...standing.get(step.commitment),
      ...(step.plan && { planAfter: step.plan.after }),
      ...(step.expectation && { expectationAfter: step.expectation.after }),
    };
    standing.set(step.commitment, after);
    return { ...step, ...after };
  });
}

/** A step as JSON has it: instants in ISO 8601, the entry’s data as they are stored. */
export function stepJson(step: StandingStep) {
  const codec = 'commitment' in step ? commitmentCodec : customerCodec;
  const { data } = codec.encode({ type: step.type, data: step.data } as CommitmentEvent & CustomerEvent);
  return {
    occurredAt: formatInstant(step.occurredAt),
    recordedAt: formatInstant(step.recordedAt),
    ...(step.commitment !== undefined && { commitment: step.commitment }),
    entry: step.entry,
    type: step.type,
    ...(step.planAfter && { plan: windowJson(step.planAfter) }),
    ...(step.expectationAfter && { expectation: windowJson(step.expectationAfter) }),
    planChanged: step.plan !== undefined,
    expectationChanged: step.expectation !== undefined,
    ...(step.first && { firstPromised: windowJson(step.first.after) }),
    silentSlip: step.silentSlip,
    settles: step.settlement !== undefined,
    voided: step.voided,
    warnings: step.warnings,
    data,
  };
}
