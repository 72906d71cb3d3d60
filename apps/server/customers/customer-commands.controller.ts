import { CorrectExpectation, RegisterCustomer, ReportSatisfaction, StateExpectation } from '#kept/application';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { Done } from '../http/answer.js';
import { CommandAnswers } from '../http/documented.js';
import { Id } from '../http/id.js';
import { Intended, type Intent } from '../http/intent.js';
import {
  CorrectionBody,
  correctionOf,
  CustomerBody,
  customerOf,
  ExpectationBody,
  expectationOf,
  SatisfactionBody,
  satisfactionOf,
} from './customer-bodies.js';

const pathOf = (customer: string): string => `/v1/customers/${encodeURIComponent(customer)}`;

/** What is recorded about customers in general. */
@ApiTags('customers')
@Controller('v1/customers')
export class CustomerCommandsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('register-customers')
  @CommandAnswers('Registers a customer.')
  async registerCustomer(@Body() body: CustomerBody, @Intended() intent: Intent): Promise<Done> {
    const id = body.customer;
    const receipt = await this.commands.execute(new RegisterCustomer(id, customerOf(body), intent.metadata(body)));
    return new Done(receipt, pathOf(id), id, true);
  }

  @Post(':customer/expectations')
  @Allow('register-customers')
  @CommandAnswers('States what a customer expects in general. It never moves a commitment’s expectation.')
  async stateExpectation(@Id('customer') id: string, @Body() body: ExpectationBody, @Intended() intent: Intent) {
    const receipt = await this.commands.execute(new StateExpectation(id, expectationOf(body), intent.metadata(body)));
    return new Done(receipt, pathOf(id), id);
  }

  @Post(':customer/expectations/:expectation/corrections')
  @Allow('register-customers')
  @CommandAnswers('Corrects an expectation that was stated.')
  async correctExpectation(
    @Id('customer') id: string,
    @Id('expectation') expectation: string,
    @Body() body: CorrectionBody,
    @Intended() intent: Intent,
  ): Promise<Done> {
    const data = correctionOf(expectation, body);
    const receipt = await this.commands.execute(new CorrectExpectation(id, data, intent.metadata(body)));
    return new Done(receipt, pathOf(id), id);
  }

  @Post(':customer/satisfaction-reports')
  @Allow('register-customers')
  @CommandAnswers('Reports how satisfied a customer is.')
  async reportSatisfaction(@Id('customer') id: string, @Body() body: SatisfactionBody, @Intended() intent: Intent) {
    const receipt = await this.commands.execute(
      new ReportSatisfaction(id, satisfactionOf(body), intent.metadata(body)),
    );
    return new Done(receipt, pathOf(id), id);
  }
}
