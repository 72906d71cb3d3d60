import { type Command, CommandBus } from '@nestjs/cqrs';
import { type FastifyReply } from 'fastify';
import { type ArgumentsHost } from '@nestjs/common';
import { PublishPolicy, type Receipt, RegisterTeam } from '#kept/application';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { RequestValidation } from '../../apps/server/http/body-validation.js';
import { ProblemFilter } from '../../apps/server/http/problem.filter.js';
import { RequestRefused } from '../../apps/server/http/request-refused.js';
import { TeamBody } from '../../apps/server/teams/team-bodies.js';
import { routesOf } from '../support/description/description.js';
import { fuzzRoute } from './fuzz-route.js';
import { setStage, type Stage } from './stage.js';

/** A server with a fault is told from one without: else the fuzzing proves nothing. */
describe('the fuzzing finds', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** @param plant what is done to the server once it runs */
  async function found(plant: (stage: Stage) => void = () => undefined, changes = 60): Promise<string> {
    const stage = await setStage({ commitments: 4 });
    try {
      plant(stage);
      const route = routesOf(stage.description).find(({ id }) => id === 'registerTeam')!;
      const { reports } = await fuzzRoute(stage, route, { seed: 1, valid: 5, changes });
      return [...reports, ...(await stage.ledger.residue())].join('\n\n');
    } finally {
      await stage.stop();
    }
  }

  type Execute = (command: Command<Receipt>) => Promise<Receipt>;

  /** Something else is done where a team is registered. */
  const registering =
    (otherwise: (command: RegisterTeam, execute: Execute) => Promise<Receipt>) =>
    ({ running }: Stage): void => {
      const bus = running.app.get(CommandBus);
      const execute: Execute = bus.execute.bind(bus);
      jest
        .spyOn(bus, 'execute')
        .mockImplementation((command) =>
          command instanceof RegisterTeam ? otherwise(command, execute) : execute(command as never),
        );
    };

  it('nothing, where there is nothing', async () => expect(await found()).toBe(''));

  /** Something else is done where fields are checked. */
  function checking(
    otherwise: (body: object, checked: (value: unknown) => Promise<unknown>) => Promise<unknown>,
  ): void {
    const { transform } = Object.getOwnPropertyDescriptors(RequestValidation.prototype);
    jest.spyOn(RequestValidation.prototype, 'transform').mockImplementation(function (
      this: RequestValidation,
      ...sent
    ) {
      const [body, metadata] = sent;
      const checked = (value: unknown) => transform.value!.call(this, value, metadata);
      return metadata.metatype === TeamBody && Object.getPrototypeOf(body) === Object.prototype
        ? otherwise(body as object, checked)
        : checked(body);
    });
  }

  it('a route that takes fields it does not know', async () => {
    checking((body, checked) => {
      const { extra: _, ...known } = body as { extra?: unknown };
      return checked(known);
    });
    expect(await found(undefined, 600)).toContain('/extra is added');
  });

  it('a route that does not check its fields', async () => {
    checking((body) => Promise.resolve(plainToInstance(TeamBody, body)));
    expect(await found()).not.toBe('');
  });

  it('a route that throws what nobody expects', async () => {
    const reports = await found(registering(() => Promise.reject(new Error('out of luck'))));
    expect(reports).toContain('the server failed');
  });

  it('a refusal that shows the inside', async () => {
    jest.spyOn(ProblemFilter.prototype, 'catch').mockImplementation((error: unknown, host: ArgumentsHost) => {
      const { stack = '' } = error as Error;
      void host.switchToHttp().getResponse<FastifyReply>().code(400).send({ stack });
    });
    const reports = await found();
    expect(reports).toContain('a trace of the inside');
    expect(reports).toContain('a refusal is application/problem+json');
  });

  it('a route that records something else than was said', async () => {
    const reports = await found(
      registering(({ team, data, metadata }, execute) =>
        execute(new RegisterTeam(team, { ...data, name: 'x' }, metadata)),
      ),
    );
    expect(reports).toContain('in the ledger, /name is "x"');
  });

  it('a route that refuses what it has recorded', async () => {
    const reports = await found(
      registering(async (command, execute) => {
        await execute(command);
        throw new RequestRefused('team-exists');
      }),
    );
    expect(reports).toMatch(/the ledger has \d+ entries, and \d+ were accepted/);
  });

  it('a route that says it has recorded and has not', async () => {
    const reports = await found(
      registering(({ team, metadata }, execute) =>
        execute(new PublishPolicy('team-0', { version: team, rules: {} }, metadata)),
      ),
    );
    expect(reports).toContain('what was accepted is not in the ledger');
  });

  it('a refusal that does not name the field', async () => {
    checking((body, checked) =>
      checked(body).catch(() => Promise.reject(new RequestRefused('value-missing', { field: 'something' }))),
    );
    expect(await found()).toContain('the refusal does not name');
  });
});
