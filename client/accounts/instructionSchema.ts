import { channels, holdKinds, places, callOutcomes } from '../../domain/instructing/choices.js';
import { z } from 'zod';
import type { Instruction } from '../../domain/instructions.js';

const text = z.string().trim().min(1).max(4000);
const id = z.string().trim().min(1).max(200);
const day = z.iso.date();
const amountMinor = z.int().positive().describe('In the minor unit of the currency');
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, as EUR');
const items = z.array(id).min(1).describe('Ledger numbers; an instalment of an invoice as `NUMBER/2`');

const place = z.enum(places).describe('Where the number reaches the person');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, as 14:30');
const person = { contactId: id, channels: z.array(z.enum(channels)).min(1) };

const addressed = {
  channel: z.enum(channels),
  contactId: id.optional().describe('All addresses of this person on the channel'),
  address: id.optional().describe('Or this one alone'),
  reason: text.optional(),
};

const of = <K extends Instruction['kind'], S extends z.ZodRawShape>(kind: K, shape: S) => z.strictObject({ kind: z.literal(kind), ...shape });

/** What people may ask of an account, as `domain/instructions.ts` has it; a test keeps the two equal. */
export const instructionSchema = z
  .discriminatedUnion('kind', [
    of('pause', {
      until: day.optional().describe('First day on which it goes on'),
      reason: text,
      hold: z.enum(holdKinds).optional(),
      item: id.optional(),
      startsOn: day.optional(),
      amountMinor: amountMinor.optional().describe('A part of the item, in the minor unit of its currency'),
    }),
    of('resume', {
      reason: text,
      hold: id.optional().describe('The id of one hold; all of the account when left out'),
      endsOn: day.optional().describe('First day on which it no longer holds; today when left out'),
    }),
    of('dispute', {
      items: z.array(z.strictObject({ item: id, amountMinor: amountMinor.optional() })).min(1),
      reason: id,
      note: text.optional(),
      ownerId: id.optional(),
    }),
    of('resolve-dispute', { disputeId: id, resolution: z.enum(['UPHELD', 'REJECTED']), note: text }),
    of('promise', { currency, amountMinor, dueOn: day, items: items.optional(), note: text.optional() }),
    of('plan', { currency, instalments: z.array(z.strictObject({ dueOn: day, amountMinor })).min(1), items: items.optional(), note: text.optional() }),
    of('settlement', { currency, amountMinor, dueOn: day, items: items.optional(), note: text.optional() }),
    of('cancel-plan', { planId: id, reason: text }),
    of('task-done', {
      taskId: id,
      outcome: id.describe(`For a call one of ${callOutcomes.join(', ')}`),
      note: text.optional(),
      contactId: id.optional(),
      address: id.optional().describe('The number that was dialled'),
      callBackOn: day.optional(),
      items: items.optional(),
      place: place.optional(),
    }),
    of('record-contact', {
      channel: z.enum(channels),
      direction: z.enum(['IN', 'OUT']),
      outcome: z.enum([...callOutcomes, 'SENT', 'RECEIVED']),
      note: text.optional(),
      contactId: id.optional(),
      address: id.optional(),
      items: items.optional(),
      place: place.optional(),
      step: id.optional().describe('The step of the ladder that it stands for, which then counts as taken'),
    }),
    of('correct-contact', {
      contact: id.describe('The key of a contact that was recorded by hand'),
      reason: text,
      outcome: z.enum(callOutcomes).optional(),
      direction: z.enum(['IN', 'OUT']).optional(),
      contactId: id.optional(),
      address: id.optional(),
      items: items.optional(),
      place: place.optional(),
      removed: z.boolean().optional().describe('It never took place'),
    }),
    of('consent', { ...person, until: day.optional().describe('First day on which it holds no more') }),
    of('withdraw-consent', person),
    of('inconvenience', {
      ...person,
      weekdays: z.array(z.int().min(1).max(7)).min(1).optional().describe('1 Monday to 7 Sunday'),
      from: time.optional(),
      to: time.optional(),
      place: place.optional(),
    }),
    of('end-inconvenience', person),
    of('payment-pending', { number: id, currency, amountMinor, expectedOn: day, items: items.optional(), note: text.optional() }),
    of('payment-failed', { number: id, reason: text }),
    of('payment-reversed', { number: id.describe('Of the payment'), reason: text }),
    of('chargeback', {
      number: id.describe('Of the payment'),
      amountMinor: amountMinor.optional().describe('A part; the whole payment when left out'),
      reason: text,
    }),
    of('chargeback-won', { number: id.describe('Of the payment'), reason: text }),
    of('void', { item: id.describe('The ledger number of an invoice that was never owed'), reason: text }),
    of('opt-out', addressed),
    of('opt-in', addressed),
    of('bounce', addressed),
    of('approve', { approvalId: id, reason: text.optional() }),
    of('decline', { approvalId: id, reason: text }),
    of('acknowledge-placement', { placementId: id, note: text.optional() }),
    of('recall-placement', { placementId: id, reason: text }),
    of('return-placement', { placementId: id, reason: text }),
    of('reverse-write-off', { writeOffId: id, reason: text }),
    of('set-level', { level: z.int().min(0).describe('A position on the ladder from 1; 0 is before the first step'), item: id.optional(), reason: text }),
    of('skip-notice', { item: id.optional(), reason: text }),
    of('credit-hold', { hold: z.enum(['on', 'off']), reason: text }),
    of('reverse-charge', { charge: id.describe('Its ledger number'), reason: text }),
    of('note', { text }),
    of('change-policy', { policy: id, version: z.int().positive().optional(), reason: text }),
  ])
  .meta({ id: 'Instruction' });

/** An instruction with what was left out left out: `undefined` is no value. */
export function toInstruction(given: z.output<typeof instructionSchema>): Instruction {
  return JSON.parse(JSON.stringify(given)) as Instruction;
}
