import { dayOf } from '../domain/calendar/day.js';
import { ordinaryNumber } from '../domain/charges/entry.js';
import type { ChargeEntry } from '../domain/charges/types.js';
import type { Minor } from '../domain/money/minor.js';
import { stepsWith } from '../domain/rule/levels.js';
import { entriesOf, entryReason } from '../domain/rule/charging.js';
import { reasonPhrase } from '../domain/rule/sentence.js';
import type { ChargeAct } from '../domain/verdict.js';
import type { ChargeToBook } from '../prisma/store/charges.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';
import { actOnce } from './actOnce.js';
import type { Activities, ActTurn } from './activities.js';
import { bySystem } from './assess.js';
import type { Look } from './look.js';
import type { BusinessClock } from './ports.js';

/** Books fees and interest, or puts them right, as the rule reckons them on fresh facts: all of it in one transaction, once. */
export function bookCharges(ports: { store: Store; clock: BusinessClock }): Activities['bookCharges'] {
  return (turn) => actOnce(ports, turn, { isDone, carryOut: book });
}

async function isDone(tx: StoreTx, { accountId, caseId, act }: ActTurn<ChargeAct>): Promise<boolean> {
  if (await tx.charges.hasBooked(accountId, act.key)) return true;
  return act.takesStep && act.step !== null && tx.charges.hasStep(caseId, act.step, act.round);
}

async function book(tx: StoreTx, act: ChargeAct, seen: Look): Promise<void> {
  const { facts, now, today } = seen;
  const entries = entriesOf(act, seen);
  const taken = entries.flatMap(({ chargeId }) => chargeId ?? []);
  const onDay = dayOf(now, facts.entity.timeZone);
  await tx.bookings.lockItems(taken);
  const room = new Map(await tx.bookings.roomLeft(taken, onDay));
  for (const entry of entries) await tx.charges.bookCharge(toBook(entry, act, seen, onDay, takeRoom(room, entry)));
  if (act.takesStep && act.step !== null) {
    const taken = { caseId: facts.case.id, at: now, onDay: today, reason: null, result: 'CHARGED' as const };
    await tx.cases.takeSteps(stepsWith({ ...act, step: act.step }).map((each) => ({ ...taken, ...each })));
  }
  const booked = entries.map(({ does, number, name, currency, minor }) => ({ does, number, name, currency, minor }));
  const change = { cause: act.cause, step: act.step, entries: booked };
  const { accountId } = facts;
  await tx.audit.appendAudit({ at: now, ...bySystem, action: 'charge.book', subject: 'case', subjectId: facts.case.id, accountId, change });
}

/** As much of a credit as the charge that it takes back has room for. */
function takeRoom(room: Map<number, Minor>, { chargeId, minor }: Pick<ChargeEntry, 'chargeId' | 'minor'>): Minor {
  if (chargeId === null) return 0;
  const part = Math.min(minor, room.get(chargeId) ?? 0);
  room.set(chargeId, (room.get(chargeId) ?? 0) - part);
  return part;
}

function toBook(entry: ChargeEntry, act: ChargeAct, { facts, now }: Look, onDay: string, setOffMinor: Minor): ChargeToBook {
  const { line, ...rest } = entry;
  return {
    ...rest,
    accountId: facts.accountId,
    actKey: act.key,
    ordinaryNumber: entry.does === 'CONVERT' ? ordinaryNumber(entry.number) : null,
    setOffMinor,
    policyLine: line,
    onDay,
    at: now,
    reason: reasonPhrase(entryReason(entry)),
    by: bySystem.actor,
  };
}

/** Books the credit by which a person takes a charge back. */
export async function reverseCharge(tx: StoreTx, { charge, key, number, minor, reason }: Of<'charge-reversed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at, onDay } = whoAndWhen(occasion);
  await tx.bookings.lockItems([charge.id]);
  const room = new Map(await tx.bookings.roomLeft([charge.id], onDay));
  const { what, name, caseId, step, round, itemIds, onInvoice, currency, from, to, percent } = charge;
  const entry = { what, name, caseId, step, round, itemIds, onInvoice, currency, from, to, percent, chargeId: charge.id, key, number, minor };
  const plain = { ordinaryNumber: null, periods: null, policyLine: null, dueOn: onDay };
  const setOffMinor = takeRoom(room, entry);
  await tx.charges.bookCharge({ ...entry, ...plain, accountId, actKey: key, does: 'REVERSE', setOffMinor, onDay, at, reason, by });
  return told('charge.reverse', 'charge', charge.number, reason, [], { number, currency, minor });
}
