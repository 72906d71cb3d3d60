import { type Route } from '../support/description/description.js';
import { type Schemas } from '../support/description/schemas.js';
import { type Builder, jsonBody, type Parts, withoutKey } from './build.js';
import { type Case } from './case.js';
import { oddBodies } from './odd-bodies.js';
import { oddHeaders } from './odd-headers.js';
import { oddPaths } from './odd-paths.js';
import { oddQueries } from './odd-queries.js';
import { type One } from './odd.js';

/** Requests that are odd in other ways than by a field of their body: whole bodies, media types, headers, paths, queries. */
export function* oddRequests(route: Route, parts: Parts, builder: Builder, schemas: Schemas): Generator<Case> {
  const request = builder.request(route, withoutKey(parts));
  const one: One = (how, claim, change, names) => ({
    route,
    how,
    claim,
    request: { ...request, ...change },
    ...(names !== undefined && { names }),
  });
  if (jsonBody(route)) yield* oddBodies(request, one);
  yield* oddHeaders(route, request, one, schemas);
  yield* oddPaths(route, parts, one, builder, schemas);
  yield* oddQueries(route, parts, one, builder, schemas);
}
