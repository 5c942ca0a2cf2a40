import { Prisma } from './db.js';

/** A TIMESTAMPTZ column as an instant in JSON. */
export const utc = (column: string) => Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** The running case of account `a`: `last` when it is `k`. */
export const caseSql = Prisma.sql`
  CASE WHEN k.id IS NOT NULL THEN json_build_object('id', last.id, 'episode', last.episode, 'openedAt', ${utc('last.opened_at')},
    'entryStep', last.entry_step, 'campaignId', last.campaign_id, 'strands', (SELECT coalesce(json_agg(json_build_object('id', z.strand,
      'policy', coalesce(z.policy_name, ''), 'openedAt', ${utc('z.opened_at')}, 'entryStep', z.entry_step, 'closedAt', ${utc('z.closed_at')})
      ORDER BY z.opened_at, z.strand), '[]'::json) FROM case_strand z WHERE z.case_id = last.id)) END`;

/** A column of a case with that of its strand behind it, as the rule names a course. */
const courseIdSql = (row: string) => Prisma.raw(`${row}.case_id || CASE WHEN ${row}.strand = '' THEN '' ELSE '~' || ${row}.strand END`);

/** Rungs that the running case has behind it. */
export const stepsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('step', s.step, 'round', s.round, 'result', s.result, 'onDay', s.on_date,
      'itemIds', s.item_ids, 'turn', s.turn, 'strand', nullif(s.strand, '')) ORDER BY s.at, s.step, s.round), '[]'::json)
   FROM step_taken s WHERE s.case_id = k.id)`;

const contactsAsJson = Prisma.sql`coalesce(json_agg(json_build_object('key', m.key, 'caseId', ${courseIdSql('m')}, 'step', m.step, 'round', m.round,
  'channel', m.channel, 'direction', coalesce(x.direction, m.direction), 'automatic', m.automatic, 'status', m.status, 'at', ${utc('m.claimed_at')}, 'attempt', m.attempt,
  'notBefore', ${utc('m.not_before')}, 'contactId', CASE WHEN x.id IS NULL THEN m.contact_id ELSE x.contact_id END,
  'outcome', CASE WHEN x.id IS NULL THEN m.outcome ELSE x.outcome END, 'itemIds', coalesce(x.item_ids, m.item_ids, '{}'), 'spokenFor', m.spoken_for,
  'address', CASE WHEN x.id IS NULL THEN m.address ELSE x.address END, 'place', CASE WHEN x.id IS NULL THEN m.place ELSE x.place END,
  'cc', coalesce(m.cc, '{}'), 'deadlineOn', m.deadline_on)
  ORDER BY m.claimed_at, m.key), '[]'::json)`;

/** The newest correction of contact `m`, when it was made by hand. */
const correctionSql = Prisma.sql`
  LEFT JOIN LATERAL (SELECT c.* FROM contact_correction c WHERE NOT m.automatic AND c.contact_key = m.key ORDER BY c.at DESC, c.id DESC LIMIT 1) x ON true`;

/** Contacts of the running case, and all of the account within the last 60 days. */
export const contactsMadeSql = Prisma.sql`
  (SELECT ${contactsAsJson}
   FROM contact_made m ${correctionSql} WHERE m.account_id = a.id AND x.removed IS NOT TRUE AND (m.case_id = k.id OR m.claimed_at >= t.now - interval '60 days'))`;

/** Contacts of the customer's accounts with other entities within the last 60 days. */
export const contactsElsewhereSql = Prisma.sql`
  (SELECT ${contactsAsJson}
   FROM account o JOIN contact_made m ON m.account_id = o.id ${correctionSql}
   WHERE x.removed IS NOT TRUE AND o.customer_number = a.customer_number AND o.id <> a.id AND m.claimed_at >= t.now - interval '60 days')`;

/** Messages of the running case that somebody has to approve, or had to. */
export const draftsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', n.id, 'caseId', ${courseIdSql('n')}, 'step', n.step, 'round', n.round, 'role', n.role, 'status', n.status,
      'lapsesOn', n.lapses_on, 'asked', n.asked, 'reason', n.reason) ORDER BY n.proposed_at, n.id), '[]'::json)
   FROM notice_draft n WHERE n.case_id = k.id)`;

/** Tasks of the running case, and whatever else is open for the account. */
export const tasksSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', q.id, 'key', q.key, 'kind', q.kind, 'step', q.step, 'round', q.round, 'status', q.status,
      'outcome', q.outcome, 'openedAt', ${utc('q.opened_at')}, 'closedAt', ${utc('q.closed_at')}) ORDER BY q.opened_at, q.id), '[]'::json)
   FROM task q WHERE q.account_id = a.id AND (q.case_id = k.id OR q.status = 'OPEN'))`;
