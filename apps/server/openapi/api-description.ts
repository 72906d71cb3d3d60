import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { createRequire } from 'node:module';
import { HEADERS } from './headers.js';
import { FIELD_PROBLEM, PROBLEM, PROBLEM_RESPONSES } from './problems.js';
import { refine } from './refine.js';

type ComponentsObject = NonNullable<OpenAPIObject['components']>;

const TAGS: Readonly<Record<string, string>> = {
  commitments: 'Promises: made, told, moved, kept or broken.',
  customers: 'Whom promises are made to, and what they expect in general.',
  teams: 'Who promises, and by which rules.',
  obligations: 'What is owed, by when, and what was not done in time.',
  search: 'For a field in which one types what one knows.',
  rates: 'How many promises were kept, with everything needed to doubt it.',
  feed: 'What happened, event by event, as CloudEvents: by pages, or as a stream.',
  intake: 'Many commands in one request.',
  exports: 'What can be taken out as CSV.',
  subscriptions: 'What integrations have delivered to them, where to, and what became of it.',
  access: 'Keys, and what their holders did.',
  health: 'For whoever keeps the process running.',
  description: 'This description.',
};

const ABOUT = `The ledger of the promises a company makes to its customers.

Requests and answers are JSON in UTF-8. Instants are RFC 3339 with an offset; durations are ISO 8601 of days, hours,
minutes and seconds. Fields that are not described are refused: they would be lost.

**Refusals** are \`application/problem+json\` (RFC 9457). Programs go by \`code\`; \`detail\` is a sentence in the language of
\`Accept-Language\`, English or Chinese. A refused request has recorded nothing, unless its code is \`outcome-unknown\`.

**Repeating** a request with the same \`Idempotency-Key\` records nothing twice: the first answer comes again.

**Changing** a commitment asks for \`If-Match\`: the ETag of the state you have seen, or \`*\` for any.`;

/** Describes the routes of an application, whether it serves them or was only laid out. */
export function apiDescription(app: INestApplication): OpenAPIObject {
  const { version } = createRequire(import.meta.url)('#package') as { version: string };
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle('Kept')
    .setDescription(ABOUT)
    .setVersion(version)
    .addServer('/', 'Where this description was read.')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'kept_…', description: 'An API key of this ledger.' },
      'key',
    )
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'An access token of the OpenID Connect issuer that this server trusts.',
      },
      'openid',
    )
    .addSecurityRequirements('key')
    .addSecurityRequirements('openid');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_, method) => method,
  });
  const { openapi, info, servers = [], security = [], tags = [], paths } = document;
  const components = componentsOf(document);
  return refine({ openapi, info, servers, security, tags, paths, components });
}

function componentsOf({ components }: OpenAPIObject): ComponentsObject {
  return {
    securitySchemes: components?.securitySchemes,
    headers: HEADERS,
    responses: PROBLEM_RESPONSES,
    schemas: { ...sorted(components?.schemas ?? {}), Problem: PROBLEM, FieldProblem: FIELD_PROBLEM },
    // Nest types the keywords of OpenAPI 3.0.
  } as unknown as ComponentsObject;
}

/** By name: a schema that comes first somewhere new does not move in the committed description. */
const sorted = <T>(parts: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)));
