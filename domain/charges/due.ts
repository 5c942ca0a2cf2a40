import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy, Step } from '../policy/types.js';
import type { Claim, Standing } from '../rule/standing.js';
import { knownOn, type Knowledge } from './accrual.js';
import { numbered, type Occasion } from './entry.js';
import { feeDue, type AskedItem } from './fees.js';
import { interestDue, type Due } from './interestEntries.js';
import { standingCharges } from './ledger.js';
import type { SpokenFor } from '../steps.js';
import type { ChargeTerms } from './types.js';

/** The name under which a step charges interest. */
export const interestName = 'interest';

const nothing: Due = { entries: [], refused: [] };

/** A step's turn, and the items that it is about; all of the account when nothing is said. */
export interface ChargingTurn {
  step: Step;
  round: number;
  itemIds?: number[];
  /** The steps that are taken with it, and for which of the items; its own first. */
  spokenFor?: SpokenFor[];
}

/**
 * What a step charges on what it asks for, as far as it did not in this round. Where its message speaks for steps of other items, a fee for the message is the
 * speaking step's; what is charged for each item is that of the item's own step.
 */
export function chargesOfStep(facts: AccountFacts, policy: Policy, standing: Standing, turn: ChargingTurn): Due {
  const { charges: terms, ladder } = policy;
  if (!terms) return nothing;
  const known = knownOn(facts, terms.application, standing.today);
  const it: OfStep = { facts, terms, standing, known, message: turn };
  const dues = turnsOf(turn, ladder).flatMap((each) => duesOf(it, each));
  const found = dues.filter(({ entries, refused }) => entries.length > 0 || refused.length > 0);
  return found.length > 0 ? withNumbers(facts, known, found) : nothing;
}

type ItemsTurn = Omit<ChargingTurn, 'spokenFor'>;

interface OfStep {
  facts: AccountFacts;
  terms: ChargeTerms;
  standing: Standing;
  known: Knowledge;
  /** The turn of the step that speaks. */
  message: ItemsTurn;
}

function turnsOf({ spokenFor, ...turn }: ChargingTurn, ladder: readonly Step[]): ItemsTurn[] {
  if (!spokenFor) return [turn];
  return spokenFor.flatMap(({ step: id, round, itemIds }) => {
    const step = ladder.find((each) => each.id === id);
    return step ? [{ step, round, itemIds }] : [];
  });
}

function duesOf(it: OfStep, turn: ItemsTurn): Due[] {
  const { facts, terms, standing, known, message } = it;
  const { charge } = turn.step;
  const speaks = turn.step === message.step;
  const occasion = occasionOf(it, turn);
  const fees = terms.fees
    .filter(({ id, per }) => charge.includes(id) && (speaks || per === 'item'))
    .map((fee) => feeDue(facts, fee, known, askedBy(it, fee.per === 'message' ? message : turn), occasion));
  const bears = charge.includes(interestName) && !hasInterest(facts, occasion);
  return bears ? [...fees, interestOn(facts, terms, known, askedBy(it, turn), standing.today, occasion)] : fees;
}

function askedBy({ facts, standing }: OfStep, { itemIds }: ItemsTurn): AskedItem[] {
  const { claims } = standing;
  return principalOf(facts, standing, itemIds ? claims.filter(({ item }) => itemIds.includes(item.id)) : claims);
}

function occasionOf({ facts, terms, standing: { today } }: OfStep, { step, round }: ItemsTurn): Occasion {
  return { today, caseId: facts.case?.id ?? null, step: step.id, round, onInvoice: terms.booked === 'on-invoice' };
}

/** Interest of the months that are over, where the policy books it monthly. */
export function chargesOfMonth(facts: AccountFacts, { charges: terms }: Policy, standing: Standing): Due {
  if (!terms?.interest?.monthly) return nothing;
  const { claims, today } = standing;
  const occasion: Occasion = { today, caseId: facts.case?.id ?? null, step: null, round: 1, onInvoice: terms.booked === 'on-invoice' };
  const known = knownOn(facts, terms.application, today);
  const monthEnd = addDays(`${today.slice(0, 7)}-01`, -1);
  return withNumbers(facts, known, [interestOn(facts, terms, known, principalOf(facts, standing, claims), monthEnd, occasion)]);
}

function interestOn(facts: AccountFacts, { interest }: ChargeTerms, known: Knowledge, asked: readonly AskedItem[], to: Day, occasion: Occasion): Due {
  if (!interest) return nothing;
  const late = asked.filter(({ dueOn }) => dueOn < to);
  return interestDue(facts, interest, known, late, to, occasion);
}

/** Interest of a step is booked once in its round, however often the step is tried. */
function hasInterest({ charges = [] }: AccountFacts, { caseId, step, round }: Occasion): boolean {
  return charges.some((each) => each.does === 'BOOK' && each.what === 'INTEREST' && each.caseId === caseId && each.step === step && each.round === round);
}

function principalOf(facts: AccountFacts, { withheld }: Standing, claims: readonly Claim[]): AskedItem[] {
  const charges = standingCharges(facts);
  const principal = claims.filter(({ item }) => !charges.has(item.id) && item.kind !== 'CHARGE');
  return principal.map(({ item: { id, dueOn, currency }, minor }) => ({ itemId: id, dueOn, currency, minor, withheldMinor: withheld.get(id)?.minor ?? 0 }));
}

function withNumbers(facts: AccountFacts, known: Knowledge, dues: readonly Due[]): Due {
  const entries = dues.flatMap((due) => due.entries);
  const items = new Map([...known.debits, ...facts.items.map((item) => [item.id, item] as const)]);
  return { entries: numbered(entries, (facts.whole ?? facts).charges ?? [], items), refused: dues.flatMap((due) => due.refused) };
}
