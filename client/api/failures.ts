import { isGrpcServiceError } from '@temporalio/client';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Prisma } from '../../prisma/store/db.js';
import { Problem, sendProblem, type Fault } from './problem.js';

/** Turns whatever a handler throws into a problem; what nobody foresaw is logged without its message, which may hold personal data. */
export function answerFailure(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  if (problem.status >= 500)
    request.log.error({ requestId: request.id, operation: request.routeOptions.schema?.operationId, failure: traceOf(error) }, problem.kind);
  return sendProblem(reply, problem);
}

/** What answers for an address that is not served. */
export function answerUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, new Problem('not-found', `${request.method} on this address is not served. See /openapi.json.`));
}

function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error);
  if (isUnavailable(error)) return new Problem('unavailable', 'The database or Temporal does not answer. Try again in a moment; see /readyz.');
  switch (error.statusCode) {
    case 413:
      return new Problem('too-large', 'Send a smaller file.');
    case 415:
      return new Problem('unsupported-media-type', 'Send another Content-Type: see /openapi.json for what this address takes.');
    case undefined:
      break;
    default:
      if (error.statusCode < 500) return new Problem('invalid-request', error.message);
  }
  return new Problem('internal', 'The server failed. Its log has the reason, under the id of this request.');
}

function invalid(error: { validation: readonly { instancePath: string; message?: string }[]; validationContext?: string | undefined }): Problem {
  const within = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'body');
  const errors: Fault[] = error.validation.map(({ instancePath, message }) => ({
    path: [within, ...instancePath.split('/').filter(Boolean)].join('.'),
    why: message ?? 'is not valid',
  }));
  return new Problem('invalid-request', errors.map(({ path, why }) => `${path}: ${why}`).join('; '), { errors });
}

const grpcDeadlineExceeded = 4;
const grpcUnavailable = 14;
/** Prisma: can't reach the server, timed out, no such database, closed the connection, no connection in time. */
const prismaUnavailable = new Set(['P1001', 'P1002', 'P1003', 'P1008', 'P1017', 'P2024']);
const socketUnavailable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', '57P01', '57P03']);

function isUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return cause.code === grpcUnavailable || cause.code === grpcDeadlineExceeded;
    if (cause instanceof Prisma.PrismaClientInitializationError) return true;
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (prismaUnavailable.has(code) || socketUnavailable.has(code) || /ECONNREFUSED|Can't reach database/.test(cause.message)) return true;
  }
  return false;
}

/** What happened and where, without the words, in which there may be names and amounts. */
function traceOf(error: Error): { name: string; code?: string; at: string[] } {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  return { name: error.name, ...code, at };
}
