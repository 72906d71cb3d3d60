import { formatInstant } from '#kept/domain';
import { randomUUID } from 'node:crypto';
import { ledgerUrn } from '../../cloud-event.js';
import { type Clock } from '../clock.js';
import { CONTENT_TYPE } from '../engine/compose.js';
import { type Attempt, type Endpoint } from '../ports.js';
import { type Sender } from '../sending/sender.js';
import { signedHeaders } from '../signing/sign.js';

/** Sends what is no event of the ledger, signed as all of them are. It is tried once, and stands in no journal. */
export async function ping(
  endpoint: Endpoint,
  { identity, sender, clock }: { identity: string; sender: Sender; clock: Clock },
): Promise<Attempt> {
  const { subscription, url, keys } = endpoint;
  const id = randomUUID();
  const at = clock.now();
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: ledgerUrn(identity),
    type: 'kept.Ping',
    subject: `subscription-${subscription}`,
    time: formatInstant(at),
    datacontenttype: 'application/json',
    data: {},
  });
  const headers = { 'content-type': CONTENT_TYPE, ...signedHeaders({ id, at, body }, keys) };
  const outcome = await sender.send({ subscription, url, method: 'POST', headers, body });
  const { milliseconds, status, failure, answer } = outcome;
  return {
    ...{ subscription, event: id, number: 1, at, milliseconds },
    ...(status !== undefined && { status }),
    ...(failure !== undefined && { failure }),
    ...(answer !== undefined && { answer }),
  };
}
