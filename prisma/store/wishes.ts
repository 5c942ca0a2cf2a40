import type { Instant } from '../../domain/calendar/day.js';
import type { Channel, InconvenienceFacts } from '../../domain/facts.js';
import { Prisma, toInstant, type Db } from './db.js';
import { utc } from './factsOfCase.js';

/** Keeps a person's consent to channels. */
export async function giveConsent(
  db: Db,
  { contactId, channels, until, at, by }: { contactId: string; channels: readonly Channel[]; until: Instant | null; at: Instant; by: string },
): Promise<void> {
  const given = { contactId, fromAt: toInstant(at), untilAt: until === null ? null : toInstant(until), recordedBy: by };
  await db.consent.createMany({ data: channels.map((channel) => ({ ...given, channel })) });
}

/** Ends what a person had consented to; the days until then stay consented. */
export async function withdrawConsent(db: Db, contactId: string, channels: readonly Channel[], at: Instant): Promise<void> {
  await db.consent.updateMany({ where: { contactId, channel: { in: [...channels] }, withdrawnAt: null }, data: { withdrawnAt: toInstant(at) } });
}

/** Keeps a time or place at which a person is not to be reached; answers its id. */
export async function recordWish(db: Db, { personId, channels, weekdays, from, to, place }: InconvenienceFacts, at: Instant, by: string): Promise<string> {
  const data = {
    contactId: personId,
    channels: [...channels],
    weekdays: [...(weekdays ?? [])],
    fromTime: from ?? null,
    toTime: to ?? null,
    place: place ?? null,
    recordedAt: toInstant(at),
    recordedBy: by,
  };
  return (await db.inconvenience.create({ data, select: { id: true } })).id;
}

/** Ends a person's wishes on channels; what one says of other channels goes on as a wish of its own. */
export async function endWishes(db: Db, contactId: string, channels: readonly Channel[], at: Instant, by: string): Promise<void> {
  const ended = await db.inconvenience.findMany({ where: { contactId, endedAt: null, channels: { hasSome: [...channels] } } });
  await db.inconvenience.updateMany({ where: { id: { in: ended.map(({ id }) => id) } }, data: { endedAt: toInstant(at), endedBy: by } });
  const rest = ended.map(({ id: _id, ...wish }) => ({ ...wish, channels: wish.channels.filter((channel) => !channels.some((each) => each === channel)) }));
  await db.inconvenience.createMany({ data: rest.filter((wish) => wish.channels.length > 0) });
}

/** Consents of the customer's people, up to when each was withdrawn. */
export const consentsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('personId', n.contact_id, 'channel', n.channel, 'from', ${utc('n.from_at')},
      'until', ${utc('least(n.until_at, n.withdrawn_at)')}) ORDER BY n.from_at, n.id), '[]'::json)
   FROM consent n JOIN contact o ON o.id = n.contact_id WHERE o.customer_number = a.customer_number)`;

/** Wishes of the customer's people. */
export const inconveniencesSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('personId', w.contact_id, 'channels', w.channels, 'weekdays', nullif(w.weekdays, '{}'),
      'from', w.from_time, 'to', w.to_time, 'place', w.place)) ORDER BY w.recorded_at, w.id), '[]'::json)
   FROM inconvenience w JOIN contact o ON o.id = w.contact_id WHERE o.customer_number = a.customer_number AND w.ended_at IS NULL)`;
