import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { ShownMoment, ShownObject, ShownPosition, ShownText } from '../http/answer-fields.js';
import { CURSOR } from './cursor.field.js';

/** An event as the feed and the stream tell it: CloudEvents 1.0 in JSON. No personal data is in it. */
export class CloudEventAnswer {
  @ShownText({ description: 'Of CloudEvents: `1.0`.' })
  specversion!: string;

  @ShownText({ description: 'Of the event; it is the same wherever it is told.' })
  id!: string;

  @ShownText({ description: 'The ledger: `urn:kept:ledger:…`.' })
  source!: string;

  @ShownText({ description: '`kept.` and the type of the event: `kept.BreachDeclared`. New ones may come.' })
  type!: string;

  @ShownText({ description: 'The stream it stands in: `commitment-42`.' })
  subject!: string;

  @ShownMoment({ description: 'When it happened.' })
  time!: string;

  @ShownText({ description: '`application/json`.' })
  datacontenttype!: string;

  @ShownText({ description: 'The schema of its data: `urn:kept:event:BreachDeclared:1`.' })
  dataschema!: string;

  @ShownText({ description: 'Where to go on after it.' })
  cursor!: string;

  @ShownPosition({ description: 'In the log.' })
  position!: string;

  @ShownPosition({ description: 'In its stream: 0 for the first.' })
  revision!: string;

  @ShownMoment({ description: 'When the ledger learned it.' })
  recordedat!: string;

  @ShownText({ optional: true, description: 'The commitment it is about.' })
  commitment?: string;

  @ShownText({ optional: true, description: 'The customer it is about.' })
  customer?: string;

  @ShownText({ optional: true, description: 'The team it is about.' })
  team?: string;

  @ShownText({ optional: true, description: 'The customer’s segment when the promise was made.' })
  segment?: string;

  @ShownObject({ description: 'What happened, in the current version of its schema.' })
  data!: Record<string, unknown>;
}

export const FeedAnswers = (): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(CloudEventAnswer),
    ApiOperation({
      summary: 'Reads the events of the ledger in their order, page by page.',
      description:
        'An empty page is the end of the feed as it is now; with `timeout` the answer waits for something to come. Go on ' +
        'with the `Link` to the next page, always. A page that is full is the same for ever.',
    }),
    ApiOkResponse({
      description: 'Events, as a batch of CloudEvents.',
      headers: {
        Link: {
          description: 'The next page: `</v1/feed?after=…>; rel="next"`. It is there also where this one is empty.',
          required: true,
          schema: { type: 'string' },
        },
        'Cache-Control': { required: true, schema: { type: 'string' } },
      },
      content: {
        'application/cloudevents-batch+json': {
          schema: { type: 'array', items: { $ref: getSchemaPath(CloudEventAnswer) } },
        },
      },
    }),
  );

export const StreamAnswers = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Streams the events of the ledger as they come, by server-sent events.',
      description:
        'Each has the cursor as its `id`, the type as its `event`, and the CloudEvent as its `data`. Clients that were cut ' +
        'off come again with `Last-Event-ID`, as browsers do by themselves, and miss nothing.',
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The cursor to go on after, of the last event that was seen. It goes before `after`.',
      schema: CURSOR,
    }),
    ApiOkResponse({
      description: 'Server-sent events, for as long as both sides want.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    }),
  );
