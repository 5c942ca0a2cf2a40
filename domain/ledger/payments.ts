import type { Day } from '../calendar/day.js';
import type { ItemKind } from '../facts.js';
import type { Minor } from '../money/minor.js';
import { book, release, type LedgerChange, type StandingAllocation } from './change.js';
import { owedTo, paidWith, type PayingTerms } from './payingTerms.js';

/** Money received from a customer, and what it was said to be for. */
export interface Payment {
  line: number;
  accountId: string;
  number: string;
  onDay: Day;
  currency: string;
  /** Positive. */
  amountMinor: Minor;
  reference: string | null;
  /** In the order of the file; without an amount as much as is open. */
  applied: { line: number; number: string; instalment: number | null; amountMinor: Minor | null }[];
}

/** A debit that a payment names, or the same payment from an earlier file (negative). */
export interface PayableItem {
  id: number;
  accountId: string;
  kind: ItemKind;
  number: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
  /** How much of it no allocation holds, from `freeFrom` on. */
  freeMinor: Minor;
  /** The day from which that is so: its own, or the last on which something was taken back. */
  freeFrom: Day;
  /** Clearings by lists of open items, which a payment that arrives late replaces; newest first. */
  clearings: StandingAllocation[];
}

export interface PaymentsPlan {
  change: LedgerChange;
  created: number;
  /** Payments that an earlier file brought already. */
  unchanged: number;
  problems: { line: number; why: string }[];
  warnings: { line: number; why: string }[];
  accountsChanged: Set<string>;
}

interface Making {
  plan: PaymentsPlan;
  terms: PayingTerms;
  debits: Map<string, PayableItem[]>;
  /** All that are known, by account. */
  ofAccount: Map<string, PayableItem[]>;
  known: Map<string, PayableItem>;
  free: Map<number, Minor>;
  /** What of each clearing has not been replaced yet, and the first day of what replaces it. */
  clearings: Map<number, { leftMinor: Minor; firstDay: Day | null }>;
}

/**
 * Plans the booking of payments: each is set off against the items that it names, in that order, and the fees and interest that are
 * named with them; one that names none against what is owed, in the order of the policy. What is left stays on account.
 * Where a list of open items has cleared a named item before the payment became known, the payment takes the place of that clearing.
 */
export function planPayments(payments: readonly Payment[], items: readonly PayableItem[], terms: PayingTerms): PaymentsPlan {
  const making = begin(items, terms);
  for (const payment of payments) {
    const known = making.known.get(keyOf(payment.accountId, payment.number));
    if (!known) bookPayment(making, payment);
    else if (known.currency === payment.currency && known.amountMinor === -payment.amountMinor && known.issuedOn === payment.onDay) making.plan.unchanged += 1;
    else making.plan.problems.push({ line: payment.line, why: `Payment ${payment.number} is booked already with another day, amount or currency` });
  }
  replaceClearings(making);
  return making.plan;
}

function begin(items: readonly PayableItem[], terms: PayingTerms): Making {
  const debits = new Map<string, PayableItem[]>();
  const ofAccount = new Map<string, PayableItem[]>();
  const known = new Map<string, PayableItem>();
  for (const item of items) {
    const key = keyOf(item.accountId, item.number);
    if (item.amountMinor > 0) {
      add(debits, key, item).sort((a, b) => a.instalment - b.instalment);
      add(ofAccount, item.accountId, item);
    } else if (item.kind === 'PAYMENT') known.set(key, item);
  }
  const plan: PaymentsPlan = {
    change: { items: [], allocations: [], reversals: [] },
    created: 0,
    unchanged: 0,
    problems: [],
    warnings: [],
    accountsChanged: new Set(),
  };
  const clearings = items.flatMap((item) => item.clearings.map(({ id, amountMinor }) => [id, { leftMinor: amountMinor, firstDay: null }] as const));
  return { plan, terms, debits, ofAccount, known, free: new Map(items.map(({ id, freeMinor }) => [id, freeMinor])), clearings: new Map(clearings) };
}

function add<T>(groups: Map<string, T[]>, key: string, value: T): T[] {
  const group = groups.get(key) ?? [];
  group.push(value);
  groups.set(key, group);
  return group;
}

