import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy, Step } from '../policy/types.js';
import type { Claim, Standing } from '../rule/standing.js';
import { knownOn, type Knowledge } from './accrual.js';
import { numbered, type Occasion } from './entry.js';
import { feeDue, type AskedItem } from './fees.js';
import { interestDue, type Due } from './interestEntries.js';
import { standingCharges } from './ledger.js';
import type { ChargeTerms } from './types.js';

/** The name under which a step charges interest. */
export const interestName = 'interest';

const nothing: Due = { entries: [], refused: [] };

/** A step's turn, and the items that it is about; all of the account when nothing is said. */
export interface ChargingTurn {
  step: Step;
  round: number;
  itemIds?: number[];
}

/** What a step charges on what it asks for, as far as it did not in this round. */
export function chargesOfStep(facts: AccountFacts, policy: Policy, { claims, today }: Standing, { step, round, itemIds }: ChargingTurn): Due {
  const { charges: terms } = policy;
  if (!terms || step.charge.length === 0) return nothing;
  const occasion: Occasion = { today, caseId: facts.case?.id ?? null, step: step.id, round, onInvoice: terms.booked === 'on-invoice' };
  const known = knownOn(facts, terms.application, today);
  const asked = principalOf(facts, itemIds ? claims.filter(({ item }) => itemIds.includes(item.id)) : claims);
  const fees = terms.fees.filter(({ id }) => step.charge.includes(id)).map((fee) => feeDue(facts, fee, known, asked, occasion));
  const interest = step.charge.includes(interestName) && !hasInterest(facts, occasion) ? interestOn(facts, terms, known, asked, today, occasion) : nothing;
  return withNumbers(facts, known, [...fees, interest]);
}

/** Interest of the months that are over, where the policy books it monthly. */
export function chargesOfMonth(facts: AccountFacts, { charges: terms }: Policy, { claims, today }: Standing): Due {
  if (!terms?.interest?.monthly) return nothing;
  const occasion: Occasion = { today, caseId: facts.case?.id ?? null, step: null, round: 1, onInvoice: terms.booked === 'on-invoice' };
  const known = knownOn(facts, terms.application, today);
  const monthEnd = addDays(`${today.slice(0, 7)}-01`, -1);
  return withNumbers(facts, known, [interestOn(facts, terms, known, principalOf(facts, claims), monthEnd, occasion)]);
}

function interestOn(facts: AccountFacts, { interest }: ChargeTerms, known: Knowledge, asked: readonly AskedItem[], to: Day, occasion: Occasion): Due {
  if (!interest) return nothing;
  const late = asked.filter(({ dueOn }) => dueOn < to).map(({ itemId }) => itemId);
  return interestDue(facts, interest, known, late, to, occasion);
}

/** Interest of a step is booked once in its round, however often the step is tried. */
function hasInterest({ charges = [] }: AccountFacts, { caseId, step, round }: Occasion): boolean {
  return charges.some((each) => each.does === 'BOOK' && each.what === 'INTEREST' && each.caseId === caseId && each.step === step && each.round === round);
}

function principalOf(facts: AccountFacts, claims: readonly Claim[]): AskedItem[] {
  const charges = standingCharges(facts);
  const principal = claims.filter(({ item }) => !charges.has(item.id) && item.kind !== 'CHARGE');
  return principal.map(({ item, minor }) => ({ itemId: item.id, dueOn: item.dueOn, currency: item.currency, minor }));
}

function withNumbers(facts: AccountFacts, known: Knowledge, dues: readonly Due[]): Due {
  const entries = dues.flatMap((due) => due.entries);
  const items = new Map([...known.debits, ...facts.items.map((item) => [item.id, item] as const)]);
  return { entries: numbered(entries, facts.charges ?? [], items), refused: dues.flatMap((due) => due.refused) };
}
