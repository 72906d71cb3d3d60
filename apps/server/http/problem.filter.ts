import { type MessageCode } from '#kept/contracts';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FieldsRefused } from './body-validation.js';
import { languageOf } from './language.js';
import { note } from './notes.js';
import { fieldProblems, type Problem, type ProblemContext, problemOf } from './problem.js';
import { refusalOf } from './refusals.js';
import { RequestRefused } from './request-refused.js';

/** Answers whatever was thrown as `application/problem+json`. No stack and no text of unknown errors leaves the house. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const [request, reply] = [
      host.switchToHttp().getRequest<FastifyRequest>(),
      host.switchToHttp().getResponse<FastifyReply>(),
    ];
    sendProblem(request, reply, error);
  }
}

/** Answers a refused request. @returns the code of the refusal */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): MessageCode {
  const refused = refusedBy(error, request);
  const unforeseen = refused.code === 'internal-error' && error instanceof Error;
  note(request, { refusal: refused.code, ...(unforeseen && { error }) });
  const context: ProblemContext = { language: languageOf(request.headers['accept-language']), request: request.id };
  const errors = error instanceof FieldsRefused ? fieldProblems(error, context.language) : undefined;
  const problem: Problem = problemOf(refused, context, errors);
  // A stream that has begun cannot be answered twice; it is cut off, and the client sees that it is not whole.
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return refused.code;
  }
  void reply
    .code(problem.status)
    .headers({ ...refused.headers, 'content-language': context.language, 'cache-control': 'no-store' })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
  return refused.code;
}

/** Every failure, as a refusal of this request. */
function refusedBy(error: unknown, request: FastifyRequest): RequestRefused {
  const refused = refusalOf(error);
  if (refused.code !== 'internal-error') return refused;
  return byStatus(error, request) ?? new RequestRefused('internal-error', { request: request.id });
}

/** What Fastify and Nest refuse by themselves. */
function byStatus(error: unknown, request: FastifyRequest): RequestRefused | undefined {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : error instanceof Error && 'statusCode' in error
        ? Number(error.statusCode)
        : 500;
  switch (status) {
    case 400:
      return unreadable(error);
    case 404:
    // An id that is longer than any.
    case 414:
      return new RequestRefused('route-unknown', { path: pathOf(request) });
    case 408:
      return new RequestRefused('request-timeout');
    case 413:
      return new RequestRefused('body-too-large', { most: request.routeOptions.bodyLimit });
    case 415:
      return new RequestRefused('media-type-unsupported', {
        value: request.headers['content-type'] ?? 'missing',
        allowed: 'application/json',
      });
    default:
      return undefined;
  }
}

/** In our own words: those of a parser quote what it could not read. */
function unreadable(error: unknown): RequestRefused {
  switch ((error as { code?: unknown }).code) {
    case 'FST_ERR_BAD_URL':
      return new RequestRefused('request-malformed');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new RequestRefused('body-missing');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new RequestRefused('body-malformed', { problem: 'its length is not the one that was announced' });
    default:
      return new RequestRefused('body-malformed', { problem: 'it is not what its media type says' });
  }
}

export const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0]!;
