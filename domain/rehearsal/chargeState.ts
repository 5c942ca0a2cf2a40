import { dayOf, type Day, type Instant } from '../calendar/day.js';
import { bookedInterest, interestTo, knownOn, type Knowledge } from '../charges/accrual.js';
import { isCharged } from '../charges/entry.js';
import { netOf } from '../charges/settle.js';
import type { ChargeFacts, InterestTerms } from '../charges/types.js';
import type { AccountFacts } from '../facts.js';
import { total } from '../money/minor.js';
import type { AccountState, ChargeState, InterestState } from './agenda.js';
import type { Play } from './lines.js';
import { numberOf } from '../instructing/items.js';
import { factsOf, playsOf } from './strands.js';
import { numbersOf, type World } from './world.js';

/** Adds to a state what fees and interest were booked, and what interest has come about since; as it was where the policy charges nothing. */
export function withCharges(state: AccountState, play: Play, facts: AccountFacts, at: Instant): AccountState {
  const { world } = play;
  const booked = (facts.charges ?? []).filter(({ does }) => does === 'BOOK');
  const strands = playsOf(play, at);
  if (booked.length === 0 && strands.every(({ policy }) => !policy.charges)) return state;
  const ofItem = new Map(strands.flatMap((each) => [...interestStates(each, at)]));
  const byNumber = new Map(facts.items.flatMap((item) => (ofItem.has(item.id) ? [[numberOf(item), item] as const] : [])));
  const itemStates = state.itemStates.map((each) => {
    const item = byNumber.get(each.item);
    const interest = item && item.kind === each.kind ? ofItem.get(item.id) : undefined;
    return interest ? { ...each, interest } : each;
  });
  const accrued = facts.items.map(({ id, currency }) => ({ currency, minor: ofItem.get(id)?.accruedMinor ?? 0 })).filter(({ minor }) => minor > 0);
  return { ...state, chargeStates: booked.map((charge) => stateOf(world, facts, charge)), accrued: total(accrued), itemStates };
}

function stateOf(world: World, facts: AccountFacts, charge: ChargeFacts): ChargeState {
  const { number, name, what, itemIds, onInvoice, onDay, currency, minor, from, to, percent, id } = charge;
  const openMinor = facts.items.find((item) => item.id === id)?.openMinor ?? 0;
  const figures = { onInvoice, bookedOn: onDay, currency, amountMinor: minor, openMinor, from, to, percent };
  return { number, name, what, items: numbersOf(world, itemIds), ...figures, status: statusOf(facts, charge, openMinor) };
}

const pasts = { CORRECT: 'CORRECTED', WAIVE: 'WAIVED', CONVERT: 'CONVERTED', REVERSE: 'REVERSED' } as const;

function statusOf(facts: AccountFacts, charge: ChargeFacts, openMinor: number): string {
  if (openMinor > 0) return 'OPEN';
  if (facts.booked?.allocations.some(({ debitId, writtenOff, reversedOn }) => debitId === charge.id && writtenOff && reversedOn === null)) return 'WRITTEN_OFF';
  const last = (facts.charges ?? []).findLast(({ does, chargeId }) => does !== 'BOOK' && chargeId === charge.id);
  return last && last.does !== 'BOOK' && netOf(facts, charge) === 0 ? pasts[last.does] : 'PAID';
}

function interestStates(play: Play, at: Instant): Map<number, InterestState> {
  const { charges: terms } = play.policy;
  if (!terms?.interest) return new Map();
  const facts = factsOf(play, at);
  const today = dayOf(at, play.zone);
  const known = knownOn(facts, terms.application, today);
  const { interest } = terms;
  if (!isCharged(interest.debtors, known.consumer)) return new Map();
  return new Map(facts.items.filter(({ id }) => known.debits.has(id)).map(({ id }) => [id, interestState(facts, interest, known, id, today)]));
}

function interestState({ charges }: AccountFacts, terms: InterestTerms, known: Knowledge, itemId: number, today: Day): InterestState {
  const { minor, to } = bookedInterest(charges, itemId);
  const reckoned = interestTo(terms, known, itemId, today);
  const booked = { bookedMinor: minor, bookedTo: to };
  if (reckoned === null || 'none' in reckoned) {
    const why = reckoned?.none === 'NO_RATE' ? 'RATE_MISSING' : reckoned?.none === 'NOT_COVERED' ? 'NOT_COVERED' : null;
    return { ...booked, accruedMinor: 0, why };
  }
  return { ...booked, accruedMinor: Math.max(0, reckoned.interestMinor - minor), why: null };
}
