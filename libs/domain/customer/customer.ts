import { type Entry } from '../entry.js';
import { type CustomerHours } from './hours.js';
import { type Clarity, type Dimension, type Level, type Source } from '../commitment/index.js';
import { type Instant } from '../time/index.js';

export interface CustomerRegistered {
  type: 'CustomerRegistered';
  data: {
    segment?: string;
    timeZone?: string;
    /** When they are open, where it is known. */
    hours?: CustomerHours;
    personal?: { name?: string; contact?: string };
  };
}

/** What a customer expects in general. It never moves a commitment's expectation. */
export interface ExpectationStated {
  type: 'ExpectationStated';
  data: {
    expectation: string;
    dimension: Dimension;
    level: Level;
    clarity: Clarity;
    source: Source;
    personal?: { note: string };
  };
}

export interface ExpectationCorrected {
  type: 'ExpectationCorrected';
  data: { expectation: string; level: Level; clarity: Clarity; reason: string; personal?: { note: string } };
}

export const MEASURES = ['csat', 'nps', 'csi'] as const;
export type Measure = (typeof MEASURES)[number];

/** CSAT 1–5, NPS 0–10, CSI 0–100; about one commitment, or in general. */
export interface SatisfactionReported {
  type: 'SatisfactionReported';
  data: { measure: Measure; score: number; commitment?: string; personal?: { note: string } };
}

/** From here on the customer's personal data may not be read. Outcomes stay. */
export interface CustomerForgotten {
  type: 'CustomerForgotten';
  data: { reason: string };
}

export type CustomerEvent =
  CustomerRegistered | ExpectationStated | ExpectationCorrected | SatisfactionReported | CustomerForgotten;

export type CustomerEntry = Entry<CustomerEvent>;

export type Customer =
  | { status: 'unknown' }
  | { status: 'registered'; data: CustomerRegistered['data']; expectations: ReadonlySet<string> }
  | { status: 'forgotten'; at: Instant };

export const unknownCustomer: Customer = { status: 'unknown' };

/** The customer after one more entry of their stream. */
export function evolveCustomer(customer: Customer, entry: CustomerEvent & Pick<Entry, 'occurredAt'>): Customer {
  switch (entry.type) {
    case 'CustomerRegistered':
      return { status: 'registered', data: entry.data, expectations: new Set() };
    case 'ExpectationStated':
      return customer.status === 'registered'
        ? { ...customer, expectations: new Set(customer.expectations).add(entry.data.expectation) }
        : customer;
    case 'CustomerForgotten':
      return { status: 'forgotten', at: entry.occurredAt };
    case 'ExpectationCorrected':
    case 'SatisfactionReported':
      return customer;
  }
}
