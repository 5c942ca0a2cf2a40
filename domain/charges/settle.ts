import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import { sum, type Minor } from '../money/minor.js';
import type { Policy } from '../policy/types.js';
import type { Standing } from '../rule/standing.js';
import { bookedInterest, interestTo, knownOn, withCreditsSetOff, type Knowledge } from './accrual.js';
import { blankEntry, numbered, type Occasion } from './entry.js';
import { entryFor } from './interestEntries.js';
import { standingCharges } from './ledger.js';
import { lumpSumTooMuch } from './lumpSum.js';
import type { ChargeEntry, ChargeFacts, ChargeTerms, InterestTerms } from './types.js';

/** What is at hand while charges are put right. */
interface Settling {
  facts: AccountFacts;
  terms: ChargeTerms;
  known: Knowledge;
  /** What is open of each debit, credits that stand alone taken off. */
  left: ReadonlyMap<number, Minor>;
  occasion: Occasion;
}

/**
 * What has to be put right of what was charged: interest that a payment known late made too high; fees of a message that never went;
 * the last stretch of interest on what was paid; and then what the policy says of charges whose principal is paid.
 */
export function chargesToSettle(facts: AccountFacts, policy: Policy, { today, holds }: Pick<Standing, 'today' | 'holds'>): ChargeEntry[] {
  const { charges: terms } = policy;
  if (!terms || !facts.charges || facts.charges.length === 0) return [];
  const occasion: Occasion = { today, caseId: facts.case?.id ?? null, step: null, round: 1, onInvoice: terms.booked === 'on-invoice' };
  const known = knownOn(facts, terms.application, today);
  const settling: Settling = { facts, terms, known, left: withCreditsSetOff(facts, terms.application).left, occasion };
  const stages = [() => tooMuch(settling), () => (holds.length > 0 ? [] : lastStretches(settling)), () => afterPrincipal(settling)];
  for (const stage of stages) {
    const entries = stage();
    const items = new Map([...known.debits, ...facts.items.map((item) => [item.id, item] as const)]);
    if (entries.length > 0) return numbered(entries, (facts.whole ?? facts).charges ?? [], items);
  }
  return [];
}

function tooMuch(settling: Settling): ChargeEntry[] {
  const { terms } = settling;
  return [...neverSent(settling), ...neverOwed(settling), ...(terms.interest ? overbooked(settling, terms.interest) : [])];
}

/** Lump sums on what was paid in time, and fees of a message all of whose items were paid before it went, as is known now. */
function neverOwed({ facts, terms, known, occasion }: Settling): ChargeEntry[] {
  const lost = new Set(neverSentSteps(facts).map(({ step, round }) => `${step} ${round}`));
  const charges = [...standingCharges(facts).values()].filter(
    ({ what, caseId, step, round }) => what !== 'INTEREST' && !(caseId === occasion.caseId && lost.has(`${step} ${round}`)),
  );
  return charges.flatMap((charge) => {
    const { what, name, itemIds, onDay } = charge;
    const net = netOf(facts, charge);
    const fee = terms.fees.find(({ id }) => id === name);
    if (what === 'LUMP_SUM') return takeBack(facts, charge, fee ? lumpSumTooMuch(fee, known, charge, net) : 0, 'CORRECT', occasion);
    return itemIds.every((id) => isClearedBefore(known, id, onDay)) ? takeBack(facts, charge, net, 'CORRECT', occasion) : [];
  });
}

/** Whether all of an item was paid, by value date, before a day. */
function isClearedBefore({ debits, settled }: Knowledge, itemId: number, day: Day): boolean {
  const debit = debits.get(itemId);
  const before = (settled.get(itemId) ?? []).filter(({ onDay }) => onDay < day);
  return debit !== undefined && sum(before.map(({ amountMinor }) => amountMinor)) >= debit.amountMinor;
}

/** Fees of a message that reached nobody. */
function neverSent({ facts, occasion }: Settling): ChargeEntry[] {
  const lost = neverSentSteps(facts);
  const charges = [...standingCharges(facts).values()].filter(
    ({ what, caseId, step, round }) => what !== 'INTEREST' && caseId === occasion.caseId && lost.some((each) => each.step === step && each.round === round),
  );
  return charges.flatMap((charge) => takeBack(facts, charge, netOf(facts, charge), 'CORRECT', occasion));
}

