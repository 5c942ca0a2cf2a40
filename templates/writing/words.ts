import { z } from 'zod';
import { formatsFor, phraseOf, type Formats } from './formats.js';
import type { TaskKind } from '../../domain/facts.js';
import type { Amounts } from '../../domain/money/minor.js';

const text = z.string().min(1);
const counted = z.strictObject({ one: text, other: text });

/** The words of a language that are no running text: `words.yaml`. `{name}` in one is filled in. */
export const wordsSchema = z.strictObject({
  statement: text,
  statementAsOf: text,
  fileName: text,
  page: text,
  customerNumber: text,
  date: text,
  contact: text,
  currency: text,
  amountsIn: text,
  columns: z.strictObject({ document: text, issued: text, due: text, days: text, amount: text, paid: text, open: text }),
  kinds: z.strictObject({ INVOICE: text, CREDIT_NOTE: text, PAYMENT: text, CHARGE: text, ADJUSTMENT: text, REFUND: text, CHARGEBACK: text, WRITE_OFF: text }),
  charges: z.strictObject({ FEE: text, LUMP_SUM: text, INTEREST: text }),
  interestFor: text,
  notAsked: z.strictObject({ DISPUTED: text, PROMISED: text, ON_HOLD: text, PLACED: text, EXCLUDED: text, PAYMENT_PENDING: text }),
  totals: z.strictObject({ overdue: text, charges: text, credits: text, notAsked: text, asked: text, notYetDue: text, open: text }),
  overdueBy: counted,
  dueOn: text,
  further: counted,
  ageing: z.strictObject({ title: text, notDue: text, days: text, more: text, charges: text, credits: text }),
  bank: z.strictObject({ title: text, holder: text, iban: text, bic: text, name: text, reference: text, scan: text }),
  optOut: text,
  nothing: text,
  tasks: z.strictObject({
    CALL: text,
    FIND_CONTACT: text,
    VERIFY_DELIVERY: text,
    APPROVE: text,
    ANSWER_DISPUTE: text,
    REVIEW_ACCOUNT: text,
    RECORD_HANDOVER: text,
    OTHER: text,
  }),
});

export type Words = z.infer<typeof wordsSchema>;

/** Fills in `{name}`; a name that is not given stays as it is. */
export function fill(words: string, values: Readonly<Record<string, string>>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The wording for a count, with the count and further values filled in. */
export function counting(words: Words['further'], n: number, formats: Formats, values: Readonly<Record<string, string>> = {}): string {
  return fill(words[formats.plural(n)], { count: formats.count(n), ...values });
}

/** What kind of document an item is, in words; a kind that has none is shown as it is. */
export function kindOf(words: Words, kind: string): string {
  return words.kinds[kind as keyof Words['kinds']] ?? kind;
}

/** The title of a task for those who work on it. */
export function taskTitle(words: Words, language: string, task: { kind: TaskKind; customer: { number: string; name: string }; amounts: Amounts }): string {
  const { kind, customer, amounts } = task;
  const amount = phraseOf(amounts, formatsFor(language, null)) ?? words.nothing;
  return fill(words.tasks[kind], { customer: customer.name, number: customer.number, amount });
}
