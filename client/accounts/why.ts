import { addDays, dayOf, instantOf, type Day, type Instant } from '../../domain/calendar/day.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import { explainDay, type Why } from '../../domain/rule/why.js';
import type { Db } from '../../prisma/store/db.js';
import { exclusionsOf } from './excluded.js';
import { loadFacts } from '../../prisma/store/facts.js';
import { keptForDay } from '../../prisma/store/reading/why.js';

/** Why an account was contacted on a day, or why not, in sentences; today when no day is named. Null when there is no such account. */
export async function explainAccount(db: Db, accountId: string, on: Day | null, now: Instant): Promise<Why | null> {
  const [facts] = await loadFacts(db, [accountId], on ?? now.slice(0, 10));
  if (!facts) return null;
  const zone = debtorZone(facts);
  const day = on ?? dayOf(now, zone);
  const span = { from: instantOf(day, '00:00', zone), to: instantOf(addDays(day, 1), '00:00', zone) };
  const { decisions, contacts } = await keptForDay(db, accountId, span);
  const today = dayOf(now, zone);
  const explained = explainDay(day, zone, decisions, contacts);
  const why = day > today ? { ...explained, happened: [`${day} has not come yet.`] } : explained;
  const excluded = day === today ? (await exclusionsOf(db, [accountId], now)).get(accountId) : undefined;
  return excluded ? { ...why, because: [excluded.sentence], next: null, changes: ['Another policy for the account or the item.'] } : why;
}