function neverSentSteps({ steps }: AccountFacts): AccountFacts['steps'] {
  return steps.filter(({ result }) => result === 'UNREACHABLE' || result === 'REJECTED');
}

/** Interest beyond the engine's figure up to the last booking, taken off the newest bookings first. */
function overbooked({ facts, known, occasion }: Settling, terms: InterestTerms): ChargeEntry[] {
  const ids = new Set((facts.charges ?? []).filter(({ what }) => what === 'INTEREST').map(({ itemIds }) => itemIds[0] ?? 0));
  return [...ids].flatMap((itemId) => {
    const { minor, to, booked } = bookedInterest(facts.charges, itemId);
    const interest = to === null ? null : interestTo(terms, known, itemId, to);
    if (interest === null || ('none' in interest && interest.none !== 'NOT_LATE')) return [];
    let left = minor - ('none' in interest ? 0 : interest.interestMinor);
    return [...booked].reverse().flatMap((charge) => {
      const part = Math.min(left, netOf(facts, charge));
      left -= Math.max(0, part);
      return takeBack(facts, charge, part, 'CORRECT', occasion);
    });
  });
}

/** The interest from the last booking to the payment, on items that bear booked interest and are paid: not what a settlement or a write-off ended. */
function lastStretches({ facts, terms: { interest: terms, whenPrincipalPaid }, known, left, occasion }: Settling): ChargeEntry[] {
  if (!terms || whenPrincipalPaid === 'waive') return [];
  const ids = new Set([...standingCharges(facts).values()].filter(({ what }) => what === 'INTEREST').map(({ itemIds }) => itemIds[0] ?? 0));
  const settled = new Set(facts.plans.filter(({ kind, status }) => kind === 'SETTLEMENT' && status === 'KEPT').flatMap(({ itemIds }) => itemIds));
  return [...ids].flatMap((itemId) => {
    if ((left.get(itemId) ?? 0) > 0 || settled.has(itemId) || known.settled.get(itemId)?.some(({ writtenOff }) => writtenOff)) return [];
    const interest = interestTo(terms, known, itemId, occasion.today);
    if (interest === null || 'none' in interest) return [];
    return entryFor(facts, terms, known, itemId, interest, occasion) ?? [];
  });
}

/** Charges whose principal is paid are given up or become ordinary items; where they are claimed on, nothing changes. */
function afterPrincipal({ facts, terms, left, occasion }: Settling): ChargeEntry[] {
  if (terms.whenPrincipalPaid === 'claim') return [];
  const does = terms.whenPrincipalPaid === 'waive' ? 'WAIVE' : 'CONVERT';
  const charges = standingCharges(facts);
  const paid = [...charges.values()].filter(({ itemIds }) => itemIds.every((id) => (left.get(id) ?? 0) <= 0));
  return paid.flatMap((charge) => {
    const entries = takeBack(facts, charge, left.get(charge.id) ?? 0, does, occasion);
    return entries.map((entry) => (does === 'CONVERT' ? { ...entry, dueOn: addDays(occasion.today, terms.convertDueDays) } : entry));
  });
}

function takeBack({ charges = [] }: AccountFacts, charge: ChargeFacts, minor: Minor, does: 'CORRECT' | 'WAIVE' | 'CONVERT', occasion: Occasion): ChargeEntry[] {
  if (minor <= 0) return [];
  const { id, what, name, itemIds, onInvoice, currency, from, to, percent } = charge;
  const key = `${does.toLowerCase()}/${id}/${charges.filter((each) => each.chargeId === id).length}`;
  return [{ ...blankEntry(occasion), key, does, what, name, itemIds, onInvoice, currency, minor, chargeId: id, from, to, percent }];
}

/** What of a charge was not taken back. */
export function netOf({ charges = [] }: Pick<AccountFacts, 'charges'>, { id, minor }: ChargeFacts): Minor {
  return minor - sum(charges.filter(({ does, chargeId }) => does !== 'BOOK' && chargeId === id).map((each) => each.minor));
}
