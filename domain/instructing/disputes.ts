import { addDays, type Day } from '../calendar/day.js';
import { isBusinessDay } from '../calendar/holidays.js';
import type { AccountFacts } from '../facts.js';
import type { Instruction } from '../instructions.js';
import { total } from '../money/minor.js';
import { refuse, type Decided, type DisputedPart, type ItemAmount, type Situation } from './change.js';
import type { Refusal } from './refuse.js';
import { numberOf, openDebits, say } from './items.js';

type Dispute = Extract<Instruction, { kind: 'dispute' }>;
type Resolve = Extract<Instruction, { kind: 'resolve-dispute' }>;

/** Takes items, or parts of them, out of collection until the dispute is resolved. */
export function raiseDispute(asked: Dispute, { facts, policy, today, subject }: Situation): Decided {
  const { reasons, respondWithinDays } = policy.disputes;
  if (!reasons.includes(asked.reason))
    return refuse('UNKNOWN_REASON', `'${asked.reason}' is no reason of policy ${policy.name}. Its reasons are: ${reasons.join(', ')}.`);
  if (asked.ownerId !== undefined && !(subject?.of === 'user' && subject.active))
    return refuse('UNKNOWN_OWNER', `'${asked.ownerId}' is no active user who could own the dispute.`);
  const parts: DisputedPart[] = [];
  for (const each of asked.items) {
    const found = disputedParts(each, facts);
    if ('refused' in found) return found;
    parts.push(...found.parts);
  }
  if (new Set(parts.map(({ itemId }) => itemId)).size < parts.length)
    return refuse('NAMED_TWICE', 'An item is named twice: name each item once, with one amount.');
  const respondBy = businessDaysAfter(today, respondWithinDays, facts.entity.country);
  const items = parts.map(({ itemId }) => numberOf(itemOf(facts, itemId))).join(', ');
  return {
    change: { change: 'dispute-raised', reason: asked.reason, note: asked.note ?? null, ownerId: asked.ownerId ?? facts.collectorId, respondBy, items: parts },
    message: `Dispute (${asked.reason}) of ${items} raised; an answer is due by ${respondBy}.`,
  };
}

/**
 * Resolves a dispute. REJECTED: the items return to collection. UPHELD: what is still open of the disputed amounts is credited to the items,
 * so that it is no longer asked for; someone else than who raised the dispute decides on that, as on any credit.
 */
export function resolveDispute(asked: Resolve, { actor, facts, subject }: Situation): Decided {
  if (subject?.of !== 'dispute') return refuse('NO_SUCH_DISPUTE', `${asked.disputeId} is no dispute of ${facts.accountId}.`);
  if (subject.status !== 'OPEN') return refuse('ALREADY_RESOLVED', `Dispute ${subject.id} is resolved already.`);
  if (asked.resolution === 'UPHELD') {
    if (!actor.roles.some((role) => role === 'finance' || role === 'manager' || role === 'controller'))
      return refuse('NOT_ALLOWED', 'To uphold a dispute is to grant a credit: finance, a manager or a controller does that.');
    if (subject.raisedBy === actor.userId) return refuse('SELF_APPROVAL', 'Who raised a dispute does not uphold it: ask someone else.');
  }
  const credits = asked.resolution === 'UPHELD' ? creditsFor(subject.items, facts) : [];
  const sums = Object.entries(total(credits))
    .map(([currency, minor]) => say(minor, currency))
    .join(' and ');
  const message =
    asked.resolution === 'UPHELD'
      ? `Dispute upheld${sums === '' ? '; nothing was left to credit' : `; credited ${sums}`}.`
      : 'Dispute rejected; its items return to collection.';
  return { change: { change: 'dispute-resolved', disputeId: subject.id, resolution: asked.resolution, note: asked.note, credits }, message };
}

/** The day `n` business days of a country after a day. */
export function businessDaysAfter(day: Day, n: number, country: string | null): Day {
  let result = day;
  for (let left = n; left > 0;) {
    result = addDays(result, 1);
    if (isBusinessDay(result, country)) left -= 1;
  }
  return result;
}

function disputedParts({ item: number, amountMinor }: Dispute['items'][number], facts: AccountFacts): { parts: DisputedPart[] } | { refused: Refusal } {
  const items = openDebits(facts, number);
  const [first] = items;
  if (!first) return refuse('NO_OPEN_ITEM', `${number} is no open item of ${facts.accountId}.`);
  const disputed = items.find(({ id }) => facts.disputes.some((dispute) => dispute.items.some(({ itemId }) => itemId === id)));
  if (disputed) return refuse('ALREADY_DISPUTED', `${numberOf(disputed)} is disputed already; resolve that dispute first.`);
  if (amountMinor === undefined) return { parts: items.map(({ id }) => ({ itemId: id, amountMinor: null })) };
  if (items.length > 1) return refuse('SEVERAL_INSTALMENTS', `${number} has several open instalments: name one for a part amount, as ${number}/1.`);
  if (amountMinor > first.openMinor) return refuse('AMOUNT_TOO_HIGH', `Of ${number}, ${say(first.openMinor, first.currency)} is open: dispute that or less.`);
  return { parts: [{ itemId: first.id, amountMinor: amountMinor === first.openMinor ? null : amountMinor }] };
}

function creditsFor(parts: readonly DisputedPart[], facts: AccountFacts): ItemAmount[] {
  return parts.flatMap(({ itemId, amountMinor }) => {
    const item = facts.items.find(({ id, openMinor }) => id === itemId && openMinor > 0);
    return item ? [{ itemId, currency: item.currency, minor: Math.min(amountMinor ?? item.openMinor, item.openMinor) }] : [];
  });
}

function itemOf(facts: AccountFacts, itemId: number) {
  const item = facts.items.find(({ id }) => id === itemId);
  if (!item) throw new Error(`item ${itemId} is not in the facts of ${facts.accountId}`);
  return item;
}
