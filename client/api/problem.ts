import type { FastifyReply } from 'fastify';
import { z } from 'zod';

/** What can go wrong, with the status and the title that belong to it. The type of a problem is `urn:duly:problem:<code>`. */
export const problems = {
  'invalid-request': [400, 'The request is not valid'],
  'bad-file': [422, 'The file cannot be loaded'],
  unauthenticated: [401, 'A valid API key is needed'],
  forbidden: [403, 'Your role does not allow this'],
  'not-found': [404, 'There is no such thing'],
  refused: [409, 'The request was refused'],
  'preview-outdated': [409, 'The facts have changed since the preview'],
  'already-exists': [409, 'It exists already'],
  'too-large': [413, 'The request is too large'],
  'unsupported-media-type': [415, 'The content type is not supported'],
  'too-many-attempts': [429, 'Too many failed attempts'],
  internal: [500, 'Something went wrong on the server'],
  unavailable: [503, 'A part of the server is not available'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

const fault = z.object({
  line: z.number().int().optional().describe('1-based line of the file or document'),
  column: z.union([z.string(), z.number()]).optional().describe('Column of the file, by name or 1-based position'),
  path: z.string().optional().describe('Where in the request, as `query.asOf`'),
  value: z.string().optional(),
  why: z.string(),
});
export type Fault = z.infer<typeof fault>;

export const problemSchema = z
  .object({
    type: z.string().describe('`urn:duly:problem:<code>`'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('One sentence: what is wrong and what to do'),
    instance: z.string().optional().describe('The id of the request, as in `X-Request-Id` and in the log'),
    code: z.string().optional().describe('Why it was refused, as a stable code'),
    errors: z.array(fault).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** An answer other than success. Thrown in handlers, turned into `application/problem+json` at the edge. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly kind: ProblemCode,
    readonly detail: string,
    readonly more: { code?: string; errors?: Fault[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
  }

  get status(): number {
    return problems[this.kind][0];
  }
}

/** Sends a problem as RFC 9457 wants it. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { code, errors, headers } = problem.more;
  const body = {
    type: `urn:duly:problem:${problem.kind}`,
    title: problems[problem.kind][1],
    status: problem.status,
    detail: problem.detail,
    instance: reply.request.id,
    ...(code ? { code } : {}),
    ...(errors ? { errors } : {}),
  };
  // Serialised here, so that no schema of the route can stand between an error and its answer.
  return reply
    .code(problem.status)
    .headers(headers ?? {})
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(body);
}
