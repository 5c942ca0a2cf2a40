import { Prisma } from './db.js';

/** The newest change of each kind and item of account `a`. */
export const courseSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'itemId', n.item_id, 'from', n."from", 'to', n."to", 'onDay', n.on_date,
      'days', n.days, 'actions', to_json(n.actions), 'line', n.line) ORDER BY n.id), '[]'::json)
   FROM (SELECT DISTINCT ON (x.kind, x.item_id) x.* FROM course_change x WHERE x.account_id = a.id ORDER BY x.kind, x.item_id, x.id DESC) n)`;

/** The credit hold that is on for account `a`; null when none is. */
export const creditHoldSql = Prisma.sql`
  (SELECT CASE WHEN n."to" IS NOT NULL THEN json_build_object('sinceOn', n.on_date, 'step', n.step) END
   FROM (SELECT * FROM course_change x WHERE x.account_id = a.id AND x.kind = 'credit-hold' ORDER BY x.id DESC LIMIT 1) n)`;
