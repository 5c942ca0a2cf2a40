import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { z } from 'zod';
import { instructionSchema, toInstruction } from '../../client/accounts/instructionSchema.js';
import { shapeFault } from '../../domain/instructing/shape.js';
import type { Instruction, InstructionKind } from '../../domain/instructions.js';

/** `undefined` as a value and a field that is left out are one thing on the wire. */
type Plain<T> = T extends readonly (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]: Plain<Exclude<T[K], undefined>> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Each<T extends { kind: string }> = { [K in T['kind']]: Plain<Extract<T, { kind: K }>> };

// The compiler refuses this line when the schema and the type are not the same any more.
const same: Same<Each<z.output<typeof instructionSchema>>, Each<Instruction>> = true;

const text = fc.constantFrom('x', 'R-2020-118', '', '  ');
const day = fc.constantFrom('2020-07-15', '2020-02-30', '15.07.2020');
const amount = fc.constantFrom(1, 125000, 0, -5, 1.5, Number.MAX_SAFE_INTEGER + 1);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const addressed = { channel: fc.constantFrom('email', 'fax'), contactId: maybe(text), address: maybe(text), reason: maybe(text) };

const forms: Record<InstructionKind, Record<string, fc.Arbitrary<unknown>>> = {
  pause: {
    until: maybe(day),
    reason: text,
    hold: maybe(fc.constantFrom('PAUSE', 'LITIGATION', 'HOLIDAY')),
    item: maybe(text),
    startsOn: maybe(day),
    amountMinor: maybe(amount),
  },
  resume: { reason: text, hold: maybe(text), endsOn: maybe(day) },
  dispute: { items: fc.array(fc.record({ item: text, amountMinor: maybe(amount) }), { maxLength: 2 }), reason: text, note: maybe(text), ownerId: maybe(text) },
  'resolve-dispute': { disputeId: text, resolution: fc.constantFrom('UPHELD', 'REJECTED', 'LOST'), note: text },
  promise: {
    currency: fc.constantFrom('EUR', 'eur', 'EURO'),
    amountMinor: amount,
    dueOn: day,
    items: maybe(fc.array(text, { maxLength: 2 })),
    note: maybe(text),
  },
  plan: {
    currency: fc.constantFrom('EUR', 'X'),
    instalments: fc.array(fc.record({ dueOn: day, amountMinor: amount }), { maxLength: 2 }),
    items: maybe(fc.array(text, { maxLength: 2 })),
    note: maybe(text),
  },
  settlement: { currency: fc.constantFrom('EUR', 'X'), amountMinor: amount, dueOn: day, items: maybe(fc.array(text, { maxLength: 2 })), note: maybe(text) },
  'cancel-plan': { planId: text, reason: text },
  'task-done': {
    taskId: text,
    outcome: text,
    note: maybe(text),
    contactId: maybe(text),
    address: maybe(text),
    callBackOn: maybe(day),
    items: maybe(fc.array(text, { maxLength: 2 })),
    place: maybe(fc.constantFrom('work', 'office')),
  },
  'record-contact': {
    channel: fc.constantFrom('call', 'fax'),
    direction: fc.constantFrom('IN', 'OUT', 'UP'),
    outcome: fc.constantFrom('REACHED', 'SENT', 'LOST'),
    note: maybe(text),
    contactId: maybe(text),
    address: maybe(text),
    items: maybe(fc.array(text, { maxLength: 2 })),
    place: maybe(fc.constantFrom('work', 'office')),
  },
  'correct-contact': {
    contact: text,
    reason: text,
    outcome: maybe(fc.constantFrom('NOT_CONNECTED', 'SENT')),
    direction: maybe(fc.constantFrom('IN', 'UP')),
    contactId: maybe(text),
    address: maybe(text),
    items: maybe(fc.array(text, { maxLength: 2 })),
    place: maybe(fc.constantFrom('work', 'office')),
    removed: maybe(fc.constantFrom(true, 'yes')),
  },
  consent: { contactId: text, channels: fc.array(fc.constantFrom('call', 'fax'), { maxLength: 2 }), until: maybe(day) },
  'withdraw-consent': { contactId: text, channels: fc.array(fc.constantFrom('call', 'fax'), { maxLength: 2 }) },
  inconvenience: {
    contactId: text,
    channels: fc.array(fc.constantFrom('call', 'fax'), { maxLength: 2 }),
    weekdays: maybe(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 2 })),
    from: maybe(fc.constantFrom('09:00', '9:00', '24:00')),
    to: maybe(fc.constantFrom('12:00', 'noon')),
    place: maybe(fc.constantFrom('work', 'office')),
  },
  'end-inconvenience': { contactId: text, channels: fc.array(fc.constantFrom('call', 'fax'), { maxLength: 2 }) },
  'payment-pending': {
    number: text,
    currency: fc.constantFrom('EUR', 'X'),
    amountMinor: amount,
    expectedOn: day,
    items: maybe(fc.array(text, { maxLength: 2 })),
    note: maybe(text),
  },
  'payment-failed': { number: text, reason: text },
  'payment-reversed': { number: text, reason: text },
  chargeback: { number: text, amountMinor: maybe(amount), reason: text },
  'chargeback-won': { number: text, reason: text },
  void: { item: text, reason: text },
  'opt-out': addressed,
  'opt-in': addressed,
  bounce: addressed,
  approve: { approvalId: text, reason: maybe(text) },
  decline: { approvalId: text, reason: text },
  'acknowledge-placement': { placementId: text, note: maybe(text) },
  'recall-placement': { placementId: text, reason: text },
  'return-placement': { placementId: text, reason: text },
  'reverse-write-off': { writeOffId: text, reason: text },
  'set-level': { level: fc.constantFrom(0, 3, -1, 1.5), item: maybe(text), reason: text },
  'skip-notice': { item: maybe(text), reason: text },
  'reverse-charge': { charge: text, reason: text },
  note: { text },
  'credit-hold': { hold: fc.constantFrom('on', 'off', 'maybe'), reason: text },
  'change-policy': { policy: text, version: maybe(fc.constantFrom(1, 0, 1.5)), reason: text },
};

const without = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('what the API takes as an instruction', () => {
  it('is what the domain calls one', () => expect(same).toBe(true));

  it.each(Object.entries(forms))('%s: is refused by the API exactly when the process would refuse its form', (kind, form) => {
    const instructions = fc
      .tuple(fc.record(form), fc.boolean())
      .map(([fields, stray]) => without({ kind, ...fields, ...(stray ? { stray: 1 } : {}) }) as Instruction);
    fc.assert(
      fc.property(instructions, (given) => {
        const taken = instructionSchema.safeParse(given);
        expect(taken.success).toBe(shapeFault(given) === null);
        if (taken.success) expect(shapeFault(toInstruction(taken.data))).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
