import { ShownList, ShownMoment, ShownPart, ShownText } from '../http/answer-fields.js';
import { PageAnswer } from './page.answer.js';

/** What tells who a customer is. */
export class CustomerPersonalAnswer {
  @ShownText({ optional: true })
  name?: string;

  @ShownText({ optional: true })
  contact?: string;
}

/** A customer, without what tells who they are. */
export class CustomerAnswer {
  @ShownText()
  customer!: string;

  @ShownText({ optional: true })
  segment?: string;

  @ShownText({ optional: true })
  timeZone?: string;

  @ShownMoment({ optional: true, description: 'Absent for one of whom other things were recorded first.' })
  registeredAt?: string;

  @ShownMoment({ optional: true })
  forgottenAt?: string;

  @ShownPart(() => CustomerPersonalAnswer, { optional: true, description: 'Where it was asked for.' })
  personal?: CustomerPersonalAnswer;
}

/** A page of customers. */
export class CustomersAnswer extends PageAnswer {
  @ShownList(() => CustomerAnswer)
  rows!: CustomerAnswer[];
}
