import { Prisma } from './db.js';

/**
 * Pauses of the campaign that opened the running case `k` of account `a`, or is about to open it (`g`), and of those that took up a case that nobody's
 * campaign opened. They hold the whole account, from the day of the case on.
 */
const campaignPausesSql = Prisma.sql`
  SELECT 'campaign-pause-' || u.id, 'PAUSE', NULL::int, 'the campaign ' || q.name || ' is paused: ' || u.reason, q.id, span.starts_on, span.ends_on, NULL::bigint
  FROM campaign_pause u JOIN campaign q ON q.id = u.campaign_id
  CROSS JOIN LATERAL (SELECT (greatest(u.paused_at, CASE WHEN k.id IS NOT NULL THEN last.opened_at END) AT TIME ZONE coalesce(c.time_zone, e.time_zone))::date AS starts_on,
                             (u.ended_at AT TIME ZONE coalesce(c.time_zone, e.time_zone))::date AS ends_on) span
  WHERE (span.ends_on IS NULL OR span.starts_on < span.ends_on)
    AND CASE WHEN k.id IS NULL THEN u.campaign_id = g.id
             WHEN last.campaign_id IS NOT NULL THEN u.campaign_id = last.campaign_id
             ELSE u.campaign_id IN (SELECT ca.campaign_id FROM campaign_account ca WHERE ca.account_id = a.id AND ca.case_id = k.id) END`;

/** Holds of account `a`, those of the past and the future among them. A lifted one ended on the day of its lift; one lifted before it began never was. */
export const holdsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', h.id, 'kind', h.kind, 'itemId', h.item_id, 'reason', h.reason, 'campaignId', h.campaign_id,
      'startsOn', h.starts_on, 'endsOn', h.ends_on, 'amountMinor', h.amount_minor) ORDER BY h.starts_on, h.id), '[]'::json)
   FROM (
     SELECT id, kind, item_id, reason, NULL AS campaign_id, starts_on, least(ends_on, lifted_on) AS ends_on, amount_minor
     FROM hold WHERE account_id = a.id AND (lifted_on IS NULL OR starts_on < lifted_on)
     UNION ALL ${campaignPausesSql}) h)`;

/** Disputes that are not resolved. */
export const disputesSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', d.id, 'reason', d.reason, 'respondBy', d.respond_by, 'items',
      (SELECT coalesce(json_agg(json_build_object('itemId', x.item_id, 'amountMinor', x.amount_minor) ORDER BY x.item_id), '[]'::json)
       FROM disputed_item x WHERE x.dispute_id = d.id)) ORDER BY d.raised_at, d.id), '[]'::json)
   FROM dispute d WHERE d.account_id = a.id AND d.resolved_at IS NULL)`;

/** All plans that were ever agreed: how often the word was kept is part of the standing. */
export const plansSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', l.id, 'kind', l.kind, 'status', l.status, 'currency', l.currency, 'itemIds', coalesce(l.item_ids, '{}'),
      'graceDays', l.grace_days, 'level', l.level, 'owedMinor', l.owed_minor, 'instalments',
      (SELECT coalesce(json_agg(json_build_object('number', r.number, 'dueOn', r.due_on, 'amountMinor', r.amount_minor, 'paidMinor', r.paid_minor,
          'status', r.status) ORDER BY r.number), '[]'::json)
       FROM instalment r WHERE r.plan_id = l.id)) ORDER BY l.agreed_at, l.id), '[]'::json)
   FROM plan l WHERE l.account_id = a.id)`;

/** All placements with a third party. */
export const placementsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', y.id, 'status', y.status, 'itemIds', coalesce(y.item_ids, '{}')) ORDER BY y.requested_at, y.id), '[]'::json)
   FROM placement y WHERE y.account_id = a.id)`;

/** All requests to write off. */
export const writeOffsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', w.id, 'caseId', w.case_id, 'status', w.status, 'itemIds', coalesce(w.item_ids, '{}')) ORDER BY w.requested_at, w.id), '[]'::json)
   FROM write_off_request w WHERE w.account_id = a.id)`;
