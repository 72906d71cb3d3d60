import { type Content, type Instant } from '#kept/domain';
import { cloudEvent } from '../../cloud-event.js';
import { type FeedEntry } from '../../feed/feed-entry.js';
import { type Endpoint } from '../ports.js';
import { type Request } from '../sending/sender.js';
import { signedHeaders } from '../signing/sign.js';

/** CloudEvents 1.0, HTTP binding, §3.2: the structured mode. */
export const CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';

/** What is said to everybody who is told of an entry; a hundred endpoints are told of the same one. */
const written = new WeakMap<FeedEntry, Partial<Record<Content, string>>>();

export interface Composition {
  endpoint: Endpoint;
  /** Of the event store: who says it. */
  identity: string;
  entry: FeedEntry;
  at: Instant;
  /** Given up in its lane since the last delivery. */
  gap: number;
}

/** The request that delivers an entry now. @throws NoLiveKey */
export function compose({ endpoint, identity, entry, at, gap }: Composition): Request {
  const event = { identity, content: endpoint.content };
  const body = gap > 0 ? JSON.stringify({ ...cloudEvent(entry, event), gap }) : bodyOf(entry, event);
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

function bodyOf(entry: FeedEntry, event: { identity: string; content: Content }): string {
  const known = written.get(entry) ?? {};
  const body = (known[event.content] ??= JSON.stringify(cloudEvent(entry, event)));
  written.set(entry, known);
  return body;
}
