/** Payments taken back and given again, and invoices that were never owed: what people or a bank say before the next list of open items does. */
import { dayOf, type Day } from '../calendar/day.js';
import type { ItemKind } from '../facts.js';
import type { Instruction } from '../instructions.js';
import { book, release, type LedgerChange, type NewItem, type StandingAllocation } from '../ledger/change.js';
import { backNumber, latestPayment, releasedBy, takenBackBy, wonNumber } from '../ledger/takeBack.js';
import { isVoid, voidDebit } from '../ledger/voiding.js';
import { sum, type Minor } from '../money/minor.js';
import { refuse, type Decided, type Situation } from './change.js';
import { numberOf, say } from './items.js';

type Of<Kind extends Instruction['kind']> = Extract<Instruction, { kind: Kind }>;

/** A booked item, open or not. */
export interface BookedEntry {
  id: number;
  kind: ItemKind;
  number: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
  /** How much of it no allocation holds. */
  freeMinor: Minor;
  /** The load that brought it; null for what Duly booked itself. */
  batchId: string | null;
  /** The item that it adjusts. */
  adjusts: number | null;
}

/** The bookings that an instruction is about. */
export interface LedgerSubject {
  of: 'ledger';
  items: BookedEntry[];
  /** All of these items, those that were taken back too, oldest first. */
  allocations: (StandingAllocation & { reversedOn: Day | null })[];
}

const nothingBooked: LedgerSubject = { of: 'ledger', items: [], allocations: [] };
const ledgerOf = ({ subject }: Situation): LedgerSubject => (subject?.of === 'ledger' ? subject : nothingBooked);

/** A payment, or a part of it, is taken back: first what of it is on account, then what it cleared last, which is open again at its true age. */
export function takePaymentBack(asked: Of<'payment-reversed' | 'chargeback'>, situation: Situation): Decided {
  const { items, allocations } = ledgerOf(situation);
  const payment = latestPayment(items, asked.number);
  if (!payment) return refuse('NO_SUCH_PAYMENT', `There is no payment ${asked.number} on ${situation.facts.accountId}.`);
  const { id, number, currency } = payment;
  if (takenBackBy(items, payment)) return refuse('TAKEN_BACK', `${number} was taken back already.`);
  const whole = -payment.amountMinor;
  const minor = asked.kind === 'chargeback' ? (asked.amountMinor ?? whole) : whole;
  if (minor > whole) return refuse('TOO_MUCH', `${number} was ${say(whole, currency)}; ${say(minor, currency)} is more.`);
  const set = allocations.filter(({ creditId, reversedOn }) => creditId === id && reversedOn === null);
  const paidMinor = whole - sum(set.filter(({ adjustment }) => adjustment !== null).map(({ amountMinor }) => amountMinor));
  if (paidMinor <= 0) return refuse('SETTLED_BY_LIST', `The last list of open items has settled ${number}; the next one says what is open again.`);
  const taken = Math.min(minor, paidMinor);
  const ledger = emptyChange();
  const onDay = ledgerDay(situation);
  const parts = set.filter(({ adjustment }) => adjustment === null);
  for (const { part, keepMinor } of releasedBy(paidMinor, parts, taken)) release(ledger, part, part.amountMinor - keepMinor, onDay);
  const back = book(ledger, entry(situation, payment, { kind: 'CHARGEBACK', number: backNumber(number), amountMinor: taken, reason: asked.reason }));
  ledger.allocations.push({ creditId: id, debitId: back, amountMinor: taken, onDay });
  const rest = taken < minor ? `; the last list of open items has settled the rest of it, and the next one says what is open again` : '';
  const how = asked.kind === 'chargeback' ? 'charged back' : 'reversed';
  return booked(ledger, payment, `payment.${asked.kind === 'chargeback' ? 'charge-back' : 'reverse'}`, asked.reason, {
    message: `${say(taken, currency)} of payment ${number} ${how}${rest}.`,
    minor: taken,
  });
}

