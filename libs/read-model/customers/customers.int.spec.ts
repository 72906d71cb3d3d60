import { customerCodec, streamName } from '#kept/contracts';
import { type CustomerEvent } from '#kept/domain';
import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { catchUp, customerById, customersList } from '../index.js';
import { onEveryDatabase } from '../testing/ledger.fixture.js';
import { hour, type RandomLog, record, written } from '../testing/random-log.fixture.js';

const said = (customer: string, event: CustomerEvent): RandomLog[number] => ({
  stream: streamName('customer', customer),
  event: written(customerCodec.encode(event), { id: randomUUID(), occurredAt: hour(0), recordedAt: hour(0) }),
});
const registered = (customer: string): RandomLog[number] =>
  said(customer, { type: 'CustomerRegistered', data: { segment: 'gold', personal: { name: `Frau ${customer}` } } });

onEveryDatabase('the customers', (withLedger) => {
  it('are listed page by page, without their names', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, ['c', 'a', 'b'].map(registered));
      await catchUp(model, store);
      const first = await customersList(model, { limit: 2 });
      const second = await customersList(model, { limit: 2, cursor: first.next! });
      expect([...first.rows, ...second.rows]).toEqual(
        ['a', 'b', 'c'].map((customer) => ({ customer, segment: 'gold', registeredAt: hour(0) })),
      );
      expect(second).toEqual({ rows: [expect.anything()], position: '3' });
    });
  });

  it('stay listed when they are forgotten: what was promised them stays', async () => {
    await withLedger(async ({ store, model }) => {
      await record(store, [registered('li'), said('li', { type: 'CustomerForgotten', data: { reason: 'asked' } })]);
      await catchUp(model, store);
      expect(await customerById(model, 'li')).toMatchObject({ customer: 'li', forgottenAt: hour(0) });
      expect(await customerById(model, 'wang')).toBeUndefined();
    });
  });
});
