import { channels, holdKinds, places, callOutcomes } from './choices.js';
import type { Instruction, InstructionKind } from '../instructions.js';

/** One field of an instruction: whether a value fits, and what the field is, in words. */
interface Field {
  fits(value: unknown): boolean;
  is: string;
  optional?: true;
}

const text: Field = { fits: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= 4000, is: 'a text of 1 to 4000 characters' };
const id: Field = { fits: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= 200, is: 'a text of 1 to 200 characters' };
const day: Field = { fits: isDay, is: 'a day as YYYY-MM-DD' };
const amount: Field = { fits: (value) => Number.isSafeInteger(value) && Number(value) > 0, is: 'a whole number of minor units above 0' };
const currency: Field = { fits: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value), is: 'a currency code of three capital letters' };
const level: Field = { fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0, is: 'a level from 0' };
const time: Field = { fits: (value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value), is: 'a time of day as 14:30' };
const flag: Field = { fits: (value) => typeof value === 'boolean', is: 'true or false' };
const version: Field = { fits: (value) => Number.isSafeInteger(value) && Number(value) > 0, is: 'a version number from 1' };

const addressed = { channel: oneOf(channels), contactId: optional(id), address: optional(id), reason: optional(text) };

const shapes: Readonly<Record<InstructionKind, Readonly<Record<string, Field>>>> = {
  pause: { until: optional(day), reason: text, hold: optional(oneOf(holdKinds)), item: optional(id), startsOn: optional(day), amountMinor: optional(amount) },
  resume: { reason: text, hold: optional(id), endsOn: optional(day) },
  dispute: { items: listOf({ item: id, amountMinor: optional(amount) }), reason: id, note: optional(text), ownerId: optional(id) },
  'resolve-dispute': { disputeId: id, resolution: oneOf(['UPHELD', 'REJECTED']), note: text },
  promise: { currency, amountMinor: amount, dueOn: day, items: optional(itemNumbers()), note: optional(text) },
  plan: { currency, instalments: listOf({ dueOn: day, amountMinor: amount }), items: optional(itemNumbers()), note: optional(text) },
  settlement: { currency, amountMinor: amount, dueOn: day, items: optional(itemNumbers()), note: optional(text) },
  'cancel-plan': { planId: id, reason: text },
  'task-done': {
    taskId: id,
    outcome: id,
    note: optional(text),
    contactId: optional(id),
    address: optional(id),
    callBackOn: optional(day),
    items: optional(itemNumbers()),
    place: optional(oneOf(places)),
  },
  'record-contact': {
    channel: oneOf(channels),
    direction: oneOf(['IN', 'OUT']),
    outcome: oneOf([...callOutcomes, 'SENT', 'RECEIVED']),
    note: optional(text),
    contactId: optional(id),
    address: optional(id),
    items: optional(itemNumbers()),
    place: optional(oneOf(places)),
    step: optional(id),
  },
  'correct-contact': {
    contact: id,
    reason: text,
    outcome: optional(oneOf(callOutcomes)),
    direction: optional(oneOf(['IN', 'OUT'])),
    contactId: optional(id),
    address: optional(id),
    items: optional(itemNumbers()),
    place: optional(oneOf(places)),
    removed: optional(flag),
  },
  consent: { contactId: id, channels: someOf(channels), until: optional(day) },
  'withdraw-consent': { contactId: id, channels: someOf(channels) },
  inconvenience: {
    contactId: id,
    channels: someOf(channels),
    weekdays: optional(someOf([1, 2, 3, 4, 5, 6, 7])),
    from: optional(time),
    to: optional(time),
    place: optional(oneOf(places)),
  },
  'end-inconvenience': { contactId: id, channels: someOf(channels) },
  'payment-pending': { number: id, currency, amountMinor: amount, expectedOn: day, items: optional(itemNumbers()), note: optional(text) },
  'payment-failed': { number: id, reason: text },
  'payment-reversed': { number: id, reason: text },
  chargeback: { number: id, amountMinor: optional(amount), reason: text },
  'chargeback-won': { number: id, reason: text },
  void: { item: id, reason: text },
  'opt-out': addressed,
  'opt-in': addressed,
  bounce: addressed,
  approve: { approvalId: id, reason: optional(text) },
  decline: { approvalId: id, reason: text },
  'acknowledge-placement': { placementId: id, note: optional(text) },
  'recall-placement': { placementId: id, reason: text },
  'return-placement': { placementId: id, reason: text },
  'reverse-write-off': { writeOffId: id, reason: text },
  'set-level': { level, item: optional(id), reason: text },
  'skip-notice': { item: optional(id), reason: text },
  'credit-hold': { hold: oneOf(['on', 'off']), reason: text },
  'reverse-charge': { charge: id, reason: text },
  note: { text },
  'change-policy': { policy: id, version: optional(version), reason: text },
};

/** What is wrong with the fields of an instruction of a known kind, in a sentence that says what fits; null when nothing is. */
export function shapeFault(instruction: Instruction): string | null {
  const fields = shapes[instruction.kind];
  const values = instruction as unknown as Readonly<Record<string, unknown>>;
  const stray = Object.keys(values).find((name) => name !== 'kind' && !Object.hasOwn(fields, name));
  if (stray) return `'${stray}' is no field of '${instruction.kind}'. It has: ${Object.keys(fields).join(', ')}.`;
  const bad = Object.entries(fields).find(([name, field]) => !fitsField(field, values[name]));
  if (!bad) return null;
  const [name, field] = bad;
  return `'${name}' of '${instruction.kind}' is ${values[name] === undefined ? 'missing' : 'not right'}: it must be ${field.is}.`;
}

/** Whether a value is a calendar day that exists. Needs no calendar library, so that a workflow can use it. */
export function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const [year = 0, month = 0, date = 0] = value.split('-').map(Number);
  if (year < 1 || month < 1 || month > 12 || date < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return date <= (lengths[month - 1] ?? 0);
}

function fitsField(field: Field, value: unknown): boolean {
  return value === undefined ? field.optional === true : field.fits(value);
}

function optional(field: Field): Field {
  return { ...field, optional: true };
}

function oneOf(values: readonly string[]): Field {
  return { fits: (value) => typeof value === 'string' && values.includes(value), is: `one of ${values.join(', ')}` };
}

function someOf(values: readonly (string | number)[]): Field {
  const fits = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every((each) => values.includes(each as string | number));
  return { fits, is: `a list of at least one of ${values.join(', ')}` };
}

function itemNumbers(): Field {
  const fits = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every((each) => id.fits(each));
  return { fits, is: 'a list of at least one item number' };
}

function listOf(fields: Readonly<Record<string, Field>>): Field {
  const fitsOne = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return false;
    const values = value as Readonly<Record<string, unknown>>;
    return Object.keys(values).every((name) => Object.hasOwn(fields, name)) && Object.entries(fields).every(([name, field]) => fitsField(field, values[name]));
  };
  const is = `a list of at least one {${Object.entries(fields)
    .map(([name, field]) => `${name}: ${field.is}`)
    .join('; ')}}`;
  return { fits: (value) => Array.isArray(value) && value.length > 0 && value.every(fitsOne), is };
}
