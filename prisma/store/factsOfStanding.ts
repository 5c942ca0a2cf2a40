import { Prisma } from './db.js';

/** Holds of account `a`, those of the past and the future among them. A lifted one ended on the day of its lift; one lifted before it began never was. */
export const holdsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', h.id, 'kind', h.kind, 'itemId', h.item_id, 'reason', h.reason,
      'startsOn', h.starts_on, 'endsOn', least(h.ends_on, h.lifted_on), 'amountMinor', h.amount_minor) ORDER BY h.starts_on, h.id), '[]'::json)
   FROM hold h WHERE h.account_id = a.id AND (h.lifted_on IS NULL OR h.starts_on < h.lifted_on))`;

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

/** Items that a person has excluded by a policy that does nothing. */
export const excludedItemsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('itemId', o.item_id, 'policy', o.policy_name) ORDER BY o.item_id), '[]'::json)
   FROM item_policy o WHERE o.account_id = a.id AND o.ended_at IS NULL)`;