/** What was charged back counts as paid again from today on, against what it had cleared. */
export function winPaymentBack(asked: Of<'chargeback-won'>, situation: Situation): Decided {
  const { items, allocations } = ledgerOf(situation);
  const payment = latestPayment(items, asked.number);
  const taken = payment && takenBackBy(items, payment);
  if (!payment || !taken) return refuse('NOT_CHARGED_BACK', `No payment ${asked.number} of ${situation.facts.accountId} is charged back.`);
  const lost = allocations.filter(({ creditId, reversedOn }) => creditId === payment.id && reversedOn === taken.issuedOn);
  const ledger = emptyChange();
  const onDay = ledgerDay(situation);
  const won = entry(situation, payment, { kind: payment.kind, number: wonNumber(payment.number), amountMinor: -taken.amountMinor, reason: asked.reason });
  const creditId = book(ledger, won);
  let left = taken.amountMinor;
  for (const debitId of new Set(lost.map((each) => each.debitId))) {
    const amountMinor = Math.min(left, items.find(({ id }) => id === debitId)?.freeMinor ?? 0);
    if (amountMinor > 0) ledger.allocations.push({ creditId, debitId, amountMinor, onDay });
    left -= amountMinor;
  }
  const message = `${say(taken.amountMinor, taken.currency)} of payment ${payment.number} count as paid again.`;
  return booked(ledger, payment, 'payment.win-back', asked.reason, { message, minor: taken.amountMinor });
}

/** An invoice was never owed: it is gone from its first day on, and what was paid on it is on account. */
export function makeVoid(asked: Of<'void'>, situation: Situation): Decided {
  const { accountId } = situation.facts;
  const { named, ledger } = voiding(ledgerOf(situation), accountId, asked.item);
  const [first] = named;
  if (!first) return refuse('NO_SUCH_ITEM', `${asked.item} is no item of ${accountId}.`);
  if (named.some(({ kind, batchId }) => kind === 'CHARGE' && batchId === null))
    return refuse('IS_CHARGE', `${asked.item} is a fee or interest of Duly's own; take it back with 'reverse-charge'.`);
  if (ledger.items.length === 0) return refuse('VOID', `${asked.item} is void already.`);
  const minor = sum(named.map(({ amountMinor }) => amountMinor));
  return booked(ledger, first, 'item.void', asked.reason, { message: `${asked.item} is void: it was never owed.`, minor });
}

/** The debits that a number names, and what makes them void, with whatever raised them; nothing where they are void already. */
export function voiding({ items, allocations }: LedgerSubject, accountId: string, number: string): { named: BookedEntry[]; ledger: LedgerChange } {
  const named = items.filter((item) => item.amountMinor > 0 && item.adjusts === null && [item.number, numberOf(item)].includes(number));
  const raised = items.filter(({ amountMinor, adjusts }) => amountMinor > 0 && named.some(({ id }) => id === adjusts));
  const ledger = emptyChange();
  for (const debit of [...named, ...raised]) {
    const set = allocations.filter(({ debitId, reversedOn }) => debitId === debit.id && reversedOn === null).map((each) => closing(each, items, accountId));
    if (!isVoid(set)) voidDebit(ledger, { ...debit, accountId }, set);
  }
  return { named, ledger };
}

/** What only lessened the debit ends with it: an upheld dispute, a write-off. Money is free for something else. */
function closing<S extends StandingAllocation>(standing: S, items: readonly BookedEntry[], accountId: string): S {
  const credit = items.find(({ id }) => id === standing.creditId);
  const lessened = credit?.kind === 'WRITE_OFF' || credit?.kind === 'ADJUSTMENT';
  return standing.adjustment || !credit || !lessened ? standing : { ...standing, adjustment: { ...credit, accountId } };
}

const emptyChange = (): LedgerChange => ({ items: [], allocations: [], reversals: [] });

/** The day in the creditor's calendar, in which the ledger is kept. */
const ledgerDay = ({ at, facts }: Situation): Day => dayOf(at, facts.entity.timeZone);

function entry(
  situation: Situation,
  { currency, instalment }: BookedEntry,
  said: Pick<NewItem, 'kind' | 'number' | 'amountMinor'> & { reason: string },
): NewItem {
  const day = ledgerDay(situation);
  const blank = { text: null, purchaseOrder: null, terms: null, adjusts: null };
  return { accountId: situation.facts.accountId, issuedOn: day, dueOn: day, currency, instalment, ...blank, ...said };
}

/** What is booked about an item of the source ledger is a part of that ledger too, so that the next list of open items finds it settled. */
function booked(
  ledger: LedgerChange,
  { id, batchId, currency }: BookedEntry,
  action: string,
  reason: string,
  { message, minor }: { message: string; minor: Minor },
): Decided {
  return { change: { change: 'ledger-booked', ledger, batchId, itemId: id, action, reason, currency, minor }, message };
}
