import type { Day, Instant } from '../../domain/calendar/day.js';
import type { Channel, ContactStatus, SuppressionKind } from '../../domain/facts.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import type { SpokenFor } from '../../domain/steps.js';
import type { Amounts } from '../../domain/money/minor.js';
import { fromInstant, toInstant, type Db, type Prisma } from './db.js';

/** An automatic contact that is about to be made. */
export interface ContactToClaim {
  key: string;
  accountId: string;
  /** The case, with the strand behind it where that is not the account's own first. */
  caseId: string;
  step: string;
  round: number;
  channel: Channel;
  contactId: string | null;
  address: string;
  language: string;
  template: string;
  subject: string | null;
  amounts: Amounts;
  itemIds: number[];
  /** Addresses that get a copy. */
  cc: string[];
  deadlineOn: Day | null;
  /** Where items climb by themselves: the steps that it is, and of which items. */
  spokenFor: SpokenFor[] | null;
  /** The gate's answer. */
  gate: object;
  /** `account/day`, with the group where several go out: admits one automatic message for it. */
  daySlot: string;
  at: Instant;
}

/**
 * Claims a contact: from here on it counts as made until it is settled. Answers the number of the attempt;
 * null when another contact has the day. Only a contact that is new or may be retried can be claimed: the key admits no second claim.
 */
export async function claimContact(db: Db, it: ContactToClaim): Promise<number | null> {
  const { caseId, strand } = splitCourseId(it.caseId);
  const rows = await db.$queryRaw<{ attempt: number }[]>`
    INSERT INTO contact_made AS m (key, account_id, case_id, strand, step, round, channel, contact_id, address, language, template, subject,
      amounts, item_ids, spoken_for, cc, deadline_on, gate, day_slot, status, claimed_at, actor)
    SELECT ${it.key}, ${it.accountId}, ${caseId}, ${strand}, ${it.step}, ${it.round}, ${it.channel}, ${it.contactId}, ${it.address}, ${it.language}, ${it.template}, ${it.subject},
      ${JSON.stringify(it.amounts)}::jsonb, ${it.itemIds}::int[], ${it.spokenFor && JSON.stringify(it.spokenFor)}::jsonb, ${it.cc}::text[], ${it.deadlineOn}::date, ${JSON.stringify(it.gate)}::jsonb, ${it.daySlot}, 'CLAIMED', ${toInstant(it.at)}, 'system'
    WHERE NOT EXISTS (SELECT 1 FROM contact_made WHERE day_slot = ${it.daySlot} AND key <> ${it.key})
    ON CONFLICT (key) DO UPDATE SET status = 'CLAIMED', attempt = m.attempt + 1, claimed_at = excluded.claimed_at, day_slot = excluded.day_slot,
      contact_id = excluded.contact_id, address = excluded.address, language = excluded.language, template = excluded.template, subject = excluded.subject,
      amounts = excluded.amounts, item_ids = excluded.item_ids, spoken_for = excluded.spoken_for, cc = excluded.cc, deadline_on = excluded.deadline_on, gate = excluded.gate, not_before = NULL, settled_at = NULL, detail = NULL
      WHERE m.status = 'RETRYABLE'
    RETURNING m.attempt`;
  return rows[0]?.attempt ?? null;
}

/** What became of a contact that was claimed. */
export interface Settlement {
  key: string;
  /** The attempt that is settled: a late answer settles no other. */
  attempt: number;
  status: Extract<ContactStatus, 'ACCEPTED' | 'REJECTED' | 'RETRYABLE' | 'UNKNOWN'>;
  providerId: string | null;
  detail: string | null;
  notBefore: Instant | null;
  at: Instant;
}

/**
 * Settles a claimed contact, or one whose fate was not known; answers what it was until now, and null when it was settled already.
 * What was certainly not delivered gives the day back.
 */
export async function settleContact(db: Db, it: Settlement): Promise<'CLAIMED' | 'UNKNOWN' | null> {
  if (await settleFrom(db, 'CLAIMED', it)) return 'CLAIMED';
  return it.status !== 'UNKNOWN' && (await settleFrom(db, 'UNKNOWN', it)) ? 'UNKNOWN' : null;
}

async function settleFrom(db: Db, from: 'CLAIMED' | 'UNKNOWN', it: Settlement): Promise<boolean> {
  const delivered = it.status === 'ACCEPTED' || it.status === 'UNKNOWN';
  const { count } = await db.contactMade.updateMany({
    where: { key: it.key, attempt: it.attempt, status: from },
    data: {
      status: it.status,
      providerId: it.providerId,
      detail: it.detail,
      settledAt: toInstant(it.at),
      notBefore: it.notBefore && toInstant(it.notBefore),
      ...(delivered ? {} : { daySlot: null }),
    },
  });
  return count > 0;
}

