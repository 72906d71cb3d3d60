import { type Instant } from '#kept/domain';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type Endpoint } from '../ports.js';
import { type Request } from '../sending/sender.js';
import { signedHeaders } from '../signing/sign.js';
import { type Bodies } from './bodies.js';

/** CloudEvents 1.0, HTTP binding, §3.2: the structured mode. */
export const CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';

export interface Composition {
  endpoint: Endpoint;
  bodies: Bodies;
  entry: FeedEntry;
  at: Instant;
  /** Given up in its lane since the last delivery. */
  gap: number;
}

/** The request that delivers an entry now. @throws NoLiveKey */
export function compose({ endpoint, bodies, entry, at, gap }: Composition): Request {
  const body = bodies.of(entry, endpoint.content, gap);
  return {
    subscription: endpoint.subscription,
    url: endpoint.url,
    method: 'POST',
    headers: {
      'content-type': CONTENT_TYPE,
      ...signedHeaders({ id: entry.id, at, body }, endpoint.keys),
      ...(gap > 0 && { 'kept-gap': String(gap) }),
    },
    body,
  };
}
