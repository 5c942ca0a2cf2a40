import { channels, places } from '../../../domain/instructing/choices.js';
import { z } from 'zod';
import { askLive } from '../../gate/live.js';
import { NoSuchDebt } from '../../gate/report.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';

const decision = z.enum(['ALLOW', 'DEFER', 'BLOCK']);
const reasons = z.array(
  z.object({ code: z.string(), figures: z.record(z.string(), z.union([z.string(), z.number(), z.null()])), line: z.number().nullable(), sentence: z.string() }),
);

const answer = z
  .object({
    decision,
    until: z.string().nullable().describe('From when it may be made, of a deferral'),
    account: z.string(),
    person: z.string().nullable(),
    channel: z.string(),
    address: z.string().nullable(),
    at: z.string(),
    zones: z.array(z.string()).describe('Every zone in which the debtor may be'),
    reasons,
    law: z.object({ decision, until: z.string().nullable(), reasons }).describe("What the packs of contact rules say without the policy's hours and budget"),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'GateAnswer' });

const question = z.object({
  subject: z.string().min(1).describe('An account as ENTITY/CUSTOMER, or a person by name'),
  channel: z.enum(channels),
  at: z.iso.datetime({ offset: true }).optional().describe('Now when left out'),
  person: z.string().optional().describe('Whom of the account; else whoever comes first'),
  number: z.string().optional().describe('The number or address that would be used'),
  place: z.enum(places).optional().describe('Where that number reaches the person'),
  debt: z.string().optional().describe('The item that it is about; else all'),
});

/** Whether a contact may be made. */
export function serveGate(app: App, { db, now }: Doors): void {
  app.get(
    '/gate',
    {
      config: { problems: ['not-found', 'invalid-request'] },
      schema: {
        operationId: 'askGate',
        tags: ['accounts'],
        summary: 'Whether a contact may be made at an instant, and why not',
        description: 'With what is known now, by the policy of the account and the packs of contact rules. Not legal advice.',
        querystring: question,
        response: { 200: answer },
      },
    },
    async ({ query: { subject, channel, at, person = null, number = null, place = null, debt } }) => {
      const instant = at === undefined ? await now() : new Date(at).toISOString();
      const asked = { subject, channel, person, number, place, debts: debt === undefined ? [] : [debt] };
      const report = await askLive(db, asked, instant).catch((error: unknown) => {
        if (error instanceof NoSuchDebt) throw new Problem('invalid-request', error.message);
        throw error;
      });
      if (!report) throw new Problem('not-found', `There is no account and no person ${subject}. Accounts are named ENTITY/CUSTOMER.`);
      return report;
    },
  );
}
