import { dayOf, type Day, type Instant } from '../calendar/day.js';
import type { Change } from '../instructing/change.js';
import { ordinaryNumber } from '../charges/entry.js';
import type { ChargeEntry, ChargeFacts } from '../charges/types.js';
import { entriesOf, entryReason } from '../rule/charging.js';
import { stepsWith } from '../rule/levels.js';
import { actPhrase, reasonPhrase } from '../rule/sentence.js';
import { takeStock } from '../rule/standing.js';
import type { Assessment, ChargeAct, Reason } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import { blank, type Play } from './lines.js';
import { factsOf } from './strands.js';
import { nextItemId, numbersOf, remember, setOff, type World } from './world.js';

/** Books fees and interest, or puts them right; one line for each entry. A step that finds nothing to charge says why. */
export function* bookCharges(play: Play, now: Instant, act: ChargeAct, reason: Reason): Generator<AgendaLine> {
  const { world, policy, zone } = play;
  const onDay = dayOf(now, zone);
  const facts = factsOf(play, now);
  const entries = entriesOf(act, { facts, policy, standing: takeStock(facts, policy, onDay) });
  if (act.takesStep && act.step !== null)
    remember(world, { steps: stepsWith({ ...act, step: act.step }).map((each) => ({ ...each, result: 'CHARGED' as const, onDay })) });
  if (entries.length === 0) yield nothingCharged(play, now, act, reason);
  for (const entry of entries) {
    writeEntry(world, entry, onDay);
    yield entryLine(play, now, entry);
  }
}

const results = { BOOK: 'BOOKED', CORRECT: 'CORRECTED', WAIVE: 'WAIVED', CONVERT: 'CONVERTED' } as const;

function entryLine(play: Play, now: Instant, entry: ChargeEntry): AgendaLine {
  const { does, what, name, number, onInvoice, dueOn, from, to, percent, periods, currency, minor, step } = entry;
  const reason = entryReason(entry);
  const taken = does === 'CORRECT' || does === 'WAIVE';
  return {
    ...blank(play, now),
    kind: what === 'INTEREST' ? 'interest' : 'fee',
    step,
    round: step === null ? null : entry.round,
    to: number,
    items: numbersOf(play.world, entry.itemIds),
    amounts: { [currency]: taken ? -minor : minor },
    result: results[does],
    reason,
    policyLine: reason.line,
    charge: { number, name, what, onInvoice, dueOn, from, to, percent, periods },
    sentence: `${number} is ${results[does].toLowerCase()}, because ${reasonPhrase(reason)}.`,
  };
}

function nothingCharged(play: Play, now: Instant, act: ChargeAct, reason: Reason): AgendaLine {
  const action = play.policy.ladder.find(({ id }) => id === act.step)?.action;
  const sentence = `For the step ${act.step} ${actPhrase(act).replace(/ for the step .*/, '')}, because ${reasonPhrase(reason)}.`;
  const line = { ...blank(play, now), step: act.step, round: act.round, result: 'NOTHING', reason, policyLine: reason.line, sentence };
  return { ...line, kind: action === 'interest' ? 'interest' : 'fee' };
}

/** What could not be charged, told once for each step and cause. */
export function* notCharged(play: Play, now: Instant, { verdict, notCharged: reasons = [] }: Assessment): Generator<AgendaLine> {
  const act = verdict.kind === 'act' ? verdict.act : null;
  for (const reason of reasons) {
    const once = `not charged ${act?.step ?? ''} ${act?.round ?? ''} ${JSON.stringify(reason)}`;
    if (play.world.names.has(once)) continue;
    play.world.names.set(once, once);
    const sentence = `Not charged, because ${reasonPhrase(reason)}.`;
    yield { ...blank(play, now), kind: 'refused', step: act?.step ?? null, result: reason.code, reason, policyLine: reason.line, sentence };
  }
}

/** Writes an entry to the ledger: a debit, or a credit that is set off against the charge; what is converted comes back as an ordinary item. */
function writeEntry(world: World, entry: ChargeEntry, onDay: Day): void {
  const { does, number, currency, minor, chargeId } = entry;
  const id = nextItemId(world);
  const item = { id, number, instalment: 0, issuedOn: onDay, dueOn: entry.dueOn, currency };
  if (does === 'BOOK') world.items.push({ ...item, kind: 'CHARGE', amountMinor: minor });
  else creditCharge(world, { ...item, dueOn: onDay }, chargeId ?? id, minor);
  if (does === 'CONVERT') world.items.push({ ...item, id: nextItemId(world), kind: 'CHARGE', number: ordinaryNumber(number), amountMinor: minor });
  keep(world, { ...entry, id, chargeId: chargeId ?? id, onDay });
}

/** Books a credit for a charge; what of it was paid already stands as a credit of the customer. */
function creditCharge(
  world: World,
  item: { id: number; number: string; instalment: number; issuedOn: Day; dueOn: Day; currency: string },
  chargeId: number,
  minor: number,
): void {
  world.items.push({ ...item, kind: 'ADJUSTMENT', amountMinor: -minor });
  setOff(world, item.id, [{ id: chargeId }], minor, item.issuedOn);
}

/** Remembers what was charged. */
function keep(world: World, charge: ChargeFacts): void {
  world.base.charges = [...(world.base.charges ?? []), charge];
}

/** Books the credit by which a person takes a charge back. */
export function reverseCharge(world: World, { charge, key, number, minor }: Extract<Change, { change: 'charge-reversed' }>, onDay: Day): void {
  const id = nextItemId(world);
  creditCharge(world, { id, number, instalment: 0, issuedOn: onDay, dueOn: onDay, currency: charge.currency }, charge.id, minor);
  keep(world, { ...charge, id, chargeId: charge.id, key, does: 'REVERSE', number, minor, onDay });
}
