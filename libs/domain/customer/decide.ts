import { freeText, identifier, integerBetween, numberBetween, oneOf, optional } from '../check.js';
import { CLARITIES, DIMENSIONS, type Level, SOURCES } from '../commitment/index.js';
import { type Command } from '../command.js';
import { refuse } from '../refusal.js';
import { checkMoment } from '../moment.js';
import { timeZone } from '../time/index.js';
import {
  type Customer,
  type CustomerEvent,
  type CustomerForgotten,
  type CustomerRegistered,
  type ExpectationCorrected,
  type ExpectationStated,
  type Measure,
  MEASURES,
  type SatisfactionReported,
} from './customer.js';
import { checkedCustomerHours } from './hours.js';

export type RegisterCustomer = Command<'RegisterCustomer', CustomerRegistered['data']>;
export type StateExpectation = Command<'StateExpectation', ExpectationStated['data']>;
export type CorrectExpectation = Command<'CorrectExpectation', ExpectationCorrected['data']>;
export type ReportSatisfaction = Command<'ReportSatisfaction', SatisfactionReported['data']>;
export type ForgetCustomer = Command<'ForgetCustomer', CustomerForgotten['data']>;

export type CustomerCommand =
  RegisterCustomer | StateExpectation | CorrectExpectation | ReportSatisfaction | ForgetCustomer;

const SCALES: Record<Measure, readonly [least: number, most: number]> = { csat: [1, 5], nps: [0, 10], csi: [0, 100] };

/**
 * What a command adds to a customer: its events, or none where it would change nothing.
 * @throws Refusal where it must not be recorded
 */
export function decideCustomer(command: CustomerCommand, customer: Customer): CustomerEvent[] {
  checkMoment(command.metadata);
  if (customer.status === 'forgotten') return command.type === 'ForgetCustomer' ? [] : refuse('customer-forgotten');
  if (command.type === 'RegisterCustomer')
    return customer.status === 'registered' ? refuse('customer-exists') : register(command);
  if (customer.status === 'unknown') return refuse('customer-unknown');
  switch (command.type) {
    case 'StateExpectation':
      return stateExpectation(command);
    case 'CorrectExpectation':
      return correctExpectation(command, customer.expectations);
    case 'ReportSatisfaction':
      return reportSatisfaction(command);
    case 'ForgetCustomer':
      return [{ type: 'CustomerForgotten', data: { reason: identifier(command.data.reason, 'reason') } }];
  }
}

function register({ data }: RegisterCustomer): CustomerEvent[] {
  const { personal } = data;
  return [
    {
      type: 'CustomerRegistered',
      data: {
        ...optional('segment', data.segment, identifier),
        ...optional('timeZone', data.timeZone, (value) => timeZone(value)),
        ...optional('hours', data.hours, checkedCustomerHours),
        ...(personal && {
          personal: {
            ...optional('name', personal.name, freeText),
            ...optional('contact', personal.contact, freeText),
          },
        }),
      },
    },
  ];
}

function stateExpectation({ data }: StateExpectation): CustomerEvent[] {
  return [
    {
      type: 'ExpectationStated',
      data: {
        expectation: identifier(data.expectation, 'expectation'),
        dimension: oneOf(data.dimension, DIMENSIONS, 'dimension'),
        level: checkedLevel(data.level),
        clarity: oneOf(data.clarity, CLARITIES, 'clarity'),
        source: oneOf(data.source, SOURCES, 'source'),
        ...(data.personal && { personal: { note: freeText(data.personal.note, 'personal.note') } }),
      },
    },
  ];
}

function correctExpectation({ data }: CorrectExpectation, stated: ReadonlySet<string>): CustomerEvent[] {
  const expectation = identifier(data.expectation, 'expectation');
  if (!stated.has(expectation)) refuse('expectation-unknown', { expectation });
  return [
    {
      type: 'ExpectationCorrected',
      data: {
        expectation,
        level: checkedLevel(data.level),
        clarity: oneOf(data.clarity, CLARITIES, 'clarity'),
        reason: identifier(data.reason, 'reason'),
        ...(data.personal && { personal: { note: freeText(data.personal.note, 'personal.note') } }),
      },
    },
  ];
}

function reportSatisfaction({ data }: ReportSatisfaction): CustomerEvent[] {
  const measure = oneOf(data.measure, MEASURES, 'measure');
  const [least, most] = SCALES[measure];
  const score = measure === 'csi' ? numberBetween : integerBetween;
  return [
    {
      type: 'SatisfactionReported',
      data: {
        measure,
        score: score(data.score, least, most, 'score'),
        ...optional('commitment', data.commitment, identifier),
        ...(data.personal && { personal: { note: freeText(data.personal.note, 'personal.note') } }),
      },
    },
  ];
}

function checkedLevel(level: Level): Level {
  const amount = (value: number, field: string): number => numberBetween(value, 0, Number.MAX_SAFE_INTEGER, field);
  return { ...optional('desired', level.desired, amount), ...optional('adequate', level.adequate, amount) };
}