/** What a payment is set off against, part by part; a part without debits can't be carried out. */
function targetsOf(making: Making, payment: Payment): { applied: Payment['applied'][number] | null; items: PayableItem[] }[] {
  const known = making.ofAccount.get(payment.accountId) ?? [];
  if (payment.applied.length > 0)
    return payment.applied.map((applied) => ({ applied, items: paidWith(debitsOf(making, payment, applied), known, making.terms) }));
  const owed = making.terms.staysOnAccount(payment) ? [] : owedTo(payment, known, making.terms);
  return owed.length === 0 ? [] : [{ applied: null, items: owed }];
}

function bookPayment(making: Making, payment: Payment): void {
  const { accountId, number, onDay, currency, amountMinor, reference } = payment;
  const targets = targetsOf(making, payment);
  if (targets.some(({ items }) => items.length === 0)) return;
  const ref = book(making.plan.change, {
    accountId,
    kind: 'PAYMENT',
    number,
    instalment: 0,
    issuedOn: onDay,
    dueOn: onDay,
    currency,
    amountMinor: -amountMinor,
    text: reference,
    purchaseOrder: null,
    terms: null,
    adjusts: null,
    reason: null,
  });
  let left = amountMinor;
  for (const { applied, items } of targets) {
    const wanted = Math.min(left, applied?.amountMinor ?? left);
    const missed = items.reduce((rest, item) => rest - setOff(making, ref, item, rest, onDay), wanted);
    left -= wanted - missed;
    if (missed > 0 && applied?.amountMinor)
      making.plan.warnings.push({ line: applied.line, why: `${applied.number} has less open than was to be applied; the rest of ${number} stays on account` });
  }
  making.plan.created += 1;
  making.plan.accountsChanged.add(accountId);
}

/** The debits that an application names, in order of instalment; none, with the problem noted, when it can't be carried out. */
function debitsOf({ plan, debits }: Making, payment: Payment, { line, number, instalment }: Payment['applied'][number]): PayableItem[] {
  const named = (debits.get(keyOf(payment.accountId, number)) ?? []).filter((item) => instalment === null || item.instalment === instalment);
  const usable = named.filter(({ currency }) => currency === payment.currency);
  if (named.length === 0) plan.problems.push({ line, why: `${payment.accountId} has no item ${number}${instalment === null ? '' : `/${instalment}`}` });
  else if (usable.length === 0) plan.problems.push({ line, why: `${number} is in ${named[0]?.currency}, the payment in ${payment.currency}` });
  return usable;
}

/** Sets off at most `minor` against an item, what is free of it first and then what a list had cleared; answers how much it was. */
function setOff({ plan: { change }, free, clearings }: Making, payment: number, item: PayableItem, minor: Minor, onDay: Day): Minor {
  const day = later(onDay, item.freeFrom);
  const fromFree = Math.min(minor, free.get(item.id) ?? 0);
  free.set(item.id, (free.get(item.id) ?? 0) - fromFree);
  let left = minor - fromFree;
  for (const clearing of item.clearings) {
    const standing = clearings.get(clearing.id);
    const part = Math.min(left, standing?.leftMinor ?? 0);
    if (!standing || part <= 0) continue;
    standing.leftMinor -= part;
    standing.firstDay = earlier(standing.firstDay ?? day, day);
    left -= part;
  }
  if (left < minor) change.allocations.push({ creditId: payment, debitId: item.id, amountMinor: minor - left, onDay: day });
  return minor - left;
}

/** Takes back what payments replaced: never before the clearing itself, and as early as the first of them, so that no day counts both. */
function replaceClearings(making: Making): void {
  for (const clearing of [...making.debits.values()].flat().flatMap((item) => item.clearings)) {
    const { leftMinor, firstDay } = making.clearings.get(clearing.id) ?? { leftMinor: clearing.amountMinor, firstDay: null };
    if (firstDay) release(making.plan.change, clearing, clearing.amountMinor - leftMinor, later(clearing.onDay, firstDay));
  }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
const keyOf = (accountId: string, number: string): string => `${accountId}\n${number}`;
