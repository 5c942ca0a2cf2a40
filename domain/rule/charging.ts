import { addDays, instantOf, type Instant } from '../calendar/day.js';
import { chargesOfMonth, chargesOfStep, type ChargingTurn } from '../charges/due.js';
import type { Due } from '../charges/interestEntries.js';
import { chargesToSettle } from '../charges/settle.js';
import type { ChargeEntry } from '../charges/types.js';
import type { AccountFacts } from '../facts.js';
import { total, type Amounts } from '../money/minor.js';
import type { Policy } from '../policy/types.js';
import { takesStep, type About, type Act, type ChargeAct, type Reason, type ReasonCode } from '../verdict.js';
import { actKey } from './actKey.js';
import type { Standing } from './standing.js';

/** What a charge is decided on. */
export interface Charging {
  facts: AccountFacts;
  policy: Policy;
  standing: Standing;
}

/** A charge that comes next, and why. */
export interface ChargeDecided {
  act: ChargeAct;
  reason: Reason;
}

/** What was charged and has to be put right, before anything else is decided. */
export function chargeToSettle(it: Charging): ChargeDecided | null {
  const entries = chargesToSettle(it.facts, it.policy, it.standing);
  return entries.length === 0 ? null : withoutStep(it, 'SETTLE', entries);
}

/** Interest of the months that are over. */
export function chargeForMonth(it: Charging): ChargeDecided | null {
  const { entries } = chargesOfMonth(it.facts, it.policy, it.standing);
  return entries.length === 0 ? null : withoutStep(it, 'MONTH', entries);
}

/** What a step charges before its message goes, or its call is made; null when it charges nothing more. */
export function chargeForStep(it: Charging, act: Act): ChargeDecided | null {
  if (!takesStep(act)) return null;
  const turn = turnOf(it, act);
  const { entries } = turn ? chargesOfStep(it.facts, it.policy, it.standing, turn) : nothing;
  return turn && entries.length > 0 ? ofStep(it, { ...act, ...turn }, entries, null, false) : null;
}

/** A step that does nothing but charge: it is done with it, also when there is nothing to charge. */
export function chargeAlone(it: Charging, turn: ChargingTurn & About): ChargeDecided {
  const { entries, refused } = chargesOfStep(it.facts, it.policy, it.standing, turn);
  return ofStep(it, turn, entries, refused[0] ?? null, true);
}

/** What could not be charged of the step that is taken, or, without one, of the months that are over, and why. */
export function uncharged({ facts, policy, standing }: Charging, act: Act | null): Reason[] {
  if (!policy.charges) return [];
  if (!act) return chargesOfMonth(facts, policy, standing).refused;
  const turn = turnOf({ policy }, act);
  return turn ? chargesOfStep(facts, policy, standing, turn).refused : [];
}

/** Open fees and interest that are asked for with their principal, by currency. */
export function ridingOf({ charges }: Pick<Standing, 'charges'>): Amounts {
  return total(charges.map(({ item, minor }) => ({ currency: item.currency, minor })));
}

/** The entries of a charge as the facts are now: what is written when it is carried out. */
export function entriesOf(act: ChargeAct, it: Charging): ChargeEntry[] {
  switch (act.cause) {
    case 'SETTLE':
      return chargesToSettle(it.facts, it.policy, it.standing);
    case 'MONTH':
      return chargesOfMonth(it.facts, it.policy, it.standing).entries;
    case 'STEP':
      return dueOfStep(act, it).entries;
    default:
      return act.cause satisfies never;
  }
}

function dueOfStep(act: ChargeAct, it: Charging): Due {
  const turn = turnOf(it, act);
  return turn ? chargesOfStep(it.facts, it.policy, it.standing, turn) : nothing;
}

/** The turn of a step that an act is for; null when it is for none. */
function turnOf({ policy }: Pick<Charging, 'policy'>, { step: id, round, itemIds, spokenFor }: Act): ChargingTurn | null {
  const step = policy.ladder.find((each) => each.id === id);
  return step ? { step, round, ...(itemIds && { itemIds }), ...(spokenFor && { spokenFor }) } : null;
}

const nothing: Due = { entries: [], refused: [] };

/** When interest is booked next by the month; null where the policy does not, or where nothing bears any. */
export function nextBookingAt({ policy, standing }: Charging, zone: string): Instant | null {
  if (!policy.charges?.interest?.monthly || standing.claims.length === 0) return null;
  const nextMonth = addDays(`${standing.today.slice(0, 7)}-01`, 31).slice(0, 7);
  return instantOf(`${nextMonth}-01`, '06:00', zone);
}

/** Why an entry is made. */
export function entryReason({ does, name, step, line, from, to, percent, periods, itemIds }: ChargeEntry): Reason {
  return { code: codeOf(does), figures: { charge: name, step, items: itemIds.length, from, to, percent, periods }, line };
}

function codeOf(does: ChargeEntry['does']): ReasonCode {
  switch (does) {
    case 'BOOK':
      return 'CHARGE_DUE';
    case 'CORRECT':
      return 'CHARGED_TOO_MUCH';
    case 'WAIVE':
    case 'CONVERT':
      return 'PRINCIPAL_PAID';
    default:
      return does satisfies never;
  }
}

function withoutStep({ facts }: Charging, cause: 'SETTLE' | 'MONTH', entries: readonly ChargeEntry[]): ChargeDecided {
  const round = ((facts.whole ?? facts).charges ?? []).length + 1;
  const act: ChargeAct = { kind: 'charge', key: actKey(facts, '-', round, 'charge'), step: null, round, cause, takesStep: false, amounts: netOf(entries) };
  return { act, reason: reasonOf(entries, null) };
}

function ofStep(
  { facts }: Charging,
  { step, round, itemIds, spokenFor }: ChargingTurn & About,
  entries: readonly ChargeEntry[],
  refused: Reason | null,
  takesStep: boolean,
): ChargeDecided {
  const about = { ...(itemIds && { itemIds }), ...(spokenFor && { spokenFor }) };
  const key = actKey(facts, step.id, round, 'charge');
  const act: ChargeAct = { kind: 'charge', key, step: step.id, round, cause: 'STEP', takesStep, amounts: netOf(entries), ...about };
  const none: Reason = refused ?? { code: 'NOTHING_TO_CHARGE', figures: { step: step.id }, line: step.line };
  return { act, reason: reasonOf(entries, none) };
}

function reasonOf(entries: readonly ChargeEntry[], nothing: Reason | null): Reason {
  const [first] = entries;
  if (!first) return nothing ?? { code: 'NOTHING_TO_CHARGE', figures: {}, line: null };
  const { code, line, figures } = entryReason(first);
  return { code, figures: { charge: figures['charge'] ?? null, step: first.step, entries: entries.length }, line };
}

/** What entries add to what is owed; a conversion adds nothing. */
function netOf(entries: readonly ChargeEntry[]): Amounts {
  return total(entries.map(({ does, currency, minor }) => ({ currency, minor: does === 'BOOK' ? minor : does === 'CONVERT' ? 0 : -minor })));
}
