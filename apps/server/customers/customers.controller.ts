import { commitmentJson, standingSteps, stepJson } from '#kept/answers';
import { AccessLog, AskCustomer, AskCustomers, AskHistory, ShowCustomer } from '#kept/application';
import { formatInstant } from '#kept/domain';
import { type ListedCustomer } from '#kept/read-model';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { type Caller, Calling, teamsOf } from '../access/caller.js';
import { CustomerAnswer, CustomersAnswer } from '../answers/customer.answer.js';
import { CustomerHistoryAnswer } from '../answers/history.answer.js';
import { Answers } from '../http/answer-fields.js';
import { AskedOfThePast, AskedPage, pageOf, pastOf } from '../http/asked.js';
import { Id } from '../http/id.js';
import { refuseRequest } from '../http/request-refused.js';
import { CustomerQuery } from './customer.query.js';

/** Customers, without what tells who they are, and what they had reason to expect. */
@ApiTags('customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly log: AccessLog,
  ) {}

  @Get()
  @Allow('read-customers')
  @Answers('Lists customers, page by page.', CustomersAnswer)
  async listCustomers(@Query() asked: AskedPage) {
    const { rows, next, position } = await this.queries.execute(new AskCustomers(pageOf(asked)));
    return { rows: rows.map(customerJson), ...(next !== undefined && { next }), position };
  }

  @Get(':customer')
  @Allow('read-customers')
  @Answers('Shows a customer.', CustomerAnswer)
  async showCustomer(@Id('customer') id: string, @Query() { personal }: CustomerQuery, @Calling() caller: Caller) {
    const customer = await this.queries.execute(new AskCustomer(id));
    if (!customer) return refuseRequest('resource-unknown', { kind: 'customer', id });
    if (personal !== 'true') return customerJson(customer);
    caller.mustMayAsk('read-personal-data');
    // On record before anybody sees it.
    await this.log.personalDataRead(caller.who, `customer ${id}`, [id]);
    return { ...customerJson(customer), personal: (await this.queries.execute(new ShowCustomer(id))) ?? {} };
  }

  @Get(':customer/history')
  @Allow('read-commitments', { team: 'narrowed' })
  @Answers('Shows what a customer had reason to expect, on both axes of time.', CustomerHistoryAnswer)
  async showHistory(@Id('customer') id: string, @Query() asked: AskedOfThePast, @Req() request: FastifyRequest) {
    const history = await this.queries.execute(new AskHistory(id, pastOf(asked, teamsOf(request))));
    const { customer, at, knownAt, position, commitments } = history;
    return {
      customer,
      at: formatInstant(at),
      ...(knownAt !== undefined && { knownAt: formatInstant(knownAt) }),
      position,
      commitments: commitments.map(commitmentJson),
      steps: standingSteps(history).map(stepJson),
    };
  }
}

function customerJson({ registeredAt, forgottenAt, ...rest }: ListedCustomer) {
  return {
    ...rest,
    ...(registeredAt !== undefined && { registeredAt: formatInstant(registeredAt) }),
    ...(forgottenAt !== undefined && { forgottenAt: formatInstant(forgottenAt) }),
  };
}