/** A contact that was wanted and not made. */
export interface ContactHeldBack extends Omit<ContactToClaim, 'daySlot' | 'subject' | 'amounts' | 'itemIds' | 'spokenFor' | 'cc' | 'deadlineOn'> {
  amounts: Amounts;
  why: string;
}

/**
 * Records that a contact was held back, beside the contact itself: its key is `key/held/instant`, so that the contact can still be made later.
 * The same contact held back twice at the same instant is one record.
 */
export async function holdBackContact(db: Db, { key, at, why, amounts, gate, ...contact }: ContactHeldBack): Promise<void> {
  const data = {
    ...contact,
    ...splitCourseId(contact.caseId),
    key: `${key}/held/${at}`,
    amounts: { ...amounts },
    itemIds: [],
    gate: gate as Prisma.InputJsonObject,
    status: 'HELD_BACK' satisfies ContactStatus,
    claimedAt: toInstant(at),
    settledAt: toInstant(at),
    detail: why,
    actor: 'system',
  };
  await db.contactMade.createMany({ data: [data], skipDuplicates: true });
}

/** An address that must not be used on a channel any more. */
export interface AddressToSuppress {
  address: string;
  channel: Channel;
  kind: SuppressionKind;
  reason: string;
  since: Instant;
  by: string;
}

/** Suppresses an address on a channel; answers false when it is suppressed already. Addresses are kept in lower case. */
export async function suppressAddress(db: Db, it: AddressToSuppress): Promise<boolean> {
  const address = it.address.toLowerCase();
  const known = await db.suppression.count({ where: { address, channel: it.channel, kind: it.kind, liftedAt: null } });
  if (known > 0) return false;
  const { channel, kind, reason, since, by } = it;
  await db.suppression.create({ data: { address, channel, kind, reason, since: toInstant(since), recordedBy: by } });
  return true;
}

/** Ends whatever keeps addresses from being used on a channel; answers how many of these there were. */
export async function freeAddresses(
  db: Db,
  { addresses, channel, at, by }: { addresses: readonly string[]; channel: Channel; at: Instant; by: string },
): Promise<number> {
  const where = { address: { in: addresses.map((address) => address.toLowerCase()) }, channel, liftedAt: null };
  return (await db.suppression.updateMany({ where, data: { liftedAt: toInstant(at), liftedBy: by } })).count;
}

/** The letterhead of an account: who writes, where to pay, and whom it is written to. */
export interface Letterhead {
  entity: {
    code: string;
    name: string;
    country: string;
    addressLines: string[];
    email: string | null;
    phone: string | null;
    iban: string | null;
    bic: string | null;
    bankName: string | null;
  };
  customer: { number: string; name: string; country: string | null; addressLines: string[] };
}

/** Reads an account's letterhead. Throws when the account does not exist. */
export async function letterheadOf(db: Db, accountId: string): Promise<Letterhead> {
  const [row] = await db.$queryRaw<{ letterhead: Letterhead }[]>`/*letterhead*/
    SELECT json_build_object(
      'entity', json_build_object('code', e.code, 'name', e.name, 'country', e.country, 'addressLines', coalesce(e.address_lines, '{}'), 'email', e.email,
        'phone', e.phone, 'iban', e.iban, 'bic', e.bic, 'bankName', e.bank_name),
      'customer', json_build_object('number', c.number, 'name', c.name, 'country', c.country, 'addressLines', coalesce(c.address_lines, '{}'))) AS letterhead
    FROM account a JOIN entity e ON e.code = a.entity_code JOIN customer c ON c.number = a.customer_number WHERE a.id = ${accountId}`;
  if (!row) throw new Error(`There is no account ${accountId}`);
  return row.letterhead;
}

/** A contact as a person reads it who is about to make the next one. */
export interface ContactLogged {
  at: Instant;
  channel: string;
  direction: string;
  step: string | null;
  status: string;
  automatic: boolean;
  address: string | null;
  subject: string | null;
  outcome: string | null;
  detail: string | null;
  actor: string;
}

/** The contacts of an account, newest first, at most `limit`; those that were held back are left out. */
export async function contactLog(db: Db, accountId: string, limit: number): Promise<ContactLogged[]> {
  const rows = await db.contactMade.findMany({
    where: { accountId, status: { not: 'HELD_BACK' } },
    orderBy: [{ claimedAt: 'desc' }, { key: 'desc' }],
    take: limit,
  });
  return rows.map(({ claimedAt, channel, direction, step, status, automatic, address, subject, outcome, detail, actor }) => ({
    at: fromInstant(claimedAt),
    channel,
    direction,
    step,
    status,
    automatic,
    address,
    subject,
    outcome,
    detail,
    actor,
  }));
}
